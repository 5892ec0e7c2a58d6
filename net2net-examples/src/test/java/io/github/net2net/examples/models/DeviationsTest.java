package io.github.net2net.examples.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Comparison;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.spi.Deviation;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class DeviationsTest {
    private static Comparison compared(boolean trained) {
        MultiLayerNetwork first = new MultiLayerNetwork(TestModels.configuration(8));
        first.init();
        MultiLayerNetwork second = first.clone();
        if (trained) {
            TestModels.train(second);
        }
        return Net2Net.compare(first, second, Probes.features(TestModels.features()));
    }

    @Test
    void promisedPlaces_areToldApartFromOthers() {
        assertThat(Deviations.numbers(compared(false), deviation -> true))
                .isEqualTo("; largest relative deviation 0.0e+00, rounding allows 1e-05");
        assertThat(Deviations.mode(compared(false), deviation -> true)).isEmpty();
        assertThat(Deviations.mode(compared(false), deviation -> deviation.mode() == Deviation.Mode.INFERENCE))
                .isEqualTo(" in inference mode");
        assertThat(Deviations.numbers(compared(true), deviation -> deviation.mode() == Deviation.Mode.INFERENCE))
                .matches("; largest relative deviation \\d\\.\\de-0\\d, rounding allows 1e-05; in training"
                        + " mode, where nothing is promised, up to \\d\\.\\de-0\\d");
    }
}
