package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import io.github.net2net.rule.Deepening;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Convolution3D.DataFormat;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers of volumes that DL4J treats by other axes than it states. */
class VolumesTest {
    private static Convolution3D convolution(String name, int in, int out) {
        return new Convolution3D.Builder(1, 1, 1)
                .name(name)
                .nIn(in)
                .nOut(out)
                .dataFormat(DataFormat.NDHWC)
                .activation(Activation.TANH)
                .build();
    }

    private static MultiLayerNetwork resized(Layer resizing, int channels) {
        MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.settings()
                .list()
                .layer(convolution("before", 3, 4))
                .layer(resizing)
                .layer(convolution("after", channels, 2))
                .layer(new Cnn3DLossLayer.Builder(DataFormat.NDHWC)
                        .lossFunction(LossFunction.MSE)
                        .activation(Activation.SIGMOID)
                        .build())
                .build());
        network.init();
        return network;
    }

    @ParameterizedTest
    @CsvSource({"padding, 6", "cropping, 3"})
    void resizing_ofChannelsLast_changesChannels(String kind, int channels) {
        Layer resizing = kind.equals("padding")
                ? new ZeroPadding3DLayer.Builder(1, 0, 0, 0, 1, 1)
                        .name("resize")
                        .build()
                : new Cropping3D.Builder(1, 0, 0, 0, 1, 0).name("resize").build();
        MultiLayerNetwork teacher = resized(resizing, channels);
        INDArray features = TestNetworks.random(1, DataType.DOUBLE, 2, 3, 4, 2, 3);

        assertThat(Net2Net.from(teacher)
                        .deepenAfter("resize", Deepening.pairIdentity())
                        .verifyOn(Probes.features(features))
                        .grow()
                        .report()
                        .comparison()
                        .largest())
                .isLessThan(Tolerances.DOUBLE);
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("before").to(8).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot widen 'before': its 4 channels can't change, because 'resize' is for NCDHW but gets NDHWC,"
                                + " of which DL4J changes height, width and channels with it. Use NCDHW in the whole network."
                                + " inspect() lists what can grow.");
    }

    @Test
    void croppingOfAllChannels_leavesNothingToRead() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(TestNetworks.settings()
                .list()
                .layer(convolution("before", 3, 4))
                .layer(new Cropping3D.Builder(0, 0, 0, 0, 2, 2).name("crop").build())
                .layer(new Cnn3DLossLayer.Builder(DataFormat.NDHWC)
                        .lossFunction(LossFunction.MSE)
                        .build())
                .build());
        teacher.init();

        assertThatThrownBy(() -> Net2Net.from(teacher).deepenAfter("crop"))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(
                        "cannot deepen after 'crop': its output has no channels, so a new layer would have"
                                + " nothing to read. Name another layer.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void croppedInput_isReadByNoNewLayerOfAChain(boolean flat) {
        InputType type = flat ? InputType.convolutionalFlat(5, 5, 2) : InputType.convolutional(5, 5, 2);
        MultiLayerNetwork teacher = new MultiLayerNetwork(TestNetworks.settings()
                .list()
                .layer(new Cropping2D.Builder(1, 1).name("crop").build())
                .layer(TestNetworks.softmax("out"))
                .setInputType(type)
                .build());
        teacher.init();
        INDArray features = TestNetworks.random(1, DataType.DOUBLE, 4, 2, 5, 5);
        teacher.fit(TestNetworks.labeled(flat ? features.reshape(4, 50) : features));

        assertThatThrownBy(() -> Net2Net.from(teacher, type).deepenAfter("crop").grow())
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(
                        "cannot insert 'crop_pointwise_1' after 'crop': DL4J can't train a layer of a"
                                + " MultiLayerNetwork that reads a cropped input of the network. Insert it after a later layer.");
    }

    /** DL4J states sizes of 3, 3, 2 for its output. */
    @Test
    void newLayers_betweenADeconvolutionAndADenseLayer_canBeTrained() {
        InputType type = InputType.convolutional3D(DataFormat.NDHWC, 2, 2, 2, 3);
        Deconvolution3D.Builder deconvolution = new Deconvolution3D.Builder();
        deconvolution.kernelSize(2, 1, 2);
        deconvolution.stride(1, 1, 1);
        deconvolution.dataFormat(DataFormat.NDHWC);
        deconvolution.nOut(4);
        deconvolution.name("deconv");
        MultiLayerNetwork teacher = new MultiLayerNetwork(TestNetworks.settings()
                .updater(new Sgd(0.1))
                .activation(Activation.TANH)
                .list()
                .layer(deconvolution.build())
                .layer(TestNetworks.softmax("out"))
                .setInputType(type)
                .build());
        teacher.init();
        INDArray features = TestNetworks.random(1, DataType.DOUBLE, 4, 2, 2, 2, 3);
        DataSet data = TestNetworks.labeled(features);

        MultiLayerNetwork student = Net2Net.from(teacher, type)
                .deepenAfter("deconv", Deepening.pairIdentity())
                .verifyOn(Probes.features(features))
                .grow()
                .network();
        double before = student.score(data);
        TestNetworks.train(student, data, 20);
        assertThat(student.score(data)).isLessThan(before);
    }
}
