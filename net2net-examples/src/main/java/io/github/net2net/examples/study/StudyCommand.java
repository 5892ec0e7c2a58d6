package io.github.net2net.examples.study;

import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.GeneratedShapes;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.data.Mnist;
import io.github.net2net.examples.experiment.Experiment.Length;
import io.github.net2net.examples.experiment.Progress;
import io.github.net2net.examples.experiment.Run;
import io.github.net2net.examples.experiment.Runner;
import io.github.net2net.examples.experiment.Setup;
import io.github.net2net.examples.experiment.Watcher;
import io.github.net2net.examples.results.OutputFolder;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.study.StudyExperiment.Optimizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code net2net study}. */
@Command(
        name = "study",
        description =
                "Compares options of growing over several seeds. If it is stopped, the same command continues it.",
        sortOptions = false)
public final class StudyCommand implements Callable<Integer> {
    private static final long DATA_SEED = 1;

    @Parameters(paramLabel = "STUDY", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Study study;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder with MNIST's four files. By default, images of shapes are generated.")
    private @Nullable Path data;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Number of training images (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--test-images",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Number of test images (default: ${DEFAULT-VALUE}).")
    private int testImages;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Number of seeds, starting from 1 (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--batches",
            paramLabel = "N",
            defaultValue = "500",
            description = "Batches of 50 before growth, and again after it (default: ${DEFAULT-VALUE}).")
    private int batches;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/study",
            description = "The folder for the results (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Spec
    private CommandSpec spec;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public StudyCommand() {}

    @Override
    public Integer call() {
        if (seeds < 1 || batches < 1) {
            throw new InputException("--seeds " + seeds + " --batches " + batches + ": give numbers of at least 1.");
        }
        if (images < StudyExperiment.BATCH || testImages < 1) {
            throw new InputException("--images " + images + " --test-images " + testImages + ": give at least "
                    + StudyExperiment.BATCH + " images, a batch, and 1 test image.");
        }
        Console console = Console.of(spec.commandLine().getOut());
        ImageData loaded = data == null
                ? GeneratedShapes.create(images, testImages, DATA_SEED)
                : Mnist.read(data, images, testImages);
        loaded.warnings().forEach(warning -> console.line("warning: " + warning));
        OutputFolder folder = OutputFolder.at(out);
        List<Part> parts = parts(loaded);
        List<Measurement> measurements = train(parts, console);
        String name = study.name().toLowerCase(Locale.ROOT);
        String table = new StudyTable(measurements).markdown();
        console.line(table);
        console.line("written: " + folder.write(name + ".csv", Measurement.csv(measurements)));
        console.line("written: " + folder.write(name + ".md", table));
        for (Optimizer optimizer : Optimizer.values()) {
            String title = loaded.description().split(" from ", 2)[0];
            StudyPicture picture = new StudyPicture(study, optimizer.title(), title, measurements);
            String file = name + "-" + optimizer.name().toLowerCase(Locale.ROOT) + ".png";
            console.line("written: " + folder.write(file, picture::writeTo));
        }
        return 0;
    }

    /** One optimizer and seed. */
    record Part(StudyExperiment experiment, long seed, Setup setup, Runner runner) {
        List<Measurement> measurements() {
            return runner.rows().stream()
                    .filter(row -> row.totalExamples() >= (long) experiment.batches() * StudyExperiment.BATCH)
                    .map(row -> new Measurement(experiment.optimizer().title(), seed, sinceGrowth(row)))
                    .toList();
        }

        private Row sinceGrowth(Row row) {
            int before = row.run().equals(StudyExperiment.TEACHER) ? experiment.batches() : 0;
            return row.at(row.iteration() - before);
        }
    }

    private List<Part> parts(ImageData loaded) {
        List<Part> parts = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            for (Optimizer optimizer : Optimizer.values()) {
                StudyExperiment experiment = new StudyExperiment(study, optimizer, batches);
                Setup setup = new Setup(experiment, Length.FULL, loaded);
                Runner runner = new Runner(
                        setup, SeedFolder.in(out.resolve(experiment.about().name()), seed));
                parts.add(new Part(experiment, seed, setup, runner));
            }
        }
        return parts;
    }

    private static List<Measurement> train(List<Part> parts, Console console) {
        long all = parts.stream().mapToLong(part -> part.setup().iterations()).sum();
        long left = parts.stream().mapToLong(part -> part.runner().left()).sum();
        List<Measurement> measurements = new ArrayList<>();
        try (Progress progress = Progress.brief(console, all, all - left)) {
            for (Part part : parts) {
                part.runner().runAll(new Reporter(console, progress, part));
                measurements.addAll(part.measurements());
            }
        }
        return measurements;
    }

    /** Prints the result of each run at its end. */
    private record Reporter(Console console, Progress progress, Part part) implements Watcher {
        @Override
        public void begins(Run run, int iteration) {
            progress.begins(run, iteration);
        }

        @Override
        public void batch() {
            progress.batch();
        }

        @Override
        public void measured(Row row) {
            boolean isLast = part.setup().runs().stream()
                    .anyMatch(run -> run.name().equals(row.run()) && run.iterations() == row.iteration());
            if (isLast) {
                console.line(String.format(
                        Locale.ROOT,
                        "%s, seed %d, %s: loss %.4f, accuracy %.2f%%",
                        part.experiment().optimizer().title(),
                        part.seed(),
                        row.run(),
                        row.loss(),
                        100 * row.accuracy()));
            }
        }
    }
}
