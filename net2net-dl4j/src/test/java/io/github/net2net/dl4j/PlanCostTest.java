package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.rule.Layers;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** What plans print of bytes, multiply-adds, listeners and frozen layers, and what does not fit into memory. */
class PlanCostTest {
    private static final InputType IMAGES = InputType.convolutional(8, 8, 2, CNN2DFormat.NCHW);

    @Test
    void multiplyAdds_ofADenseNetwork_areItsWeights() {
        GrowthPlan plan = Net2Net.from(TestNetworks.mlp(new Sgd(0.1)))
                .widen("first")
                .to(8)
                .plan();

        assertThat(plan.teacherMultiplyAdds()).hasValue(4 * 5 + 5 * 6 + 6 * 3);
        assertThat(plan.studentMultiplyAdds()).hasValue(4 * 8 + 8 * 6 + 6 * 3);
    }

    @Test
    void multiplyAdds_ofASmallCnn_countOutputPositions() {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            MultiLayerNetwork cnn = TestNetworks.cnn(format, true, TestNetworks.settings());
            GrowthPlan plan = Net2Net.from(cnn, InputType.convolutional(8, 8, 2, format))
                    .widen("conv1")
                    .to(6)
                    .deepenAfter("conv2")
                    .plan();

            long after = 9 * 5 * 5 * 16 + 80 * 7 + 7 * 3;
            assertThat(plan.teacherMultiplyAdds()).hasValue(9 * 2 * 4 * 64 + 9 * 4 * 5 * 16 + 80 * 7 + 7 * 3);
            assertThat(plan.studentMultiplyAdds()).hasValue(9 * 2 * 6 * 64 + 9 * 6 * 5 * 16 + after);
        }
    }

    @Test
    void multiplyAdds_withoutTheInputsSize_areUnknown() {
        GrowthPlan plan = Net2Net.from(TestNetworks.cnn()).widen("conv1").to(6).plan();

        assertThat(plan.teacherMultiplyAdds()).isEmpty();
        assertThat(plan.toString())
                .contains("            6.9 kB -> 8.0 kB of parameters   multiply-adds per example unknown\n"
                        + "            (the output size of 'conv1' is not known without"
                        + " Net2Net.from(network, inputTypes))\n");
    }

    @Test
    void multiplyAdds_ofAGraph_countInputPositionsOfTransposedConvolutions() {
        ComputationGraph graph = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "conv",
                        TestNetworks.convolution("conv", 4, CNN2DFormat.NCHW).build(),
                        "in")
                .addLayer(
                        "up",
                        new Deconvolution2D.Builder(2, 2).stride(2, 2).nOut(3).build(),
                        "conv")
                .addLayer(
                        "separable",
                        new SeparableConvolution2D.Builder(3, 3)
                                .convolutionMode(ConvolutionMode.Same)
                                .depthMultiplier(2)
                                .nOut(5)
                                .build(),
                        "up")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "separable")
                .addLayer("out", TestNetworks.softmax("out"), "pool")
                .setOutputs("out")
                .setInputTypes(IMAGES)
                .build());
        graph.init();
        GrowthPlan plan = Net2Net.from(graph, IMAGES)
                .widenAll(Layers.convolutions())
                .times(2)
                .plan();

        assertThat(plan.teacherMultiplyAdds())
                .hasValue(64 * (9 * 2 * 4) + 64 * (4 * 4 * 3) + 256 * (9 * 3 * 2) + 256 * (6 * 5) + 15);
        assertThat(plan.studentMultiplyAdds())
                .hasValue(64 * (9 * 2 * 8) + 64 * (4 * 8 * 6) + 256 * (9 * 6 * 2) + 256 * (12 * 10) + 30);
    }

    /** A user's own layer, without a registered kind. */
    public static final class OwnLstm extends LSTM {
        private static final long serialVersionUID = 1L;

        OwnLstm() {
            setLayerName("lstm");
            setNOut(4);
            setRnnDataFormat(RNNFormat.NCW);
            setActivationFn(Activation.TANH.getActivationFunction());
        }
    }

    private static MultiLayerNetwork series() {
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.recurrent(3, 6),
                new Convolution1DLayer.Builder(3)
                        .name("conv")
                        .nOut(4)
                        .convolutionMode(ConvolutionMode.Same)
                        .build(),
                new OwnLstm(),
                new RnnOutputLayer.Builder()
                        .name("out")
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build());
    }

    @Test
    void convolutions_areThoseOfEveryKind_andUnknownLayersAreListed() {
        assertThatThrownBy(() ->
                        Net2Net.from(series()).widenAll(Layers.convolutions()).times(2))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot widen all convolutions: none of the layers can grow.\n  skipped conv: 'lstm' is of"
                        + " type OwnLstm, for which net2net has no rule");
        assertThatThrownBy(() -> Net2Net.from(series()).widenAll(Layers.all()).times(2))
                .isInstanceOf(GrowthException.class)
                .hasMessageContaining("\n  skipped lstm: it is of type OwnLstm, for which net2net has no rule\n");
    }

    @Test
    void multiplyAdds_ofDenseLayersOverSteps_areUnknown() {
        MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.settings()
                .list(
                        TestNetworks.dense("fc", 4),
                        new RnnOutputLayer.Builder()
                                .name("out")
                                .nIn(4)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build())
                .inputPreProcessor(0, new RnnToFeedForwardPreProcessor())
                .inputPreProcessor(1, new FeedForwardToRnnPreProcessor())
                .setInputType(InputType.recurrent(3))
                .build());
        network.init();

        assertThat(Net2Net.from(network).widen("fc").to(6).plan().teacherMultiplyAdds())
                .isEmpty();
    }

    /** 12 steps, of which an explicit window of 3 at stride 2 leaves 5; pooling by 2 leaves 4; a causal one keeps them. */
    @Test
    void multiplyAdds_ofSeries_countSteps() {
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings(),
                InputType.recurrent(3, 12),
                new Convolution1DLayer.Builder(3).name("conv").nOut(4).stride(2).build(),
                new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.MAX, 2, 1).build(),
                new Convolution1DLayer.Builder(2)
                        .name("causal")
                        .nOut(5)
                        .convolutionMode(ConvolutionMode.Causal)
                        .build(),
                new RnnOutputLayer.Builder()
                        .name("out")
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build());
        GrowthPlan plan = Net2Net.from(network, InputType.recurrent(3, 12))
                .widen("conv")
                .to(6)
                .plan();

        assertThat(plan.teacherMultiplyAdds()).hasValue(5 * (3 * 3 * 4) + 4 * (2 * 4 * 5) + 4 * (5 * 3));
        assertThat(plan.studentMultiplyAdds()).hasValue(5 * (3 * 3 * 6) + 4 * (2 * 6 * 5) + 4 * (5 * 3));
        assertThat(network.output(TestNetworks.random(1, DataType.DOUBLE, 2, 3, 12))
                        .shape())
                .containsExactly(2, 3, 4);
    }

    @Test
    void multiplyAdds_ofDenseLayersOverSteps_countSteps() {
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings(),
                InputType.recurrent(3, 7),
                TestNetworks.dense("fc", 4),
                new RnnOutputLayer.Builder()
                        .name("out")
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build());

        assertThat(Net2Net.from(network, InputType.recurrent(3, 7))
                        .widen("fc")
                        .to(6)
                        .plan()
                        .teacherMultiplyAdds())
                .hasValue(7 * (3 * 4) + 7 * (4 * 3));
    }

    /** 6x7x8 voxels, padded to 8x9x10; a window of 3 leaves 6x7x8, pooling by 2 leaves 3x3x4. */
    @Test
    void multiplyAdds_ofVolumes_countVoxels() {
        InputType voxels = InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 6, 7, 8, 2);
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings(),
                voxels,
                new ZeroPadding3DLayer.Builder(1, 1, 1, 1, 1, 1).build(),
                new Convolution3D.Builder(3, 3, 3).name("conv").nOut(4).build(),
                new Subsampling3DLayer.Builder(Subsampling3DLayer.PoolingType.MAX)
                        .kernelSize(2, 2, 2)
                        .stride(2, 2, 2)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .build(),
                TestNetworks.dense("fc", 5),
                TestNetworks.softmax("out"));
        GrowthPlan plan = Net2Net.from(network, voxels).widen("conv").to(6).plan();

        assertThat(plan.teacherMultiplyAdds())
                .hasValue(6 * 7 * 8 * (27 * 2 * 4) + (3 * 3 * 4 * 4) * 5 + 5 * TestNetworks.CLASSES);
        assertThat(network.output(TestNetworks.random(1, DataType.DOUBLE, 1, 2, 6, 7, 8))
                        .shape())
                .containsExactly(1, TestNetworks.CLASSES);
    }

    @Test
    void growthThatDoesNotFit_isRefusedWithBytes() {
        MultiLayerNetwork trained = TestNetworks.mlp(new Adam(0.01));
        TestNetworks.train(
                trained,
                TestNetworks.labeled(TestNetworks.random(1, trained.params().dataType(), 6, 4)),
                1);
        long limit = Math.min(Pointer.totalPhysicalBytes(), Pointer.maxPhysicalBytes());
        int channels = Math.toIntExact(limit / (8 * 4 * (4 + 1 + 6)) + 1000);

        assertThatThrownBy(() -> Net2Net.from(trained).widen("first").to(channels))
                .isInstanceOf(GrowthException.class)
                .hasMessageMatching(
                        "cannot widen 'first' to " + channels + ": the (plan alone would take|parameters,"
                                + " gradients and optimizer state of teacher and student would take) \\d+\\.\\d [MG]B, and"
                                + " (there are|Java has) \\d+\\.\\d [MG]B\\. Grow by less, or raise -Xmx( and with it"
                                + " -Dorg\\.bytedeco\\.javacpp\\.maxphysicalbytes, 4 times -Xmx if not set, as far as the machine has memory)?\\.");
    }

    @Test
    void listeners_areNamedByThePlan() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Sgd(0.1));
        ComputationGraph graph = teacher.toComputationGraph();
        assertThat(Net2Net.from(teacher).plan().toString()).doesNotContain("listeners");
        teacher.setListeners(new ScoreIterationListener(10));
        graph.setListeners(new ScoreIterationListener(10));
        String line = "the student starts without the teacher's listeners (ScoreIterationListener);"
                + " student.setListeners(..) sets them";

        assertThat(Net2Net.from(teacher).plan().training().lines()).containsExactly(line);
        assertThat(Net2Net.from(graph).plan().training().lines()).containsExactly(line);
    }

    @Test
    void namesGivenAsNumbers_selectLayers() {
        GrowthPlan plan = Net2Net.from(TestNetworks.mlp(new Sgd(0.1)))
                .widenAll(Layers.named("0", "second"))
                .times(2)
                .plan();

        assertThat(plan.headlines()).containsExactly("widen layers [first, second] x 2.0");
        assertThatThrownBy(() -> Net2Net.from(TestNetworks.mlp(new Sgd(0.1)))
                        .widenAll(Layers.named("first", "secnod"))
                        .times(2))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot widen layers [first, secnod]: no layer is named 'secnod'. Nearest names: second,"
                        + " first, out; inspect() lists all.");
    }
}
