package io.github.net2net.dl4j.deepening;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.random.RandomParameters;
import io.github.net2net.rule.Deepening;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/** New layers inside the branches of an Inception module, and twice at one place. */
class InceptionTest {
    private static final CNN2DFormat NCHW = CNN2DFormat.NCHW;

    /** Branches of one convolution, and of two, side by side. */
    private static ComputationGraph teacher() {
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("stem", TestNetworks.convolution("stem", 4, NCHW).build(), "in")
                .addLayer(
                        "3a/1x1",
                        TestNetworks.convolution("3a/1x1", 3, NCHW)
                                .kernelSize(1, 1)
                                .build(),
                        "stem")
                .addLayer(
                        "3a/reduce",
                        TestNetworks.convolution("3a/reduce", 2, NCHW)
                                .kernelSize(1, 1)
                                .build(),
                        "stem")
                .addLayer("3a/3x3", TestNetworks.convolution("3a/3x3", 4, NCHW).build(), "3a/reduce")
                .addVertex("3a/concat", new MergeVertex(), "3a/1x1", "3a/3x3")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "3a/concat")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(8, 8, 2, NCHW));
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();
        RandomParameters.fill(network, 9);
        return network;
    }

    private static DataSet data() {
        return TestNetworks.labeled(TestNetworks.images(3, NCHW));
    }

    @Test
    void insideBranches_computesTheSame_andLearns() {
        Deepened<ComputationGraph> deepened = Deepened.of(
                teacher(),
                data(),
                growth -> growth.deepenAfter("3a/1x1")
                        .deepenAfter("3a/3x3", Deepening.pairIdentity())
                        .deepenAfter("3a/reduce", Deepening.zeroResidual())
                        .deepenAfter("3a/concat")
                        .factorize("3a/3x3")
                        .to(4));
        deepened.requireLearning();
        assertThat(Deepened.layers(deepened.student()))
                .contains("3a/1x1_1", "3a/3x3_1", "3a/3x3_2", "3a/reduce_1", "3a/3x3_factor_1");
    }

    @Test
    void twiceAtOnePlace_computesTheSame_andLearns() {
        Deepened<ComputationGraph> deepened = Deepened.of(
                teacher(),
                data(),
                growth -> growth.deepenAfter("3a/3x3")
                        .deepenAfter("3a/3x3")
                        .deepenAfter("3a/concat", Deepening.zeroResidual().layers(1))
                        .deepenAfter("3a/concat", Deepening.zeroResidual()));
        deepened.requireLearning();
        assertThat(Deepened.layers(deepened.student())).contains("3a/3x3_1", "3a/3x3_2");
    }
}
