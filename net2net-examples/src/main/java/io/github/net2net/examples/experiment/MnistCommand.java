package io.github.net2net.examples.experiment;

import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.GeneratedShapes;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.data.Mnist;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code net2net mnist}. */
@Command(
        name = "mnist",
        description = "A wider and a deeper student of an MNIST teacher, next to random ones; five runs for each seed.",
        sortOptions = false)
public final class MnistCommand implements Callable<Integer> {
    private static final int TRAINING = 60_000;
    private static final int TEST = 10_000;
    private static final String GENERATED = "generated";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The folder with MNIST's four files; or \"generated\", for images of shapes.")
    private Path data;

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
            description = "The first seed; one process for each seed can write to the same --out.")
    private long firstSeed;

    @Option(names = "--quick", description = "A tenth of the iterations, to see that everything works.")
    private boolean quick;

    @Option(names = "--resume", description = "Go on with what is in --out.")
    private boolean resume;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/mnist",
            description = "Where the results go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Spec
    private CommandSpec spec;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public MnistCommand() {}

    @Override
    public Integer call() {
        if (seeds < 1) {
            throw new InputException("--seeds " + seeds + ": give a number from 1 on.");
        }
        Experiment.Length length = quick ? Experiment.Length.QUICK : Experiment.Length.FULL;
        ExperimentRun run = new ExperimentRun(new MnistExperiment(), length, load(length), out);
        List<Long> numbers =
                LongStream.range(firstSeed, firstSeed + seeds).boxed().toList();
        run.run(numbers, resume, Console.of(spec.commandLine().getOut()));
        return 0;
    }

    private ImageData load(Experiment.Length length) {
        return data.toString().equals(GENERATED)
                ? GeneratedShapes.create(length.of(TRAINING) / 2, length.of(TEST) / 2, 1)
                : Mnist.read(data, TRAINING, TEST);
    }
}
