package io.github.net2net.dl4j.benchmark;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.model.VGG16;
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

/** VGG16 for 224 x 224 images, 138 million parameters, all that can be widened times 1.5. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx4g", "-Dorg.bytedeco.javacpp.maxbytes=16g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=18g"
        })
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class WholeNetworkBenchmark {
    private Growth<ComputationGraph> growth;
    private INDArray student;

    /** Builds the teacher, and one student as the thing to copy. */
    @Setup
    public void build() {
        ComputationGraph teacher = VGG16.builder().numClasses(1000).build().init();
        growth = Net2Net.from(teacher).widenAll(Layers.all()).times(1.5).breakSymmetry(SymmetryBreaking.none());
        student = growth.grow().network().params();
    }

    /** The yardstick: memory for the student's parameters, and a copy of them. */
    @Benchmark
    public INDArray allocateAndCopy() {
        return Nd4j.createUninitializedDetached(student.dataType(), 'c', student.shape())
                .assign(student);
    }

    /** Plans and grows. */
    @Benchmark
    public ComputationGraph grow() {
        return growth.grow().network();
    }
}
