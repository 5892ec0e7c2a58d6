package io.github.net2net.dl4j.benchmark;

import com.google.common.base.Stopwatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where the time of a training step goes, in DL4J with oneDNN and in PyTorch, in turns: {@code training.csv} in the folder that the
 * first argument names, which holds {@code training.py}. The environment variable {@code PYTHON} names a Python with PyTorch. Times are the best of
 * several rounds, in milliseconds for a batch. Layers are measured one by one, without workspaces.
 */
public final class TrainingRatio {
    private static final int ROUNDS = 5;
    private static final int STEPS = 10;
    private static final List<String> NAMES = List.of(
            "convolution 32",
            "batch norm",
            "activation",
            "convolution 32 again",
            "pooling",
            "convolution 64",
            "convolution 64 again",
            "pooling again",
            "dense layer",
            "output layer");

    private final Map<String, Double> best = new LinkedHashMap<>();

    private TrainingRatio() {}

    /** Measures both. */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        TrainingRatio ratio = new TrainingRatio();
        MultiLayerNetwork network = TrainingBenchmark.network(true);
        DataSet batch = TrainingBenchmark.batch();
        for (int round = 0; round < ROUNDS; round++) {
            ratio.steps(network, batch);
            ratio.layers(network, batch);
            ratio.python(System.getenv().getOrDefault("PYTHON", "python3"), folder.resolve("training.py"));
        }
        List<String> rows = new ArrayList<>(List.of("library,part,ms"));
        ratio.best.forEach((part, ms) -> rows.add(String.format(Locale.ROOT, "%s,%.3f", part, ms)));
        Files.write(folder.resolve("training.csv"), rows);
    }

    private void steps(MultiLayerNetwork network, DataSet batch) {
        measure("step", () -> network.fit(batch));
        measure("forward and backward", () -> {
            network.setInput(batch.getFeatures());
            network.setLabels(batch.getLabels());
            network.computeGradientAndScore();
        });
        INDArray gradients = network.getFlattenedGradients();
        measure("update", () -> {
            network.getUpdater()
                    .update(
                            network,
                            network.gradient(),
                            0,
                            0,
                            TrainingBenchmark.BATCH,
                            LayerWorkspaceMgr.noWorkspaces());
            network.params().subi(gradients.reshape(network.params().shape()));
        });
    }

    private void layers(MultiLayerNetwork network, DataSet batch) {
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        INDArray given = batch.getFeatures();
        for (int i = 0; i < NAMES.size(); i++) {
            Layer layer = network.getLayer(i);
            InputPreProcessor preprocessor =
                    network.getLayerWiseConfigurations().getInputPreProcess(i);
            INDArray before = given;
            measure(NAMES.get(i) + ": forward", () -> activate(layer, preprocessor, before, none));
            INDArray output = activate(layer, preprocessor, before, none);
            if (layer instanceof IOutputLayer end) {
                end.setLabels(batch.getLabels());
            }
            INDArray epsilon = Nd4j.onesLike(output);
            measure(NAMES.get(i) + ": backward", () -> {
                layer.setInput(input(preprocessor, before, none), none);
                layer.backpropGradient(epsilon, none);
            });
            given = output;
        }
    }

    private static INDArray input(InputPreProcessor preprocessor, INDArray given, LayerWorkspaceMgr workspaces) {
        return preprocessor == null ? given : preprocessor.preProcess(given, TrainingBenchmark.BATCH, workspaces);
    }

    private static INDArray activate(
            Layer layer, InputPreProcessor preprocessor, INDArray given, LayerWorkspaceMgr workspaces) {
        return layer.activate(input(preprocessor, given, workspaces), true, workspaces);
    }

    private void measure(String part, Runnable work) {
        for (int i = 0; i < STEPS; i++) {
            Stopwatch watch = Stopwatch.createStarted();
            work.run();
            keep("DL4J," + part, watch.elapsed().toNanos() / 1e6);
        }
    }

    private void keep(String part, double milliseconds) {
        best.merge(part, milliseconds, Math::min);
    }

    private void python(String program, Path script) throws IOException {
        Process process = new ProcessBuilder(program, script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        printed.lines().forEach(line -> {
            int end = line.lastIndexOf(',');
            keep(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
        });
    }
}
