package io.github.net2net.examples.experiment;

import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.Augmentation;
import io.github.net2net.examples.data.DataSource;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.experiment.Experiment.Length;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that runs an experiment. */
@Command(sortOptions = false)
public final class ExperimentCommand implements Callable<Integer> {
    private static final long DATA_SEED = 1;
    private static final int GENERATED_TRAINING = 20_000;
    private static final int GENERATED_TEST = 2_000;

    private final Experiment experiment;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "Where the images are: the published files, or for color experiments a folder of images with"
                    + " train and val in it. \"generated\" makes images of shapes up. Without it the published files are"
                    + " downloaded once.")
    private @Nullable String data;

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "Train on the first N images only; a folder may have less than the published number.")
    private @Nullable Integer images;

    @Option(names = "--test-images", paramLabel = "N", description = "Measure on the first N images only.")
    private @Nullable Integer testImages;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many seeds, from --first-seed on (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--first-seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "The first seed (default: ${DEFAULT-VALUE}); processes for different seeds can share one --out.")
    private long firstSeed;

    @ArgGroup
    private @Nullable Duration duration;

    @Option(
            names = "--mirror",
            description = "Show half of the training images mirrored, others each time. Not for digits.")
    private boolean mirror;

    @Option(
            names = "--shift",
            paramLabel = "PIXELS",
            description = "Move each training image at random by up to so many rows and columns, anew each time.")
    private @Nullable Integer shift;

    @Option(names = "--resume", description = "Go on with what is in --out.")
    private boolean resume;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the results go (default: out/NAME).")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    /** How long it takes; one of these, or none for the full length. */
    static final class Duration {
        @Option(names = "--quick", description = "A tenth of the iterations, to see that everything works.")
        private boolean quick;

        @Option(
                names = "--iterations",
                paramLabel = "N",
                description = "Batches that the longest run is trained on; the others in proportion.")
        private @Nullable Integer iterations;

        @Option(names = "--epochs", paramLabel = "N", description = "The same in passes through the training images.")
        private @Nullable Double epochs;
    }

    @SuppressWarnings("NullAway.Init") // the command line parser sets the fields
    private ExperimentCommand(Experiment experiment) {
        this.experiment = experiment;
    }

    /** A command of this name. */
    public static CommandLine of(String name, Experiment experiment) {
        CommandLine command = new CommandLine(new ExperimentCommand(experiment));
        command.getCommandSpec()
                .name(name)
                .usageMessage()
                .description(experiment.title() + ". A seed takes about "
                        + experiment.perSeed().toMinutes() + " minutes on two cores, with --quick a tenth.");
        return command;
    }

    @Override
    public Integer call() {
        require("--seeds", seeds);
        require("--first-seed", firstSeed);
        Console console = Console.of(spec.commandLine().getOut());
        ImageData loaded = load(console);
        requireABatch(loaded);
        Path folder = out == null ? Path.of("out", experiment.name()) : out;
        ExperimentRun run =
                new ExperimentRun(new Setup(experiment, length(loaded), loaded, augmentation(loaded)), folder);
        List<Long> numbers =
                LongStream.range(firstSeed, firstSeed + seeds).boxed().toList();
        run.run(numbers, resume, console);
        return 0;
    }

    /** In the part of the images that each run is trained on. */
    private void requireABatch(ImageData loaded) {
        for (Run run : experiment.runs(Experiment.Task.of(loaded), Length.FULL)) {
            int available = run.part().of(loaded.training()).size();
            if (available < experiment.batchSize()) {
                throw new InputException("--images: a batch has " + experiment.batchSize() + " images, and '"
                        + run.name() + "' has " + available + " to be trained on. Give more.");
            }
        }
    }

    private ImageData load(Console console) {
        boolean generated = DataSource.GENERATED.equals(data);
        DataSource source = experiment.source();
        int training = generated ? GENERATED_TRAINING : source.trainingImages();
        int test = generated ? GENERATED_TEST : source.testImages();
        return source.load(
                Optional.ofNullable(data),
                images == null ? training : images,
                testImages == null ? test : testImages,
                DATA_SEED,
                console::line);
    }

    private Length length(ImageData loaded) {
        if (duration == null) {
            return Length.FULL;
        } else if (duration.iterations != null) {
            require("--iterations", duration.iterations);
            return ofIterations(loaded, duration.iterations);
        } else if (duration.epochs != null) {
            if (!(duration.epochs > 0)) {
                throw new InputException("--epochs " + duration.epochs + ": give a number above 0.");
            }
            return ofIterations(loaded, duration.epochs * loaded.training().size() / experiment.batchSize());
        }
        return duration.quick ? Length.QUICK : Length.FULL;
    }

    private Length ofIterations(ImageData loaded, double iterations) {
        int longest = experiment.runs(Experiment.Task.of(loaded), Length.FULL).stream()
                .mapToInt(Run::iterations)
                .max()
                .orElseThrow();
        return new Length(iterations / longest);
    }

    private Augmentation augmentation(ImageData loaded) {
        Augmentation augmentation = experiment.augmentation();
        if (mirror) {
            augmentation = augmentation.mirrored();
        }
        if (shift != null) {
            int most = loaded.training().side() - 1;
            if (shift < 0 || shift > most) {
                throw new InputException("--shift " + shift + ": give a number of pixels from 0 to " + most + ".");
            }
            augmentation = augmentation.shifted(shift);
        }
        return augmentation;
    }

    private static void require(String option, long number) {
        if (number < 1) {
            throw new InputException(option + " " + number + ": give a number from 1 on.");
        }
    }
}
