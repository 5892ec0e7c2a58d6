package io.github.net2net.examples.experiment;

import static io.github.net2net.dl4j.Calibration.calibratedOn;
import static io.github.net2net.rule.Deepening.identityUnit;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.DataSource;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.experiment.Experiment.Task;
import io.github.net2net.examples.experiment.NetworkParts.Stage;
import io.github.net2net.rule.Baseline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Nesterovs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code net2net cifar10 checks}: each transform by itself on a briefly trained network. */
@Command(
        name = "checks",
        description = "Applies each transform by itself to a briefly trained network and prints what changes.")
final class ChecksCommand implements Callable<Integer> {
    private static final int IMAGES = 2_000;
    private static final int BATCHES = 20;
    private static final int BATCH = 100;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "The published files or a folder of images; \"generated\" (the default) generates images.",
            defaultValue = DataSource.GENERATED)
    private String data;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // the command line parser sets the fields
    ChecksCommand() {}

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine().getOut());
        ImageData images = DataSource.cifar10().load(Optional.of(data), IMAGES, BATCH, 1, console::line);
        Batches batches = Batches.shuffled(images.training(), images.scaling(), BATCH, 1);
        MultiLayerNetwork teacher = teacher(images, batches);
        INDArray probe = batches.get(BATCHES).getFeatures();
        console.line(images.description() + "; a network of three stages, trained on " + BATCHES * BATCH + " images");
        console.line(String.format(
                "%-34s %10s    %9s   %s", "step", "parameters", "", "greatest relative difference of an output"));
        recipes(probe).forEach((step, recipe) -> check(console, step, teacher, probe, recipe));
        refuse(console, Task.of(images));
        return 0;
    }

    private static Map<String, Recipe> recipes(INDArray probe) {
        Recipe deeper = Recipe.of().deepenAfter("b1", identityUnit().batchNorm(calibratedOn(probe)));
        Recipe wider = Recipe.of().widen("b1").times(1.5);
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        recipes.put("widen a1 to 24", Recipe.of().widen("a1").to(24));
        recipes.put("widen b1 by half", wider);
        recipes.put(
                "enlarge the kernel of b1 to 5x5",
                Recipe.of().enlargeKernel("b1").to(5, 5));
        recipes.put("deepen after b1", deeper);
        recipes.put(
                "all of these", deeper.widen("a1").to(24).enlargeKernel("c1").to(5, 5));
        recipes.put("random pad of b1 (not exact)", wider.baseline(Baseline.RANDOM_PAD));
        return recipes;
    }

    private static MultiLayerNetwork teacher(ImageData images, Batches batches) {
        List<Stage> stages = List.of(new Stage("a", 1, 16), new Stage("b", 1, 32), new Stage("c", 1, 64));
        MultiLayerNetwork teacher = NetworkParts.staged(stages, Task.of(images), new Nesterovs(0.02, 0.9), 1);
        OneDnn.enable(teacher);
        for (int i = 0; i < BATCHES; i++) {
            teacher.fit(batches.get(i));
        }
        return teacher;
    }

    private static void check(Console console, String step, MultiLayerNetwork teacher, INDArray probe, Recipe recipe) {
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .apply(recipe)
                .seed(1)
                .verifyOn(Probes.features(probe))
                .grow();
        double difference = grown.report().comparison().largest();
        console.line(String.format(
                Locale.ROOT,
                "%-34s %10d -> %9d   %.2e   %s",
                step,
                grown.plan().teacherParameters(),
                grown.plan().studentParameters(),
                difference,
                difference < 1e-5 ? "the same function" : "another function"));
    }

    /** The original networks normalize by local response, which has no exact widening. */
    private static void refuse(Console console, Task task) {
        MultiLayerNetwork network = NetworkParts.create(
                new NeuralNetConfiguration.Builder()
                        .list(
                                new ConvolutionLayer.Builder(3, 3)
                                        .name("conv1")
                                        .nOut(16)
                                        .build(),
                                new LocalResponseNormalization.Builder()
                                        .name("lrn1")
                                        .build(),
                                NetworkParts.output(task)),
                task);
        try {
            console.line(Net2Net.from(network).widen("conv1").to(64).plan().toString());
        } catch (GrowthException e) {
            console.line("widen conv1 before a local response normalization: refused: " + e.getMessage());
        }
    }
}
