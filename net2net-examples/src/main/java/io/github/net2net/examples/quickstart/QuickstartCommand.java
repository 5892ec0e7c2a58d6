package io.github.net2net.examples.quickstart;

import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.DataChoice;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code net2net quickstart}. */
@Command(
        name = "quickstart",
        description = "Trains a small network, grows it, trains on, and compares. Takes about two minutes.",
        sortOptions = false)
public final class QuickstartCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "The CIFAR-10 binary version: its tar.gz, or a folder with its six .bin files."
                    + " Without this, images of shapes are generated.")
    private @Nullable Path data;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Images to train on (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--test-images",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Images to measure accuracy on (default: ${DEFAULT-VALUE}).")
    private int testImages;

    @Option(
            names = "--batches",
            paramLabel = "N",
            defaultValue = "160",
            description = "Batches before growing, and again after it (default: ${DEFAULT-VALUE}).")
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
            description = "Same seed, same images, networks and batches (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/quickstart",
            description = "Where the results go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Spec
    private CommandSpec spec;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public QuickstartCommand() {}

    @Override
    public Integer call() {
        var settings = new Settings(
                new DataChoice(Optional.ofNullable(data), images, testImages), batches, batchSize, seed, out);
        new Quickstart(settings, Console.of(spec.commandLine().getOut())).run();
        return 0;
    }
}
