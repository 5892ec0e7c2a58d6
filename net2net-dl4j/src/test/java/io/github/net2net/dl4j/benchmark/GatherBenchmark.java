package io.github.net2net.dl4j.benchmark;

import io.github.net2net.channel.ChannelMap;
import io.github.net2net.dl4j.internal.tensor.Nd4jTensor;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Shares;
import io.github.net2net.transform.Net2Wider;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
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

/** One kernel of 512 x 512 x 3 x 3 floats, gathered to 768 channels into memory that is there: 14 MB written. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class GatherBenchmark {
    private final INDArray kernel = Nd4j.rand(DataType.FLOAT, 512, 512, 3, 3);
    private final INDArray producers = Nd4j.create(DataType.FLOAT, 768, 512, 3, 3);
    private final INDArray consumers = Nd4j.create(DataType.FLOAT, 512, 768, 3, 3);
    private final INDArray same = Nd4j.create(DataType.FLOAT, 768, 512, 3, 3);
    private ChannelMap map;
    private double[] shares;

    /** Chooses donors. */
    @Setup
    public void choose() {
        map = new Donors.Uniform().choose(512, 768, new Random(1));
        shares = new Shares.Equal().shares(map, new Random(2));
    }

    /** The yardstick: a copy of as much memory. */
    @Benchmark
    public INDArray copy() {
        return same.assign(producers);
    }

    /** Output channels copied. */
    @Benchmark
    public INDArray producer() {
        ((Nd4jTensor) Net2Wider.producer(Nd4jTensor.of(kernel), 0, map)).writeTo(producers);
        return producers;
    }

    /** Input channels copied and divided. */
    @Benchmark
    public INDArray consumer() {
        ((Nd4jTensor) Net2Wider.consumer(Nd4jTensor.of(kernel), 1, map, shares)).writeTo(consumers);
        return consumers;
    }
}
