package io.github.net2net.dl4j.benchmark;

import com.google.common.base.Stopwatch;
import com.sun.management.OperatingSystemMXBean;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.rule.Layers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.model.VGG16;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Time and memory of a whole growth with the default options: read, plan and grow, all widths times 1.5, no verification.
 * The yardstick is to allocate the student's arrays and to copy them. Both take turns in one process; medians are printed. The
 * peak is what the process has resident at most beyond teacher and student, which only Linux reports. The size of a network with
 * an updater includes its array of gradients, which DL4J allocates together with the updater.
 */
public final class WholeGrowth {
    private static final int ROUNDS = 5;
    private static final double MEGA = 1e6;

    private WholeGrowth() {}

    /** Measures the networks that the first argument names: {@code dense,vgg16,dense-adam,vgg16-adam} or some of them. */
    public static void main(String... names) throws IOException {
        System.out.println(
                "| network | student, MB | copy, ms | grow, ms | ratio | copy, CPU ms | grow, CPU ms | peak, MB | in % |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (String name : names[0].split(",")) {
            boolean adam = name.endsWith("-adam");
            measure(name, name.startsWith("vgg16") ? vgg16(adam) : dense(adam));
        }
    }

    private static ComputationGraph dense(boolean adam) {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .updater(adam ? new Adam() : new NoOp())
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "first", new DenseLayer.Builder().nIn(25088).nOut(4096).build(), "in")
                .addLayer(
                        "second", new DenseLayer.Builder().nIn(4096).nOut(4096).build(), "first")
                .addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nIn(4096)
                                .nOut(1000)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "second")
                .setOutputs("out")
                .build());
        network.init();
        return network;
    }

    private static ComputationGraph vgg16(boolean adam) {
        return VGG16.builder()
                .numClasses(1000)
                .updater(adam ? new Adam() : new NoOp())
                .build()
                .init();
    }

    private static void measure(String name, ComputationGraph teacher) throws IOException {
        if (name.endsWith("-adam")) {
            teacher.getUpdater(true).getStateViewArray().assign(1e-3);
        }
        Time copying = new Time(new double[ROUNDS], new double[ROUNDS]);
        Time growing = new Time(new double[ROUNDS], new double[ROUNDS]);
        double size = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            least = Math.min(least, resident("VmRSS"));
            ComputationGraph student = growing.of(round, () -> grown(teacher));
            most = Math.max(most, resident("VmHWM"));
            List<INDArray> arrays = arrays(student);
            size = size(student);
            copying.of(round, () -> copied(arrays)).forEach(INDArray::close);
            close(student);
        }
        double peak = most - least - size;
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f | %.1f | %.0f | %.0f | %.0f | %.1f |%n",
                name,
                size / MEGA,
                median(copying.wall),
                median(growing.wall),
                median(growing.wall) / median(copying.wall),
                median(copying.processor),
                median(growing.processor),
                peak / MEGA,
                100 * peak / (size(teacher) + size));
        close(teacher);
    }

    /** Milliseconds in each round, of time and of processor time. */
    private record Time(double[] wall, double[] processor) {
        <T> T of(int round, Supplier<T> work) {
            OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long before = process.getProcessCpuTime();
            Stopwatch watch = Stopwatch.createStarted();
            T done = work.get();
            wall[round] = watch.elapsed().toNanos() / MEGA;
            processor[round] = (process.getProcessCpuTime() - before) / MEGA;
            return done;
        }
    }

    private static ComputationGraph grown(ComputationGraph teacher) {
        return Net2Net.from(teacher).widenAll(Layers.all()).times(1.5).grow().network();
    }

    private static List<INDArray> copied(List<INDArray> arrays) {
        return arrays.stream()
                .map(array -> Nd4j.createUninitializedDetached(array.dataType(), 'c', array.shape())
                        .assign(array))
                .toList();
    }

    private static double median(double[] values) {
        return Arrays.stream(values)
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }

    private static double size(ComputationGraph network) {
        return all(network).mapToDouble(array -> 4.0 * array.length()).sum();
    }

    private static void close(ComputationGraph network) {
        all(network).forEach(INDArray::close);
    }

    private static Stream<INDArray> all(ComputationGraph network) {
        return Stream.concat(arrays(network).stream(), Stream.ofNullable(network.getFlattenedGradients()));
    }

    /** What growth computes: parameters, and what the optimizer keeps. */
    private static List<INDArray> arrays(ComputationGraph network) {
        INDArray state = network.getUpdater(false) == null
                ? null
                : network.getUpdater(false).getStateViewArray();
        return state == null ? List.of(network.params()) : List.of(network.params(), state);
    }

    /** A number of bytes from the kernel's table of this process. */
    private static double resident(String what) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            String line =
                    lines.filter(each -> each.startsWith(what)).findFirst().orElseThrow();
            return 1024 * Double.parseDouble(line.replaceAll("\\D", ""));
        }
    }
}
