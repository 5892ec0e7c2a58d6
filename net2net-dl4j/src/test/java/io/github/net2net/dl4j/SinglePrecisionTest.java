package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Probe;
import java.util.function.ToDoubleBiFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Batch norm over sums of thousands that hardly vary: in training mode single precision has few digits left. */
class SinglePrecisionTest {
    private static final Probe<Model> PROBE = Probes.features(TestNetworks.random(3, DataType.FLOAT, 12, 4));

    private static MultiLayerNetwork teacher() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings().dataType(DataType.FLOAT),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                new DenseLayer.Builder()
                        .name("second")
                        .nOut(6)
                        .activation(Activation.IDENTITY)
                        .build(),
                TestNetworks.batchNorm("norm", CNN2DFormat.NCHW, true),
                TestNetworks.softmax("out"));
        TestNetworks.param(teacher, "first", "b").assign(1000);
        return teacher;
    }

    private static Growth<MultiLayerNetwork> growth(MultiLayerNetwork teacher) {
        return Net2Net.from(teacher).widen("first").to(9);
    }

    private static double largest(ToDoubleBiFunction<Probe<Model>, Deviation> apart, Model teacher, Model student) {
        return PROBE.compare(teacher, student).stream()
                .filter(deviation -> deviation.mode() == Mode.TRAINING)
                .mapToDouble(deviation -> apart.applyAsDouble(PROBE, deviation))
                .max()
                .orElseThrow();
    }

    private static double inDoublePrecision(Model teacher, Model student) {
        return largest(
                (probe, place) ->
                        probe.inDoublePrecision(teacher, student, place).relative(),
                teacher,
                student);
    }

    @Test
    void rounding_errors_alone_are_no_reason_to_refuse_a_student() {
        MultiLayerNetwork teacher = teacher();
        Grown<MultiLayerNetwork> grown = growth(teacher).verifyOn(PROBE).grow();

        assertThat(grown.report().comparison().largest(Mode.TRAINING)).isGreaterThan(Tolerances.FLOAT);
        assertThat(inDoublePrecision(teacher, grown.network())).isLessThanOrEqualTo(PROBE.tolerance(teacher));
    }

    /** The wrong student is no further from the teacher than rounding errors could be. */
    @Test
    void a_wrong_share_hidden_by_rounding_errors_is_found() {
        MultiLayerNetwork teacher = teacher();
        MultiLayerNetwork student = growth(teacher).grow().network();
        TestNetworks.param(student, "second", "W").getRow(0).muli(1.001);

        double rounding =
                Net2Net.compare(Agreement.precise(teacher), teacher, PROBE).largest(Mode.TRAINING);
        assertThat(largest((probe, place) -> place.relative(), teacher, student))
                .isLessThan(10 * rounding);
        assertThat(inDoublePrecision(teacher, student)).isGreaterThan(PROBE.tolerance(teacher));
    }

    /** DL4J normalizes images in ND4J's default precision alone. */
    @Test
    void networks_that_cannot_compute_in_double_precision_are_judged_in_their_own() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .dataType(DataType.FLOAT)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "conv",
                        TestNetworks.convolution("conv", 3, CNN2DFormat.NCHW).build(),
                        "in")
                .addVertex("unit", new L2NormalizeVertex(), "conv")
                .addLayer("out", TestNetworks.softmax("out"), "unit")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(4, 4, 2))
                .build());
        teacher.init();
        ComputationGraph student = teacher.clone();
        student.getLayer("out").getParam("b").putScalar(0, 1);
        Probe<Model> probe = Probes.features(TestNetworks.random(1, DataType.FLOAT, 3, 2, 4, 4));

        Deviation place = probe.compare(teacher, student).get(0);
        assertThat(probe.inDoublePrecision(teacher, student, place)).isEqualTo(place);
    }
}
