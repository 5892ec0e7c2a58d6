package io.github.net2net.examples.quickstart;

import static io.github.net2net.examples.quickstart.QuickstartExperiment.STUDENT;
import static io.github.net2net.examples.quickstart.QuickstartExperiment.TEACHER;
import static java.util.Objects.requireNonNull;

import io.github.net2net.GrowthReport;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.onednn.OneDnnReport;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.DataSource;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.experiment.Experiment.Length;
import io.github.net2net.examples.experiment.Experiment.Task;
import io.github.net2net.examples.experiment.Progress;
import io.github.net2net.examples.experiment.Run;
import io.github.net2net.examples.experiment.Runner;
import io.github.net2net.examples.experiment.Setup;
import io.github.net2net.examples.experiment.Watcher;
import io.github.net2net.examples.quickstart.QuickstartResults.Network;
import io.github.net2net.examples.results.OutputFolder;
import io.github.net2net.examples.results.Row;
import io.github.net2net.graph.Quantities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code net2net quickstart}. */
@Command(
        name = "quickstart",
        description =
                "Trains a small network to its end, grows it, trains it further, and compares. Takes about two minutes.",
        sortOptions = false)
public final class QuickstartCommand implements Callable<Integer> {
    /** How much slower DL4J's own code is than oneDNN. */
    private static final double WITHOUT_ONEDNN = 4;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "The CIFAR-10 binary version: its tar.gz, or a folder with its six .bin files."
                    + " By default, images of shapes are generated.")
    private @Nullable Path data;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Number of training images (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--test-images",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Number of test images (default: ${DEFAULT-VALUE}).")
    private int testImages;

    @Option(
            names = "--batches",
            paramLabel = "N",
            defaultValue = "240",
            description = "Batches for the student; the teacher has three times as many (default: ${DEFAULT-VALUE}).")
    private int batches;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "50",
            description = "Images in a batch (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "The same seed gives the same images, networks and batches (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/quickstart",
            description = "The folder for the results (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Spec
    private CommandSpec spec;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public QuickstartCommand() {}

    @Override
    public Integer call() {
        checkOptions();
        Console console = Console.of(spec.commandLine().getOut());
        console.line("net2net quickstart: trains a small teacher to its end, grows a larger student that computes the");
        console.line("same function, and compares what further training of the same cost makes of both and of others.");
        String source = data == null ? DataSource.GENERATED : data.toString();
        String name = source.equals(DataSource.GENERATED) ? "generated shapes" : "images from " + source;
        console.line("data: " + name + ": " + images + " training images, " + testImages + " test images");
        ImageData loaded = DataSource.cifar10().load(Optional.of(source), images, testImages, seed, console::line);
        loaded.warnings().forEach(warning -> console.line("warning: " + warning));
        OutputFolder results = OutputFolder.at(out);
        QuickstartExperiment experiment = new QuickstartExperiment(loaded, batches, batchSize);
        announce(console, experiment);
        Map<String, Model> networks = new HashMap<>();
        QuickstartResults measured = train(console, experiment, networks);
        MultiLayerNetwork student = (MultiLayerNetwork) requireNonNull(networks.get(STUDENT));
        publish(console, results, measured, student, experiment.compared());
        return 0;
    }

    private void checkOptions() {
        check("--images", images, ImageData.MOST_TRAINING);
        check("--test-images", testImages, ImageData.MOST_TEST);
        if (batches < 1) {
            throw new InputException("--batches " + batches + ": give a number of at least 1.");
        }
        if (batchSize < 2 || batchSize > images) {
            throw new InputException("--batch-size " + batchSize + ": give a number from 2 to the number of images, "
                    + images + " (--images).");
        }
    }

    private static void check(String option, int number, int most) {
        if (number < 1 || number > most) {
            throw new InputException(option + " " + number + ": give a number from 1 to " + most + ".");
        }
    }

    private void announce(Console console, QuickstartExperiment experiment) {
        OneDnnReport oneDnn = OneDnn.enable(QuickstartExperiment.teacher(Task.of(experiment.data()), seed, batches));
        console.line(oneDnn.toString());
        String first = Quantities.grouped((long) experiment.teacherBatches() * batchSize);
        String more = Quantities.grouped((long) batches * batchSize);
        console.line("steps: train the teacher on " + first + " images, grow it, train the student on " + more
                + " more, and the others for as many multiply-adds; seed " + seed);
        double seconds = experiment.about().perSeed().toSeconds() * (oneDnn.enabled() ? 1 : WITHOUT_ONEDNN);
        String time = seconds < 90
                ? Math.round(seconds / 10 + 0.5) * 10 + " seconds"
                : Math.round(seconds / 60 + 0.2) + " minutes";
        console.line("this takes about " + time + " on two cores");
    }

    private QuickstartResults train(Console console, QuickstartExperiment experiment, Map<String, Model> networks) {
        Setup setup = new Setup(experiment, Length.FULL, experiment.data());
        List<Row> rows;
        try (Progress progress = Progress.brief(console, setup.iterations(), 0)) {
            rows = Runner.runInTemporaryFolder(setup, seed, new Reporter(console, progress, networks));
        }
        List<Network> compared = QuickstartExperiment.COMPARED.stream()
                .flatMap(name -> setup.runs().stream().filter(run -> run.name().equals(name)))
                .map(run -> new Network(
                        run.name(),
                        run.explanation(),
                        requireNonNull(networks.get(run.name())).numParams(),
                        rows.stream()
                                .filter(row -> row.run().equals(run.name()))
                                .toList()))
                .toList();
        double teacher = rows.stream()
                .filter(row -> row.run().equals(TEACHER))
                .reduce((first, second) -> second)
                .orElseThrow()
                .accuracy();
        return new QuickstartResults(
                experiment.data().description(), experiment.data().test().size(), teacher, compared);
    }

    /** Prints the student's growth, and keeps the trained networks by the names of their runs. */
    private record Reporter(Console console, Progress progress, Map<String, Model> networks) implements Watcher {
        @Override
        public void begins(Run run, int iteration) {
            progress.begins(run, iteration);
        }

        @Override
        public void batch() {
            progress.batch();
        }

        @Override
        public void grown(Run run, GrowthReport report) {
            if (run.name().equals(STUDENT)) {
                console.line("");
                console.line(report.plan().toString());
                console.line("student against teacher:");
                console.line(report.comparison().toString());
                console.line("");
            }
        }

        @Override
        public void ended(Run run, Model network) {
            networks.put(run.name(), network);
        }
    }

    private static void publish(
            Console console,
            OutputFolder folder,
            QuickstartResults results,
            MultiLayerNetwork student,
            INDArray images) {
        ResultsText text = new ResultsText(results);
        console.line("");
        console.line(text.table());
        console.line("");
        Path numbers = folder.write("curves.csv", text.csv());
        Path picture = folder.write("curves.png", new ResultsPicture(results)::writeTo);
        Path saved = folder.write("student.zip", stream -> ModelSerializer.writeModel(student, stream, true));
        double deviation = deviationOfReloaded(saved, student, images);
        console.line("curves:  " + picture);
        console.line("numbers: " + numbers);
        console.line("student: " + saved + " (when loaded, its outputs differ by at most " + deviation + ")");
        console.line("");
        console.line(text.summary());
    }

    private static double deviationOfReloaded(Path file, MultiLayerNetwork student, INDArray images) {
        try {
            MultiLayerNetwork loaded = ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
            OneDnn.enable(loaded);
            double deviation = loaded.output(images)
                    .sub(student.output(images))
                    .amaxNumber()
                    .doubleValue();
            if (!(deviation <= 1e-5)) {
                throw new IllegalStateException(
                        file + ": the student loaded from it has outputs that differ by " + deviation);
            }
            return deviation;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load the student from " + file, e);
        }
    }
}
