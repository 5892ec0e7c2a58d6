package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Frozen layers grow, stay frozen, and pass nothing of that on to a copy. */
class FrozenLayersTest {

    enum Freezing {
        FROZEN,
        FROZEN_WITH_BACKPROP;

        Layer of(Layer layer) {
            return this == FROZEN ? new FrozenLayer(layer) : new FrozenLayerWithBackprop(layer);
        }
    }

    private static ComputationGraph teacher(Freezing freezing) {
        return GraphTeachers.initialized(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("conv1", freezing.of(GraphTeachers.convolution(3)), "in")
                .addLayer("conv2", freezing.of(GraphTeachers.convolution(4)), "conv1")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "conv2")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(6, 6, 2, CNN2DFormat.NCHW)));
    }

    private static Layer layer(ComputationGraph network, String name) {
        return ((LayerVertex) network.getConfiguration().getVertices().get(name))
                .getLayerConf()
                .getLayer();
    }

    private static INDArray weights(ComputationGraph network, String name) {
        return network.getLayer(name).getParam("W").dup();
    }

    @ParameterizedTest
    @EnumSource
    void frozen_layer_is_widened_and_stays_frozen(Freezing freezing) {
        ComputationGraph teacher = teacher(freezing);
        ComputationGraph student = Net2Net.from(teacher)
                .widen("conv2")
                .to(7)
                .widen("conv1")
                .to(5)
                .grow()
                .network();

        assertThat(Net2Net.compare(teacher, student, Probes.features(GraphTeachers.images()))
                        .largest())
                .isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(layer(student, "conv2")).hasSameClassAs(layer(teacher, "conv2"));
        INDArray before = weights(student, "conv2");
        student.fit(new DataSet(GraphTeachers.images(), GraphTeachers.classes()));
        assertThat(weights(student, "conv2")).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void copy_of_a_frozen_layer_is_trained(Freezing freezing) {
        ComputationGraph teacher = teacher(freezing);
        ComputationGraph student =
                Net2Net.from(teacher).deepenAfter("conv2").grow().network();

        assertThat(Net2Net.compare(teacher, student, Probes.features(GraphTeachers.images()))
                        .largest())
                .isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(layer(student, "conv2_1")).isExactlyInstanceOf(ConvolutionLayer.class);
        INDArray frozen = weights(student, "conv2");
        INDArray trained = weights(student, "conv2_1");
        student.fit(new DataSet(GraphTeachers.images(), GraphTeachers.classes()));
        assertThat(weights(student, "conv2")).isEqualTo(frozen);
        assertThat(weights(student, "conv2_1")).isNotEqualTo(trained);
    }

    @ParameterizedTest
    @EnumSource
    void the_plan_says_which_new_channels_never_learn(Freezing freezing) {
        String plan = Net2Net.from(teacher(freezing))
                .widen("conv1")
                .to(5)
                .deepenAfter("conv2")
                .plan()
                .toString();

        assertThat(plan.lines().filter(line -> line.contains("frozen")))
                .containsExactly(
                        "conv1 is frozen, so its new channels never learn",
                        "conv2 is frozen, so its weights of new inputs never learn");
    }

    @ParameterizedTest
    @EnumSource
    void layers_in_front_of_a_frozen_one_are_refused_where_they_could_not_be_trained(Freezing freezing) {
        ComputationGraph teacher = teacher(freezing);
        Growth<ComputationGraph> growth = Net2Net.from(teacher).deepenAfter("conv1");
        if (freezing == Freezing.FROZEN_WITH_BACKPROP) {
            ComputationGraph student = growth.grow().network();
            student.fit(new DataSet(GraphTeachers.images(), GraphTeachers.classes()));
            assertThat(student.params()).isNotEqualTo(growth.grow().network().params());
        } else {
            assertThatThrownBy(growth::plan)
                    .isInstanceOf(GrowthException.class)
                    .hasMessage(
                            "cannot insert layers into this graph: only the frozen 'conv2' would read 'conv1_1', and"
                                    + " DL4J can't train a graph with a layer before a frozen one. Insert layers after"
                                    + " 'conv2', or freeze it with FrozenLayerWithBackprop.");
        }
    }
}
