package io.github.net2net.examples.experiment;

import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.Augmentation;
import io.github.net2net.examples.data.DataSource;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.experiment.Experiment.Length;
import java.nio.file.Path;
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
            description = "The images: the published files, or for color experiments a folder of images with the"
                    + " subfolders train and val. \"generated\" generates images of shapes. By default the published files"
                    + " are downloaded once; texts are always generated.")
    private @Nullable String data;

    @Option(
            names = {"--images", "--texts"},
            paramLabel = "N",
            description =
                    "Train on the first N images or texts only; required for folders with fewer images than published.")
    private @Nullable Integer images;

    @Option(
            names = {"--test-images", "--test-texts"},
            paramLabel = "N",
            description = "Test on the first N images or texts only.")
    private @Nullable Integer testImages;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Number of seeds, starting from --first-seed (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--first-seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "The first seed (default: ${DEFAULT-VALUE}); processes for different seeds can share one --out.")
    private long firstSeed;

    @ArgGroup
    private @Nullable LengthOptions length;

    @Option(
            names = "--mirror",
            description = "Mirror half of the training images, chosen again in each epoch. Not for digits.")
    private boolean mirror;

    @Option(
            names = "--shift",
            paramLabel = "PIXELS",
            description = "Shift each training image at random by up to PIXELS rows and columns, again in each epoch.")
    private @Nullable Integer shift;

    @Option(names = "--resume", description = "Continue the results in --out.")
    private boolean resume;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder for the results (default: out/NAME).")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    /** The length; none of these options for the full length. */
    static final class LengthOptions {
        @Option(names = "--quick", description = "Train for a tenth of the iterations, as a trial.")
        private boolean quick;

        @Option(
                names = "--iterations",
                paramLabel = "N",
                description = "Number of batches of the longest run; other runs in proportion.")
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
                .description("Experiment. " + experiment.about().title() + ". Takes about "
                        + experiment.about().perSeed().toMinutes()
                        + " minutes per seed on two cores, a tenth of that with --quick.");
        return command;
    }

    @Override
    public Integer call() {
        require("--seeds", seeds);
        require("--first-seed", firstSeed);
        Console console = Console.of(spec.commandLine().getOut());
        ImageData loaded = load(console);
        requireABatch(loaded);
        Setup setup = new Setup(experiment, length(loaded), loaded, augmentation(loaded));
        Path folder = out == null ? Path.of("out", experiment.about().name()) : out;
        new ExperimentRun(setup, folder)
                .run(LongStream.range(firstSeed, firstSeed + seeds).boxed().toList(), resume, console);
        return 0;
    }

    /** Each run has a part of the images. */
    private void requireABatch(ImageData loaded) {
        for (Run run : experiment.runs(Experiment.Task.of(loaded), Length.FULL)) {
            int available = run.part().of(loaded.training()).size();
            if (available < experiment.batchSize()) {
                String noun = loaded.training().noun();
                throw new InputException("--" + noun + ": a batch has " + experiment.batchSize() + " " + noun
                        + ", but '" + run.name() + "' has " + available + " to train on. Give more.");
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
        if (length == null) {
            return Length.FULL;
        } else if (length.iterations != null) {
            require("--iterations", length.iterations);
            return ofIterations(loaded, length.iterations);
        } else if (length.epochs != null) {
            if (!(length.epochs > 0)) {
                throw new InputException("--epochs " + length.epochs + ": give a number above 0.");
            }
            return ofIterations(loaded, length.epochs * loaded.training().size() / experiment.batchSize());
        }
        return length.quick ? Length.QUICK : Length.FULL;
    }

    private Length ofIterations(ImageData loaded, double iterations) {
        int longest = experiment.runs(Experiment.Task.of(loaded), Length.FULL).stream()
                .mapToInt(Run::iterations)
                .max()
                .orElseThrow();
        return new Length(iterations / longest);
    }

    private Augmentation augmentation(ImageData loaded) {
        if (loaded.training().isTexts() && (mirror || shift != null)) {
            throw new InputException(
                    (mirror ? "--mirror" : "--shift") + ": changes images, but this trains on texts. Leave it out.");
        }
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

    /** Refuses numbers below 1. */
    static void require(String option, long number) {
        if (number < 1) {
            throw new InputException(option + " " + number + ": give a number of at least 1.");
        }
    }
}
