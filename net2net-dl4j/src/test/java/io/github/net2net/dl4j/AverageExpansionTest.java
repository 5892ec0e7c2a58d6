package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Comparison;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The average expansion of LEMON (arXiv 2310.07999) in DL4J, made by hand: layer normalization can grow to any width. Each new unit
 * computes the mean of the old ones before the normalization, which leaves the mean and multiplies the variance by n / n', and
 * the gains are multiplied by √(n / n'). New units are read with weight zero.
 */
class AverageExpansionTest {
    private static final int OLD = 5;
    private static final int NEW = 7;
    private static final INDArray FEATURES = TestNetworks.random(1, DataType.DOUBLE, 12, 4);

    private static MultiLayerNetwork network(int width) {
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new DenseLayer.Builder()
                        .name("first")
                        .nOut(width)
                        .hasLayerNorm(true)
                        .build(),
                TestNetworks.dense("second", 6),
                TestNetworks.softmax("out"));
    }

    private static MultiLayerNetwork expanded(MultiLayerNetwork teacher) {
        MultiLayerNetwork student = network(NEW);
        TestNetworks.param(student, "out", "W").assign(TestNetworks.param(teacher, "out", "W"));
        TestNetworks.param(student, "out", "b").assign(TestNetworks.param(teacher, "out", "b"));
        TestNetworks.param(student, "second", "b").assign(TestNetworks.param(teacher, "second", "b"));
        for (String param : List.of("W", "b", "g")) {
            INDArray old = TestNetworks.param(teacher, "first", param);
            INDArray added = param.equals("W") ? old.mean(true, 1) : Nd4j.zeros(DataType.DOUBLE, 1, 1);
            INDArray columns = Nd4j.hstack(old.reshape(-1, OLD), Nd4j.hstack(added, added));
            TestNetworks.param(student, "first", param).assign(columns);
        }
        INDArray gains = TestNetworks.param(student, "first", "g");
        gains.muli(Math.sqrt((double) OLD / NEW))
                .addi(Nd4j.createFromArray(0.0, 0, 0, 0, 0, 1, 1).reshape(gains.shape()));
        INDArray readers = TestNetworks.param(teacher, "second", "W");
        TestNetworks.param(student, "second", "W")
                .assign(Nd4j.vstack(readers, Nd4j.zeros(DataType.DOUBLE, NEW - OLD, readers.columns())));
        return student;
    }

    @Test
    void averageExpansion_isExact() {
        MultiLayerNetwork teacher = network(OLD);
        Comparison comparison = Net2Net.compare(teacher, expanded(teacher), Probes.features(FEATURES));

        assertThat(comparison.largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    /** The gradient of the mean in the normalization reaches the new units' weights, and those that read them follow. */
    @Test
    void averageExpansion_addsUnitsThatAreTrained() {
        MultiLayerNetwork student = expanded(network(OLD));
        MultiLayerNetwork untrained = student.clone();
        TestNetworks.train(student, TestNetworks.labeled(FEATURES), 5);

        for (int unit = OLD; unit < NEW; unit++) {
            assertThat(TestNetworks.param(student, "first", "W").getColumn(unit))
                    .isNotEqualTo(TestNetworks.param(untrained, "first", "W").getColumn(unit));
            assertThat(TestNetworks.param(student, "second", "W").getRow(unit))
                    .isNotEqualTo(TestNetworks.param(untrained, "second", "W").getRow(unit));
        }
    }
}
