package io.github.net2net.examples.report;

import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.ExperimentFile.Comparison;
import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import io.github.net2net.examples.results.ExperimentFile.Reference;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the folder of an experiment as the experiments do: a batch has 10 examples, takes 1 s, 2 s of processor time. */
public final class TinyExperiment {
    private static final int BATCH = 10;

    private final Path folder;
    private String name = "tiny";
    private String title = "Tiny networks";
    private String explanation = "What growing saves.";
    private @Nullable String baseline = "scratch";
    private Map<String, String> settings = Map.of("batch", "10");
    private List<RunEntry> runs =
            List.of(fresh("teacher", 40), grown("wider", "teacher", 20, 20), fresh("scratch", 40));
    private List<Reference> references = List.of();
    private List<Comparison> comparisons = List.of();

    /** In a folder that need not be there yet. */
    public TinyExperiment(Path folder) {
        this.folder = folder;
    }

    /** From random weights. */
    static RunEntry fresh(String name, int iterations) {
        return new RunEntry(name, "from scratch", null, 0, iterations, layers(32), "", null, null, "");
    }

    /** From another run, after some of its iterations. */
    static RunEntry grown(String name, String from, int at, int iterations) {
        return new RunEntry(name, "grown", from, at, iterations, layers(64), "conv1 to 64 channels", 2e-7, null, "");
    }

    /** As before it is begun. */
    static RunEntry notBegun(RunEntry run) {
        return run.begun(List.of(), "", null);
    }

    /** Measured on a part of the test examples, and judged by a run of its own. */
    static RunEntry on(String tested, String rival, RunEntry run) {
        return new RunEntry(
                run.name(),
                run.explanation(),
                run.from(),
                run.at(),
                run.iterations(),
                run.layers(),
                run.plan(),
                run.difference(),
                rival,
                tested);
    }

    private static List<LayerEntry> layers(int channels) {
        return List.of(
                new LayerEntry("conv1", "convolution 3x3", channels + " x 8 x 8", 10L * channels, List.of("in")),
                new LayerEntry("out", "output", "2", 2L * channels, List.of("conv1")));
    }

    /** A measurement of a run whose ancestors had been trained on {@code before} batches when it was grown. */
    public static Row row(String run, int iteration, int before, double accuracy) {
        return new Row(
                run,
                iteration,
                (long) BATCH * iteration,
                (long) BATCH * (before + iteration),
                iteration,
                0.25 * iteration,
                2.0 * iteration,
                1e6 * iteration,
                accuracy,
                1 - accuracy,
                Double.NaN);
    }

    /** Another name. */
    public TinyExperiment named(String name) {
        this.name = name;
        return this;
    }

    /** Other words for people. */
    TinyExperiment about(String title, String explanation) {
        this.title = title;
        this.explanation = explanation;
        return this;
    }

    /** By whose final accuracy others are judged. */
    TinyExperiment baseline(@Nullable String run) {
        this.baseline = run;
        return this;
    }

    /** Other settings. */
    public TinyExperiment settings(Map<String, String> settings) {
        this.settings = settings;
        return this;
    }

    /** Other runs. */
    TinyExperiment runs(RunEntry... runs) {
        this.runs = List.of(runs);
        return this;
    }

    /** What is to be decided. */
    TinyExperiment comparisons(Comparison... comparisons) {
        this.comparisons = List.of(comparisons);
        return this;
    }

    /** What others published. */
    TinyExperiment references(Reference... references) {
        this.references = List.of(references);
        return this;
    }

    /** Writes what a seed has come to so far. */
    public TinyExperiment seed(long seed, Row... rows) throws IOException {
        Path path = SeedFolder.in(folder, seed).path();
        Files.createDirectories(path);
        new ExperimentFile(
                        name,
                        title,
                        explanation,
                        baseline,
                        seed,
                        settings,
                        Map.of("cores", "2"),
                        runs,
                        references,
                        comparisons)
                .write(path);
        Table table = Table.in(path);
        for (Row row : rows) {
            table.add(row);
        }
        return this;
    }

    ExperimentResults results() {
        return ExperimentResults.read(folder);
    }
}
