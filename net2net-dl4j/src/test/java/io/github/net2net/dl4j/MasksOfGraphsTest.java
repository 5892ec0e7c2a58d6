package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.GrowthPlan;
import io.github.net2net.rule.SymmetryBreaking;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Ways of masks through networks that reshape their activations or have several inputs. */
class MasksOfGraphsTest {
    private static Convolution1DLayer convolution(int in, int out) {
        return new Convolution1DLayer.Builder(1)
                .name("conv")
                .nIn(in)
                .nOut(out)
                .convolutionMode(ConvolutionMode.Truncate)
                .build();
    }

    /** Each step becomes an image, and its mask one of a single pixel, which DL4J flattens. */
    @Test
    void masksOfSteps_reachTheEnd_throughImages() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(TestNetworks.settings()
                .list()
                .layer(convolution(3, 8))
                .layer(new ConvolutionLayer.Builder(2, 2).nIn(2).nOut(3).build())
                .layer(TestNetworks.softmax("out"))
                .inputPreProcessor(1, new RnnToCnnPreProcessor(2, 2, 2))
                .setInputType(InputType.recurrent(3, 6))
                .build());
        teacher.init();

        GrowthPlan plan = Net2Net.from(teacher, InputType.recurrent(3, 6))
                .enlargeKernel("conv")
                .to(3)
                .plan();
        assertThat(plan.isExactWithMasks()).isFalse();
        assertThat(plan.toString())
                .contains("a mask is pooled over the larger kernel, so with a mask more positions count than before");
    }

    /**
     * DL4J's 1D convolution fails if a layer before it says that it has no mask, while another input has one. The first
     * input here takes none, as DL4J's dropout layers fail with masks of steps.
     */
    @Test
    void dropout_betweenAttentionAndAConvolution_isNotExactWithMasksOfOtherInputs() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("queries", "others")
                .addVertex(
                        "attention",
                        new AttentionVertex.Builder()
                                .nInQueries(3)
                                .nInKeys(3)
                                .nInValues(3)
                                .nOut(4)
                                .nHeads(1)
                                .headSize(2)
                                .projectInput(true)
                                .build(),
                        "embedded",
                        "queries",
                        "queries")
                .addLayer("embedded", convolution(3, 3), "queries")
                .addLayer("conv", convolution(4, 2), "attention")
                .addLayer("drop", new DropoutLayer(0.5), "conv")
                .addLayer("out", output(2), "drop")
                .addLayer("otherOut", output(3), "others")
                .setOutputs("out", "otherOut")
                .build());
        teacher.init();

        GrowthPlan plan = Net2Net.from(teacher, InputType.recurrent(3, 6), InputType.recurrent(3, 6))
                .breakSymmetry(SymmetryBreaking.dropout(0.3))
                .widen("attention")
                .to(8)
                .plan();
        assertThat(plan.isExactWithMasks()).isFalse();
        assertThat(plan.toString())
                .contains(
                        "the 1D convolution after the new layer is not known to run with masks of other inputs alone");
    }

    private static RnnOutputLayer output(int in) {
        return new RnnOutputLayer.Builder(LossFunction.MSE).nIn(in).nOut(2).build();
    }
}
