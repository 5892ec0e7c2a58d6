package io.github.net2net.examples.study;

import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.GeneratedShapes;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.data.Mnist;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code net2net study}. */
@Command(
        name = "study",
        description = "Compares choices in growing over several seeds. Interrupted, it continues where it was.",
        sortOptions = false)
public final class StudyCommand implements Callable<Integer> {
    private static final int BATCH = 50;

    @Parameters(paramLabel = "STUDY", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Study study;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder with MNIST's four files. Without this, images of shapes are generated.")
    private @Nullable Path data;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Images to train on (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--test-images",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Images to measure on (default: ${DEFAULT-VALUE}).")
    private int testImages;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many seeds, from 1 on (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--batches",
            paramLabel = "N",
            defaultValue = "500",
            description = "Batches of 50 before growing, and again after it (default: ${DEFAULT-VALUE}).")
    private int batches;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/study",
            description = "Where the results go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Spec
    private CommandSpec spec;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public StudyCommand() {}

    @Override
    public Integer call() {
        if (seeds < 1 || batches < 1) {
            throw new InputException("--seeds " + seeds + " --batches " + batches + ": give numbers from 1 on.");
        }
        if (images < BATCH || testImages < 1) {
            throw new InputException("--images " + images + " --test-images " + testImages + ": give at least " + BATCH
                    + " images, a batch, and 1 test image.");
        }
        ImageData loaded =
                data == null ? GeneratedShapes.create(images, testImages, 1) : Mnist.read(data, images, testImages);
        loaded.warnings().forEach(warning -> print("warning: " + warning));
        String name = study.name().toLowerCase(Locale.ROOT);
        Measurements measurements = Measurements.in(out.resolve(name + ".csv"));
        StudyRunner.Protocol protocol = new StudyRunner.Protocol(batches, batches, Math.max(1, batches / 20), BATCH);
        train(new StudyRunner(loaded, protocol), measurements);
        String table = new StudyTable(measurements.all()).markdown();
        print(table);
        write(name + ".md", stream -> stream.write(table.getBytes(StandardCharsets.UTF_8)));
        for (Optimizer optimizer : Optimizer.values()) {
            String title = loaded.description().split(" from ", 2)[0];
            var picture = new StudyPicture(study, optimizer.title(), title, measurements.all());
            write(name + "-" + optimizer.name().toLowerCase(Locale.ROOT) + ".png", picture::writeTo);
        }
        return 0;
    }

    private void train(StudyRunner runner, Measurements measurements) {
        long total = (long) seeds
                * Optimizer.values().length
                * batches
                * (1 + study.arms().size());
        // A moving bar would flood a log, which has the line of each run.
        int interval = console().terminal() ? 500 : Integer.MAX_VALUE;
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(interval)
                .build()) {
            for (long seed = 1; seed <= seeds; seed++) {
                for (Optimizer optimizer : Optimizer.values()) {
                    runner.run(study, optimizer, seed, measurements, watcher(bar));
                }
            }
        }
    }

    private StudyRunner.Watcher watcher(ProgressBar bar) {
        return new StudyRunner.Watcher() {
            @Override
            public void begins(String what) {
                bar.setExtraMessage(" " + what);
            }

            @Override
            public void batch() {
                bar.step();
            }

            @Override
            public void ended(List<Measurement> run) {
                Measurement last = run.get(run.size() - 1);
                print(String.format(
                        Locale.ROOT,
                        "%s, seed %d, %s: loss %.4f, accuracy %.2f %%",
                        last.optimizer(),
                        last.seed(),
                        last.arm(),
                        last.loss(),
                        100 * last.accuracy()));
            }
        };
    }

    private interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    private void write(String name, Content content) {
        Path file = out.resolve(name);
        try {
            AtomicFile.write(file, part -> {
                try (OutputStream stream = Files.newOutputStream(part)) {
                    content.writeTo(stream);
                }
            });
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
        print("written: " + file);
    }

    private Console console() {
        return Console.of(spec.commandLine().getOut());
    }

    private void print(String line) {
        console().line(line);
    }
}
