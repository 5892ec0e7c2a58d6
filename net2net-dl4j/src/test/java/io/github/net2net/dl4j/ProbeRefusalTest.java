package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Probes on which nothing can be compared, by the whole text. */
class ProbeRefusalTest {
    private static final MultiLayerNetwork MLP = TestNetworks.mlp(new Sgd(0.1));

    private static INDArray features() {
        return TestNetworks.random(1, DataType.DOUBLE, 6, 4);
    }

    private static void assertRefused(ThrowingCallable call, String text) {
        assertThatThrownBy(call).isInstanceOf(GrowthException.class).hasMessage(text);
    }

    @Test
    void features_ofAnotherNumberThanInputs() {
        assertRefused(
                () -> Net2Net.compare(MLP, MLP, Probes.features(features(), features())),
                "cannot run the network on 2 arrays of features: it has 1 input. Give one array for each input.");
        assertRefused(
                () -> Net2Net.from(MLP.toComputationGraph())
                        .verifyOn(Probes.features(features(), features()))
                        .grow(),
                "cannot run the network on 2 arrays of features: it has 1 input. Give one array for each input.");
        assertRefused(Probes::features, "cannot probe with no features: there are no arrays. Give one for each input.");
    }

    @Test
    void features_thatAreMissing() {
        assertRefused(
                () -> Probes.features(features(), null),
                "cannot probe with these features: array 2 of 2 is null. Give an array for each input.");
        assertRefused(
                () -> Probes.of(new DataSet()),
                "cannot probe with these features: array 1 of 1 is null. Give an array for each input.");
    }

    @Test
    void features_withoutExamples() {
        assertRefused(
                () -> Probes.features(Nd4j.create(DataType.DOUBLE, 0, 4)),
                "cannot probe with these features: array 1 of 1 has the shape [0, 4], and so no examples. Give one"
                        + " example or more.");
    }

    @Test
    void features_thatAreNotFinite() {
        for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            INDArray broken = features();
            broken.putScalar(3, 2, number);
            assertRefused(
                    () -> Probes.features(broken),
                    "cannot probe with these features: array 1 of 1 holds NaN or infinity, on which every network"
                            + " computes NaN. Give finite features.");
        }
    }

    @Test
    void features_ofWholeNumbers_areFine() {
        INDArray whole = Nd4j.createFromArray(new int[][] {{1, 2, 3, 4}});

        assertThat(Net2Net.compare(MLP, MLP, Probes.features(whole)).largest()).isZero();
    }
}
