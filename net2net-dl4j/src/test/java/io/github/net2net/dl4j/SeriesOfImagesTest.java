package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Steps that are images for a while: the student runs at once, not only after it was saved and loaded. */
class SeriesOfImagesTest {
    private static final INDArray SERIES = TestNetworks.random(1, DataType.DOUBLE, 3, 8, 5);

    private static ConvolutionLayer convolution() {
        return new ConvolutionLayer.Builder(2, 2)
                .nIn(2)
                .nOut(3)
                .convolutionMode(ConvolutionMode.Same)
                .dataFormat(CNN2DFormat.NCHW)
                .name("conv")
                .build();
    }

    private static RnnOutputLayer output() {
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .nIn(12)
                .nOut(2)
                .activation(Activation.TANH)
                .name("out")
                .build();
    }

    @Test
    void chain_withImagesAmongSteps_runsAtOnce() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(TestNetworks.settings()
                .list(convolution(), output())
                .inputPreProcessor(0, new RnnToCnnPreProcessor(2, 2, 2, RNNFormat.NCW))
                .inputPreProcessor(1, new CnnToRnnPreProcessor(2, 2, 3, RNNFormat.NCW))
                .build());
        teacher.init();
        MultiLayerNetwork student = Net2Net.from(teacher)
                .widen("conv")
                .to(7)
                .deepenAfter("conv")
                .verifyOn(Probes.features(SERIES))
                .grow()
                .network();
        assertThat(student.output(SERIES.dup()).shape()).containsExactly(3, 2, 5);
    }

    @Test
    void graph_withAPreprocessorAsAVertex_runsAtOnce() {
        NeuralNetConfiguration.Builder settings = TestNetworks.settings();
        ComputationGraph teacher = new ComputationGraph(settings.graphBuilder()
                .addInputs("in")
                .addVertex("images", new PreprocessorVertex(new RnnToCnnPreProcessor(2, 2, 2, RNNFormat.NCW)), "in")
                .addLayer("conv", convolution(), "images")
                .addVertex("steps", new PreprocessorVertex(new CnnToRnnPreProcessor(2, 2, 3, RNNFormat.NCW)), "conv")
                .addLayer("out", output(), "steps")
                .setOutputs("out")
                .build());
        teacher.init();
        ComputationGraph student = Net2Net.from(teacher)
                .widen("conv")
                .to(7)
                .verifyOn(Probes.features(SERIES))
                .grow()
                .network();
        assertThat(student.output(SERIES.dup())[0].shape()).containsExactly(3, 2, 5);
    }

    /** Of as many steps as channels, so that DL4J takes the one for the other. */
    @Test
    void imagesOfStepsInAnotherFormat_pinTheChannels() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(TestNetworks.settings()
                .list(
                        new Convolution1D.Builder(1, 1)
                                .nIn(8)
                                .nOut(8)
                                .rnnDataFormat(RNNFormat.NCW)
                                .convolutionMode(ConvolutionMode.Same)
                                .name("series")
                                .build(),
                        convolution(),
                        output())
                .inputPreProcessor(1, new RnnToCnnPreProcessor(2, 2, 2, RNNFormat.NWC))
                .inputPreProcessor(2, new CnnToRnnPreProcessor(2, 2, 3, RNNFormat.NCW))
                .build());
        teacher.init();
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("series").to(12))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot widen 'series': its 8 channels can't change, because 'conv' takes NWC series but gets"
                                + " NCW series. Widen a layer after 'conv'. inspect() lists what can grow.");
        INDArray features = TestNetworks.random(1, DataType.DOUBLE, 3, 8, 8);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .widen("conv")
                .to(7)
                .verifyOn(Probes.features(features))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }
}
