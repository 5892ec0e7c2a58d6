package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.plan.Exactness;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactnessTest {

    @ParameterizedTest
    @CsvSource({
        "true, false, true, INFERENCE, false, true",
        "true, false, true, INFERENCE, true, true",
        "true, false, true, TRAINING, false, false",
        "true, true, false, TRAINING, false, true",
        "true, true, false, TRAINING, true, false",
        "true, true, false, INFERENCE, true, false",
        "false, false, true, INFERENCE, false, false",
    })
    void onlyWhatIsExactInAModeIsPromised_andWithMasksIfTheyAreExactToo(
            boolean inference, boolean training, boolean masks, Mode mode, boolean masked, boolean promised) {
        Deviation place = new Deviation("out", mode, Stage.values()[0], masked, 0, 1);
        assertThat(new Exactness(inference, training, masks).promises(place)).isEqualTo(promised);
    }
}
