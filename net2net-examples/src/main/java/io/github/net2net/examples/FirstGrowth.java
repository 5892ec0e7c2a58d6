package io.github.net2net.examples;

import static io.github.net2net.dl4j.Calibration.calibratedOn;
import static io.github.net2net.rule.Deepening.identityUnit;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Grows a small network in every way there is, and prints what happened. */
public final class FirstGrowth {
    private FirstGrowth() {}

    /** Runs without arguments. */
    public static void main(String[] args) {
        MultiLayerNetwork teacher = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(16)
                        .padding(1, 1)
                        .name("conv1")
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(32).name("conv2").build())
                .layer(new DenseLayer.Builder().nOut(50).name("dense").build())
                .layer(new OutputLayer.Builder()
                        .nOut(10)
                        .name("out")
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(12, 12, 3))
                .build());
        teacher.init(); // ... and train it
        INDArray images = Nd4j.rand(DataType.FLOAT, 64, 3, 12, 12);

        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher, InputType.convolutional(12, 12, 3))
                .widen("conv1")
                .to(24)
                .widen("dense")
                .times(1.5)
                .deepenAfter("conv1", identityUnit().batchNorm(calibratedOn(images)))
                .deepenAfter("conv2")
                .enlargeKernel("conv2")
                .to(5, 5)
                .seed(42);
        System.out.println(growth.plan()); // no weight has been touched yet

        Grown<MultiLayerNetwork> grown =
                growth.verifyOn(Probes.features(images)).grow();
        MultiLayerNetwork student = grown.network();
        System.out.println(grown.report().comparison());
        System.out.println(student.summary());
    }
}
