package io.github.net2net.dl4j.benchmark;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Widens the first of a pair of 3x3 convolutions, 512 -&gt; 512 -&gt; 512 channels, to 768; the student has 28 MB. DL4J gives
 * no way to free a network's memory, so nothing is freed: every benchmark writes to memory that is new to the process.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxbytes=8g")
@Warmup(iterations = 15)
@Measurement(iterations = 20)
public class WideningBenchmark {
    private Growth<MultiLayerNetwork> plain;
    private Growth<MultiLayerNetwork> noisy;
    private MultiLayerNetwork teacher;
    private INDArray student;

    /** Builds the teacher, and one student as the thing to copy. */
    @Setup
    public void build() {
        teacher = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .name("conv1")
                        .nIn(512)
                        .nOut(512)
                        .build())
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .name("conv2")
                        .nIn(512)
                        .nOut(512)
                        .build())
                .layer(new GlobalPoolingLayer.Builder().poolingDimensions(2, 3).build())
                .layer(new OutputLayer.Builder()
                        .nIn(512)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        teacher.init();
        noisy = Net2Net.from(teacher).widen("conv1").to(768);
        plain = noisy.breakSymmetry(SymmetryBreaking.none());
        student = plain.grow().network().params();
    }

    /** The yardstick: memory for the student's parameters, and a copy of them. */
    @Benchmark
    public INDArray allocateAndCopy() {
        return Nd4j.createUninitializedDetached(student.dataType(), 'c', student.shape())
                .assign(student);
    }

    /** Plans and grows, without symmetry breaking. */
    @Benchmark
    public MultiLayerNetwork grow() {
        return plain.grow().network();
    }

    /** Plans and grows, with the default zero-sum noise. */
    @Benchmark
    public MultiLayerNetwork growWithNoise() {
        return noisy.grow().network();
    }

    /** Reads the teacher, checks its weights, and plans. */
    @Benchmark
    public String readAndPlan() {
        return Net2Net.from(teacher).widen("conv1").to(768).plan().toString();
    }
}
