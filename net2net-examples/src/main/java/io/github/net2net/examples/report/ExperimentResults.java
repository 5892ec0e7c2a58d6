package io.github.net2net.examples.report;

import com.google.common.collect.Sets;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The results of an experiment for all its seeds.
 *
 * @param seeds by seed, at least one
 * @param runs in the order in which they are run
 */
record ExperimentResults(List<SeedResults> seeds, List<RunResults> runs) {

    /** The results of one seed, with the curve of each run by its name. */
    record SeedResults(SeedFolder folder, ExperimentFile file, Map<String, Curve> curves) {
        private static SeedResults read(SeedFolder folder) {
            Path path = folder.path();
            ExperimentFile file = ExperimentFile.read(path);
            if (file.seed() != folder.seed()) {
                throw new InputException(path + ": its " + ExperimentFile.NAME + " is of seed " + file.seed()
                        + ". Rename the folder to seed-" + file.seed() + ".");
            }
            Table table = Table.in(path);
            Map<String, Curve> curves = new HashMap<>();
            for (RunEntry run : file.runs()) {
                @Nullable Curve parent = run.from() == null ? Curve.EMPTY : curves.get(run.from());
                if (parent == null) {
                    throw new InputException(
                            path.resolve(ExperimentFile.NAME) + ": '" + run.name() + "' is grown from '" + run.from()
                                    + "', which is not a run before it. Give another folder.");
                }
                curves.put(
                        run.name(),
                        new Curve(
                                table.of(run.name()).toList(),
                                parent.costAt(run.at(), Axis.TOTAL_SECONDS),
                                parent.costAt(run.at(), Axis.TOTAL_CPU),
                                parent.costAt(run.at(), Axis.TOTAL_MULTIPLY_ADDS)));
            }
            return new SeedResults(folder, file, curves);
        }

        private String name() {
            return String.valueOf(folder.path().getFileName());
        }
    }

    /**
     * Reads the folder of an experiment.
     *
     * @throws InputException if it does not exist, has no seeds, or seeds of different experiments
     */
    static ExperimentResults read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(
                    folder + ": there is no such folder. Give the folder of an experiment, its --out.");
        }
        List<SeedResults> seeds = SeedFolder.allIn(folder).stream()
                .filter(ExperimentResults::isBegun)
                .map(SeedResults::read)
                .toList();
        if (seeds.isEmpty() && Files.exists(folder.resolve(ExperimentFile.NAME))) {
            throw new InputException(folder + ": this is the folder of one seed. Give its parent folder.");
        }
        if (seeds.isEmpty()) {
            throw new InputException(
                    folder + ": there are no seeds in it, no folder like seed-1. Give the folder of an experiment, its"
                            + " --out.");
        }
        seeds.forEach(seed -> requireSame(folder, seeds.get(0), seed));
        // An experiment may have gained runs since some of its seeds were run.
        SeedResults fullest = Collections.max(
                seeds, Comparator.comparing(seed -> seed.file().runs().size()));
        return new ExperimentResults(
                seeds,
                fullest.file().runs().stream().map(run -> merged(run, seeds)).toList());
    }

    /** Another process may have created the folder a moment ago. */
    private static boolean isBegun(SeedFolder folder) {
        return Files.exists(folder.path().resolve(ExperimentFile.NAME))
                || Files.exists(folder.path().resolve(Table.CSV));
    }

    private static RunResults merged(RunEntry run, List<SeedResults> seeds) {
        RunEntry begun = seeds.stream()
                .flatMap(seed -> seed.file().runs().stream())
                .filter(entry -> entry.name().equals(run.name()))
                .filter(entry -> !entry.layers().isEmpty())
                .findFirst()
                .orElse(run);
        return new RunResults(
                begun,
                seeds.stream()
                        .map(seed -> seed.curves().getOrDefault(run.name(), Curve.EMPTY))
                        .toList());
    }

    private static void requireSame(Path folder, SeedResults one, SeedResults other) {
        ExperimentFile first = one.file();
        ExperimentFile second = other.file();
        String seeds = folder + ": " + one.name() + " and " + other.name() + " ";
        requireEqual(seeds + "are of different experiments", "'" + first.name() + "'", "'" + second.name() + "'");
        Map<String, String> left = first.settings();
        Map<String, String> right = second.settings();
        for (String name : new TreeSet<>(Sets.union(left.keySet(), right.keySet()))) {
            requireEqual(seeds + "differ in the setting '" + name + "'", text(left.get(name)), text(right.get(name)));
        }
        requireEqual(seeds + "differ in their runs", runs(first, second), runs(second, first));
    }

    private static void requireEqual(String what, String left, String right) {
        if (!Objects.equals(left, right)) {
            throw new InputException(what + ": " + left + " and " + right
                    + ". Keep only seeds of one experiment with the same settings in a folder.");
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "none" : "'" + value + "'";
    }

    /** The runs that the other has as well. */
    private static String runs(ExperimentFile file, ExperimentFile other) {
        List<String> runs = file.runs().stream()
                .filter(run ->
                        other.runs().stream().anyMatch(theirs -> theirs.name().equals(run.name())))
                .map(run -> run.name() + (run.from() == null ? "" : " from " + run.from() + " at " + run.at()) + " to "
                        + run.iterations())
                .toList();
        return "baseline " + file.baseline() + ", " + runs;
    }

    /** The description, the same for all seeds except for the seed and the machine. */
    ExperimentFile file() {
        return seeds.get(0).file();
    }

    Optional<RunResults> run(String name) {
        return runs.stream().filter(run -> run.name().equals(name)).findFirst();
    }

    /** The run that others are compared with, if there is one. */
    Optional<RunResults> baseline() {
        return Optional.ofNullable(file().baseline()).flatMap(this::run);
    }

    /** The run that one is compared with: its own rival, or else the baseline; itself if it is a rival. */
    Optional<RunResults> rival(RunResults run) {
        if (runs.stream().anyMatch(other -> run.name().equals(other.entry().rival()))) {
            return Optional.of(run);
        }
        String own = run.entry().rival();
        return own == null ? baseline() : run(own);
    }

    /** The run that one is grown from; empty if it starts from scratch. */
    Optional<RunResults> parent(RunResults run) {
        return Optional.ofNullable(run.entry().from()).flatMap(this::run);
    }

    boolean isFinished() {
        return runs.stream().allMatch(RunResults::isFinished);
    }
}
