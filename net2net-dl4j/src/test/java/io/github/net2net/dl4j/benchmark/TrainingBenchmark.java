package io.github.net2net.dl4j.benchmark;

import io.github.net2net.dl4j.onednn.OneDnn;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Images a second, of 3x32x32, in batches of 100: conv32-BN-ReLU-conv32-pool-conv64-conv64-pool-dense256-10. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class TrainingBenchmark {
    static final int BATCH = 100;

    /** Whether oneDNN is enabled. */
    @Param({"true", "false"})
    public boolean oneDnn;

    private MultiLayerNetwork network;
    private DataSet batch;

    /** Builds the network and a batch. */
    @Setup
    public void build() {
        network = network(oneDnn);
        batch = batch();
    }

    static MultiLayerNetwork network(boolean oneDnn) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .list(
                        convolution(32, Activation.IDENTITY),
                        new BatchNormalization(),
                        new ActivationLayer(Activation.RELU),
                        convolution(32, Activation.RELU),
                        pooling(),
                        convolution(64, Activation.RELU),
                        convolution(64, Activation.RELU),
                        pooling(),
                        new DenseLayer.Builder().nOut(256).build(),
                        new OutputLayer.Builder()
                                .nOut(10)
                                .activation(Activation.SOFTMAX)
                                .build())
                .setInputType(InputType.convolutional(32, 32, 3))
                .build());
        network.init();
        if (oneDnn) {
            OneDnn.enable(network);
        }
        return network;
    }

    static DataSet batch() {
        return new DataSet(
                Nd4j.rand(DataType.FLOAT, BATCH, 3, 32, 32),
                Nd4j.eye(10).repeat(0, BATCH / 10).castTo(DataType.FLOAT));
    }

    private static ConvolutionLayer convolution(int channels, Activation activation) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(channels)
                .activation(activation)
                .build();
    }

    private static SubsamplingLayer pooling() {
        return new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build();
    }

    /** One step of training. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void train() {
        network.fit(batch);
    }

    /** Inference. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object infer() {
        return network.output(batch.getFeatures());
    }
}
