package io.github.net2net.dl4j.benchmark;

import com.google.common.base.Stopwatch;
import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.infer.Channels;
import io.github.net2net.reference.Chains;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.rule.Layers;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.model.InceptionResNetV1;
import org.deeplearning4j.zoo.model.ResNet50;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * How the time of a growth depends on a network's depth and width: {@code scale.csv} and a picture of each part, in the folder
 * that the first argument names. Times are the best of several rounds, in milliseconds. Widening is by 1.5, with the default
 * options and without verification; a copy allocates the student's parameters and copies them.
 */
public final class Scale {
    private static final List<Integer> NODES = List.of(10, 30, 100, 300, 1_000, 3_000, 10_000);
    private static final List<Integer> DEPTHS = List.of(10, 30, 100, 300, 1_000, 3_000);
    private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512, 1_024, 2_048, 4_096);
    private static final int ROUNDS = 5;
    private static final double FACTOR = 1.5;

    private final List<String> rows = new ArrayList<>(List.of("part,size,measured,ms"));
    private final Path folder;

    private Scale(Path folder) {
        this.folder = folder;
    }

    /** Measures all parts. */
    public static void main(String... arguments) throws IOException {
        Scale scale = new Scale(Path.of(arguments[0]));
        scale.part("depth", "nodes of a graph of the core", NODES, Scale::graph);
        scale.part("layers", "dense layers of 8 channels in DL4J", DEPTHS, Scale::layers);
        scale.part("width", "channels of two dense layers in DL4J", WIDTHS, Scale::width);
        scale.networks();
        Files.write(scale.folder.resolve("scale.csv"), scale.rows);
    }

    /** What is measured of one size. */
    private interface Measurement {
        Map<String, Runnable> of(int size);
    }

    private void part(String part, String title, List<Integer> sizes, Measurement measurement) throws IOException {
        Map<String, List<Double>> curves = new TreeMap<>();
        for (int size : sizes) {
            measurement.of(size).forEach((name, work) -> {
                double best = best(work);
                curves.computeIfAbsent(name, key -> new ArrayList<>()).add(best);
                row(part, String.valueOf(size), name, best);
            });
        }
        XYChart chart = new XYChartBuilder()
                .width(800)
                .height(500)
                .title("Time by " + title)
                .xAxisTitle(title)
                .yAxisTitle("ms")
                .build();
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        curves.forEach((name, times) -> chart.addSeries(name, sizes, times));
        try (OutputStream out = Files.newOutputStream(folder.resolve("scale-" + part + ".png"))) {
            ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", out);
        }
    }

    private void row(String part, String size, String name, double milliseconds) {
        String row = String.format(Locale.ROOT, "%s,%s,%s,%.3f", part, size, name, milliseconds);
        System.out.println(row);
        rows.add(row);
    }

    private static double best(Runnable work) {
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            Stopwatch watch = Stopwatch.createStarted();
            work.run();
            best = Math.min(best, watch.elapsed().toNanos() / 1e6);
        }
        return best;
    }

    private static Map<String, Runnable> graph(int nodes) {
        GraphNet network = Chains.ofNodes(nodes);
        Growth<GraphNet> growth = Growth.of(new GraphNetAdapter(), network);
        return new TreeMap<>(Map.of(
                "infer", () -> Channels.infer(network.graph()),
                "plan one layer", () -> growth.widen("stem").by(2).plan(),
                "plan all layers",
                        () -> growth.widenAll(Layers.all()).times(FACTOR).plan(),
                "grow all layers",
                        () -> growth.widenAll(Layers.all()).times(FACTOR).grow()));
    }

    private static Map<String, Runnable> layers(int depth) {
        MultiLayerNetwork network = dense(8, depth);
        return new TreeMap<>(Map.of(
                "initialize", () -> dense(12, depth),
                "plan one layer",
                        () -> Net2Net.from(network).widen("layer0").to(12).plan(),
                "plan all layers", () -> all(network).plan(),
                "grow all layers", () -> close(all(network).grow().network())));
    }

    private static Map<String, Runnable> width(int width) {
        MultiLayerNetwork network = dense(width, 2);
        int more = (int) (width * FACTOR);
        long parameters = dense(more, 2).numParams();
        return new TreeMap<>(Map.of(
                "copy",
                () -> copy(parameters),
                "grow all layers",
                () -> close(all(network).grow().network())));
    }

    private static <M extends Model> Growth<M> all(M network) {
        return Net2Net.from(network).widenAll(Layers.all()).times(FACTOR);
    }

    private static Runnable copy(long parameters) {
        INDArray from =
                Nd4j.createUninitializedDetached(DataType.FLOAT, parameters).assign(1);
        return () -> {
            try (INDArray to = Nd4j.createUninitializedDetached(DataType.FLOAT, parameters)) {
                to.assign(from);
            }
        };
    }

    private static void close(Model network) {
        network.params().close();
    }

    private static MultiLayerNetwork dense(int width, int depth) {
        NeuralNetConfiguration.ListBuilder list = settings().list();
        for (int i = 0; i < depth; i++) {
            list.layer(new DenseLayer.Builder().name("layer" + i).nOut(width).build());
        }
        list.layer(new OutputLayer.Builder()
                .name("out")
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build());
        return started(list.setInputType(InputType.feedForward(width)));
    }

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().activation(Activation.RELU).updater(new NoOp());
    }

    private static MultiLayerNetwork started(NeuralNetConfiguration.ListBuilder list) {
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }

    private static MultiLayerNetwork recurrent() {
        NeuralNetConfiguration.ListBuilder list = settings().list();
        for (int i = 0; i < 4; i++) {
            list.layer(new LSTM.Builder().name("lstm" + i).nOut(2_048).build());
        }
        list.layer(new RnnOutputLayer.Builder()
                .nOut(50)
                .activation(Activation.SOFTMAX)
                .build());
        return started(list.setInputType(InputType.recurrent(64)));
    }

    private void networks() {
        network("4 LSTMs of 2,048", recurrent());
        network(
                "ResNet50",
                ResNet50.builder().numClasses(1000).updater(new NoOp()).build().init());
        network(
                "InceptionResNetV1",
                InceptionResNetV1.builder()
                        .numClasses(1000)
                        .updater(new NoOp())
                        .build()
                        .init());
    }

    private void network(String name, Model teacher) {
        long[] parameters = {0};
        double growing = best(() -> {
            Model student = all(teacher).grow().network();
            parameters[0] = student.numParams();
            close(student);
        });
        row("network", name, "plan all layers", best(() -> all(teacher).plan()));
        row("network", name, "grow all layers", growing);
        row("network", name, "copy", best(copy(parameters[0])));
        close(teacher);
    }
}
