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
        "inference masks, INFERENCE, false, true",
        "inference masks, INFERENCE, true, true",
        "inference masks, TRAINING, false, false",
        "inference training, TRAINING, false, true",
        "inference training, TRAINING, true, false",
        "inference training, INFERENCE, true, false",
        "masks, INFERENCE, false, false",
    })
    void onlyWhatIsExactInAModeIsPromised_andWithMasksIfTheyAreExactToo(
            String exact, Mode mode, boolean masked, boolean promised) {
        Exactness exactness =
                new Exactness(exact.contains("inference"), exact.contains("training"), exact.contains("masks"));
        Deviation place = new Deviation("out", mode, Stage.values()[0], masked, 0, 1);
        assertThat(exactness.promises(place)).isEqualTo(promised);
    }
}
