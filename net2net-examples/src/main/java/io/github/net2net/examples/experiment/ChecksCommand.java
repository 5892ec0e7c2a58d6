package io.github.net2net.examples.experiment;

import static io.github.net2net.dl4j.Calibration.calibratedOn;
import static io.github.net2net.rule.Deepening.identityUnit;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.DataSource;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.experiment.ConvolutionalNetwork.Stage;
import io.github.net2net.rule.Baseline;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
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
        description = "Each transform by itself on a briefly trained network: what changes, and by how much.")
final class ChecksCommand implements Callable<Integer> {
    private static final int IMAGES = 2_000;
    private static final int BATCHES = 20;
    private static final int BATCH = 100;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "The published files or a folder of images; \"generated\" (the default) makes images up.",
            defaultValue = DataSource.GENERATED)
    private String data;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // the command line parser sets the fields
    ChecksCommand() {}

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine().getOut());
        DataSource source = DataSource.cifar10();
        ImageData images = source.load(Optional.of(data), IMAGES, BATCH, 1, console::line);
        Batches batches = Batches.shuffled(images.training(), images.scaling(), BATCH, 1);
        MultiLayerNetwork teacher = teacher(images, batches);
        INDArray probe = batches.get(BATCHES).getFeatures();
        console.line(images.description() + "; a network of three stages, trained on " + BATCHES * BATCH + " images");
        console.line(String.format(
                "%-34s %10s    %9s   %s", "asked", "parameters", "", "greatest difference of an output, relative"));
        check(console, "widen a1 to 24", teacher, probe, Recipe.of().widen("a1").to(24));
        check(
                console,
                "widen b1 by half",
                teacher,
                probe,
                Recipe.of().widen("b1").times(1.5));
        check(
                console,
                "enlarge the kernel of b1 to 5x5",
                teacher,
                probe,
                Recipe.of().enlargeKernel("b1").to(5, 5));
        Recipe deeper = Recipe.of().deepenAfter("b1", identityUnit().batchNorm(calibratedOn(probe)));
        check(console, "deepen after b1", teacher, probe, deeper);
        check(
                console,
                "all of these",
                teacher,
                probe,
                deeper.widen("a1").to(24).enlargeKernel("c1").to(5, 5));
        Recipe pad = Recipe.of().widen("b1").times(1.5).baseline(Baseline.RANDOM_PAD);
        check(console, "random pad of b1 (not exact)", teacher, probe, pad);
        refuse(console, images);
        return 0;
    }

    private static MultiLayerNetwork teacher(ImageData images, Batches batches) {
        MultiLayerNetwork teacher = ConvolutionalNetwork.of(
                        new Stage("a", 1, 16), new Stage("b", 1, 32), new Stage("c", 1, 64))
                .create(Experiment.Task.of(images), new Nesterovs(0.02, 0.9), 1);
        Trainee trainee = new Trainee(teacher);
        for (int i = 0; i < BATCHES; i++) {
            trainee.fit(batches.get(i));
        }
        return teacher;
    }

    private static void check(Console console, String asked, MultiLayerNetwork teacher, INDArray probe, Recipe recipe) {
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .apply(recipe)
                .seed(1)
                .verifyOn(Probes.features(probe))
                .grow();
        double difference = grown.report().comparison().largest();
        console.line(String.format(
                Locale.ROOT,
                "%-34s %10d -> %9d   %.2e   %s",
                asked,
                grown.plan().teacherParameters(),
                grown.plan().studentParameters(),
                difference,
                difference < 1e-5 ? "the same function" : "another function"));
    }

    /** The original networks normalize by local response, which has no exact widening. */
    private static void refuse(Console console, ImageData images) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list(
                        new ConvolutionLayer.Builder(3, 3)
                                .name("conv1")
                                .nOut(16)
                                .build(),
                        new LocalResponseNormalization.Builder().name("lrn1").build(),
                        ConvolutionalNetwork.output(Experiment.Task.of(images)))
                .setInputType(InputType.convolutional(
                        images.training().side(),
                        images.training().side(),
                        images.training().channels()))
                .build());
        network.init();
        try {
            console.line(Net2Net.from(network).widen("conv1").to(64).plan().toString());
        } catch (GrowthException e) {
            console.line("widen conv1 in front of a local response normalization: refused: " + e.getMessage());
        }
    }
}
