package io.github.net2net.dl4j.benchmark;

import com.google.common.base.Stopwatch;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.rule.Layers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.model.VGG16;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Time and memory of a whole growth with the default options: read, plan and grow, all widths times 1.5, no verification.
 * The yardstick is to allocate the student's arrays and to copy them. Both take turns in one process. Memory is what the process
 * has resident at most, which only Linux tells.
 */
public final class WholeGrowth {
    private static final int ROUNDS = 5;
    private static final double MEGA = 1e6;

    private WholeGrowth() {}

    /** Measures the networks that the arguments name: {@code dense}, {@code dense-adam}, {@code vgg16}, {@code vgg16-adam}. */
    public static void main(String... names) throws IOException {
        System.out.println(
                "| network | student, MB | copy, ms | grow, ms | ratio | peak above teacher and student, MB | in % |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (String name : names) {
            boolean adam = name.endsWith("-adam");
            measure(name, name.startsWith("vgg16") ? vgg16(adam) : dense(adam));
        }
    }

    private static ComputationGraph dense(boolean adam) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .updater(adam ? new Adam() : new NoOp())
                .list()
                .layer(new DenseLayer.Builder().nIn(25088).nOut(4096).build())
                .layer(new DenseLayer.Builder().nIn(4096).nOut(4096).build())
                .layer(new OutputLayer.Builder()
                        .nIn(4096)
                        .nOut(1000)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network.toComputationGraph();
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
        double[] copying = new double[ROUNDS];
        double[] growing = new double[ROUNDS];
        double size = 0;
        double peak = 0;
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            double before = resident("VmRSS");
            Stopwatch watch = Stopwatch.createStarted();
            ComputationGraph student = Net2Net.from(teacher)
                    .widenAll(Layers.all())
                    .times(1.5)
                    .grow()
                    .network();
            growing[round] = watch.elapsed().toNanos() / MEGA;
            peak = Math.max(peak, resident("VmHWM") - before);
            List<INDArray> arrays = arrays(student);
            size = arrays.stream().mapToDouble(array -> 4.0 * array.length()).sum();
            copying[round] = copy(arrays);
            arrays.forEach(INDArray::close);
        }
        double teachers = arrays(teacher).stream()
                .mapToDouble(array -> 4.0 * array.length())
                .sum();
        double above = peak - size;
        Arrays.sort(copying);
        Arrays.sort(growing);
        double copy = copying[ROUNDS / 2];
        double grow = growing[ROUNDS / 2];
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f | %.2f | %.0f | %.1f |%n",
                name,
                size / MEGA,
                copy,
                grow,
                grow / copy,
                above / MEGA,
                100 * above / (teachers + size));
        arrays(teacher).forEach(INDArray::close);
    }

    private static double copy(List<INDArray> arrays) {
        Stopwatch watch = Stopwatch.createStarted();
        List<INDArray> copies = arrays.stream()
                .map(array -> Nd4j.createUninitializedDetached(array.dataType(), 'c', array.shape())
                        .assign(array))
                .toList();
        double time = watch.elapsed().toNanos() / MEGA;
        copies.forEach(INDArray::close);
        return time;
    }

    /** The arrays of a network's size: its parameters, and what its optimizer keeps. */
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
