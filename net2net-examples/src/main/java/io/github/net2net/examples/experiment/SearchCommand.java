package io.github.net2net.examples.experiment;

import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import io.github.net2net.dl4j.search.GrowthSearch;
import io.github.net2net.dl4j.search.RecipeSource;
import io.github.net2net.dl4j.search.SearchResult;
import io.github.net2net.dl4j.search.TrialExecutor;
import io.github.net2net.dl4j.search.TrialResult;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.data.SearchImages;
import io.github.net2net.examples.experiment.NetworkParts.Stage;
import io.github.net2net.examples.report.SearchPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Nesterovs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code net2net cifar10 search}: which growth of a teacher is worth it, for some seeds. */
@Command(
        name = "search",
        description = {
            "Trains a teacher, searches among its growths by one step, and compares the best student with the teacher trained"
                    + " on at equal cost, on test images. A search that was stopped continues when it is run again."
        })
final class SearchCommand implements Callable<Integer> {
    private static final int BATCH = 100;
    private static final List<Stage> STAGES =
            List.of(new Stage("a", 1, 16), new Stage("b", 1, 32), new Stage("c", 1, 64));

    @Option(names = "--data", paramLabel = "PATH", required = true, description = "As for 'net2net search'.")
    private String data;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Number of seeds (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--teacher",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Batches of 100 that the teacher is trained for (default: ${DEFAULT-VALUE}).")
    private int teacherIterations;

    @Option(
            names = "--budget",
            paramLabel = "N",
            defaultValue = "900",
            description =
                    "The cost of a student of the last rung, in batches of the teacher (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Training images (default: ${DEFAULT-VALUE}); a tenth of them is held back for scoring.")
    private int images;

    @Option(
            names = "--test",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Test images (default: ${DEFAULT-VALUE}).")
    private int test;

    @Option(
            names = "--factors",
            paramLabel = "X",
            split = ",",
            defaultValue = "1.5,2",
            description = "How many times as wide a widened layer gets (default: ${DEFAULT-VALUE}).")
    private double[] factors;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many students are trained at once (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--exhaustive",
            description =
                    "Train all students to the end as well, to compare the ranking after the first rung with that.")
    private boolean exhaustive;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "out/cifar10-search", description = "The folder.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // the command line parser sets the fields
    SearchCommand() {}

    @Override
    public Integer call() {
        checkNumbers();
        Console console = Console.of(spec.commandLine().getOut());
        StringBuilder text = new StringBuilder();
        List<SearchPage.Section> sections = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            SearchPage.Section section = run(seed, console);
            text.append(String.format(
                    "## %s%n%n```text%n%s```%n%n%s%n%n", section.title(), section.result(), section.text()));
            sections.add(section);
        }
        write(out.resolve("search.md"), text.toString());
        write(
                out.resolve("search.html"),
                SearchPage.page("CIFAR-10: a search among the growths of a teacher", sections));
        console.line("written: " + out.resolve("search.html") + ", for a browser; " + out.resolve("search.md"));
        return 0;
    }

    private void checkNumbers() {
        ExperimentCommand.require("--seeds", seeds);
        ExperimentCommand.require("--teacher", teacherIterations);
        ExperimentCommand.require("--budget", iterations);
        ExperimentCommand.require("--test", test);
        ExperimentCommand.require("--threads", threads);
        int training = images - heldBack();
        if (training < BATCH) {
            throw new InputException("--images " + images + ": a batch has " + BATCH + " images, but " + training
                    + " are left to train on. Give more.");
        }
        for (double factor : factors) {
            if (!(factor > 1) || Double.isInfinite(factor)) {
                throw new InputException("--factors " + factor + ": give finite numbers above 1.");
            }
        }
    }

    private int heldBack() {
        return images / 10;
    }

    private SearchPage.Section run(int seed, Console console) {
        Path folder = out.resolve("seed-" + seed);
        SearchImages described =
                new SearchImages(data, 3, 32, new SearchImages.Sizes(images, heldBack(), BATCH, test), seed);
        MultiLayerNetwork teacher = teacher(folder.resolve("teacher.zip"), described);
        long start = System.nanoTime();
        SearchResult<MultiLayerNetwork> found = search(teacher, described, 3)
                .checkpointIn(folder.resolve("search"))
                .onEvent(console::line)
                .run();
        double minutes = (System.nanoTime() - start) / 6e10;
        ImageData all = described.images();
        TestImages tested = new TestImages(all.test(), all.scaling());
        String text = String.format(
                Locale.ROOT,
                "Searched in %.2f min on %d threads. Accuracy on %d test images: teacher %.4f, best student %s, teacher"
                        + " trained on at equal cost %s. Rank correlation of the first rung's ranking with the final one,"
                        + " where students that are eliminated keep their order: %.2f.%s",
                minutes,
                threads,
                test,
                accuracy(tested, teacher),
                found.best().map(best -> text(accuracy(tested, best.network()))).orElse("failed"),
                found.trainedOn().map(on -> text(accuracy(tested, on))).orElse("failed"),
                new SpearmansCorrelation().correlation(scores(found, 1), places(found)),
                exhaustive ? toTheEnd(found, search(teacher, described, Integer.MAX_VALUE), folder, tested) : "");
        console.line(found + text);
        return new SearchPage.Section("Seed " + seed, text, found);
    }

    private static String text(double accuracy) {
        return String.format(Locale.ROOT, "%.4f", accuracy);
    }

    private static double accuracy(TestImages images, MultiLayerNetwork network) {
        return images.measure(features -> Trainee.output(network, features)).accuracy();
    }

    private GrowthSearch<MultiLayerNetwork, DataSetIterator> search(
            MultiLayerNetwork teacher, SearchImages described, int eta) {
        long multiplyAdds = new Trainee(teacher)
                .growth(described.validation().next().getFeatures())
                .plan()
                .teacherMultiplyAdds()
                .orElseThrow();
        return GrowthSearch.of(teacher, described)
                .recipes(Arrays.stream(factors)
                        .mapToObj(RecipeSource::neighbors)
                        .reduce(RecipeSource::and)
                        .orElseThrow())
                .inputTypes(NetworkParts.inputType(Experiment.Task.of(described.images())))
                .eta(eta)
                .seed(described.seed())
                .scoreByAccuracy()
                .budget(Limit.multiplyAdds(
                        Epoch.PASSES * multiplyAdds * described.sizes().batch() * iterations))
                .executor(TrialExecutor.threads(threads));
    }

    /** The best of all students, and how well the first rung ranks: Spearman's rank correlation with the accuracy at the end. */
    private static String toTheEnd(
            SearchResult<MultiLayerNetwork> found,
            GrowthSearch<MultiLayerNetwork, DataSetIterator> search,
            Path folder,
            TestImages tested) {
        SearchResult<MultiLayerNetwork> all =
                search.checkpointIn(folder.resolve("all")).run();
        double[] first = scores(found, 1);
        double[] last = scores(all, 1);
        return String.format(
                Locale.ROOT,
                " With all students trained to the end: %.2f, best student %s (%s).",
                new SpearmansCorrelation().correlation(first, last),
                all.best().map(best -> text(accuracy(tested, best.network()))).orElse("failed"),
                all.bestStudent().map(TrialResult::name).orElse(""));
    }

    /** By the students' numbers. */
    private static double[] scores(SearchResult<?> result, int piece) {
        return students(result).mapToDouble(trial -> trial.scoreAfter(piece)).toArray();
    }

    /** How far from the end of the ranking each student is, by their numbers. */
    private static double[] places(SearchResult<?> result) {
        return students(result)
                .mapToDouble(trial -> -result.ranking().indexOf(trial))
                .toArray();
    }

    private static Stream<? extends TrialResult> students(SearchResult<?> result) {
        return result.ranking().stream()
                .filter(trial -> !trial.isBaseline() && trial.failure().isEmpty())
                .sorted(Comparator.comparing(TrialResult::number));
    }

    private MultiLayerNetwork teacher(Path file, SearchImages described) {
        try {
            if (!Files.exists(file)) {
                MultiLayerNetwork fresh = NetworkParts.staged(
                        STAGES, Experiment.Task.of(described.images()), new Nesterovs(0.02, 0.9), described.seed());
                OneDnn.enable(fresh);
                train(fresh, described);
                AtomicFile.write(file, part -> new Trainee(fresh).save(part));
            }
            MultiLayerNetwork teacher = MultiLayerNetwork.load(file.toFile(), true);
            OneDnn.enable(teacher);
            return teacher;
        } catch (IOException e) {
            throw new InputException("--out: cannot write or read " + file + " (" + e.getMessage() + ").", e);
        }
    }

    private void train(MultiLayerNetwork network, SearchImages described) {
        @Nullable DataSetIterator batches = null;
        int epoch = 0;
        for (int i = 0; i < teacherIterations; i++) {
            if (batches == null || !batches.hasNext()) {
                batches = described.training(++epoch);
            }
            network.fit(batches.next());
        }
    }

    private static void write(Path file, String text) {
        try {
            AtomicFile.write(file, part -> Files.writeString(part, text));
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
    }
}
