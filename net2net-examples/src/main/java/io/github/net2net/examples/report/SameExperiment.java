package io.github.net2net.examples.report;

import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Only seeds of the same experiment with the same settings have a mean. */
final class SameExperiment {
    private final Path folder;
    private final SeedResults one;
    private final SeedResults other;

    private SameExperiment(Path folder, SeedResults one, SeedResults other) {
        this.folder = folder;
        this.one = one;
        this.other = other;
    }

    /**
     * Compares each seed with the first.
     *
     * @throws InputException if they differ
     */
    static void require(Path folder, List<SeedResults> seeds) {
        for (SeedResults other : seeds) {
            new SameExperiment(folder, seeds.get(0), other).require();
        }
    }

    private void require() {
        ExperimentFile first = one.file();
        ExperimentFile second = other.file();
        if (!first.name().equals(second.name())) {
            throw refusal("are of different experiments", quoted(first.name()), quoted(second.name()));
        }
        Map<String, String> left = first.settings();
        Map<String, String> right = second.settings();
        Set<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        for (String name : names) {
            if (!Objects.equals(left.get(name), right.get(name))) {
                throw refusal("differ in the setting '" + name + "'", text(left.get(name)), text(right.get(name)));
            }
        }
        if (!shape(first, second).equals(shape(second, first))) {
            throw refusal("differ in their runs", shape(first, second), shape(second, first));
        }
    }

    private static String quoted(String name) {
        return "'" + name + "'";
    }

    private static String text(@Nullable String value) {
        return value == null ? "none" : quoted(value);
    }

    /** The runs that the other has too. */
    private static String shape(ExperimentFile file, ExperimentFile other) {
        List<String> runs = new ArrayList<>();
        for (RunEntry run : file.runs()) {
            if (other.runs().stream().noneMatch(theirs -> theirs.name().equals(run.name()))) {
                continue;
            }
            String origin = run.from() == null ? "" : " from " + run.from() + " at " + run.at();
            runs.add(run.name() + origin + " to " + run.iterations());
        }
        return "baseline " + file.baseline() + ", " + runs;
    }

    private InputException refusal(String what, String left, String right) {
        return new InputException(folder + ": " + one.name() + " and " + other.name() + " " + what + ": " + left
                + " and " + right + ". Keep in a folder only seeds of one experiment with the same settings.");
    }
}
