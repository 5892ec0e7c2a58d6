package io.github.net2net.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.net2net.GrowthPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.opentest4j.TestAbortedException;

/**
 * Grows random networks by random recipes, as many as the system property {@code proof.networks} states, and records in
 * the folder {@code proof.out} what was covered and how far students were from their teachers. A stopped run continues
 * from its record. Network {@code i} is the same in every run; {@code proof.only} runs that one alone.
 */
public final class LongProof {
    private static final int PIECE = 500;
    private static final List<String> DEEPENINGS = List.of(
            "zero residual block", "zero recurrent block", "pair identity", "linear identity", "depthwise", "identity");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * What a student showed.
     *
     * @param covered what its teacher and its growth had: "way: widen"
     * @param deviation the largest relative one of those that the plan promises to be rounding errors
     */
    public record Outcome(Set<String> covered, double deviation) {}

    /** Grows one network; empty if every step was refused. */
    public interface Trial {
        Optional<Outcome> run(List<Integer> decisions);
    }

    /** In how many students something was, and the largest deviation of these. */
    record Cell(long students, double deviation) {}

    /** What is known after so many networks. */
    record Progress(
            long networks, long students, long refused, long unusable, Map<String, Cell> covered, List<String> wrong) {}

    private final Path file;
    private final Trial trial;
    private final int decisions;

    private LongProof(String name, int decisions, Trial trial) {
        this.file = Path.of(System.getProperty("proof.out", "target/proof"), name + ".json");
        this.decisions = decisions;
        this.trial = trial;
    }

    /**
     * Runs what is left, and fails if a student was wrong, in this run or in an earlier one.
     *
     * @param name of the record
     * @param decisions how many numbers make a network and its growth
     */
    public static void run(String name, int decisions, Trial trial) {
        LongProof proof = new LongProof(name, decisions, trial);
        String only = System.getProperty("proof.only");
        if (only != null) {
            trial.run(proof.decisions(Long.parseLong(only)));
            return;
        }
        try {
            proof.run(Long.getLong("proof.networks", 2 * PIECE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(long networks) throws IOException {
        Progress progress = Files.exists(file)
                ? JSON.readValue(file.toFile(), Progress.class)
                : new Progress(0, 0, 0, 0, Map.of(), List.of());
        while (progress.networks < networks) {
            progress = piece(progress, Math.min(networks, progress.networks + PIECE));
            write(progress);
        }
        assertThat(progress.wrong).as("wrong students").isEmpty();
        assertThat(progress.students).as("%s", progress).isGreaterThan(progress.networks / 2);
    }

    private Progress piece(Progress before, long end) {
        long students = before.students;
        long refused = before.refused;
        long unusable = before.unusable;
        Map<String, Cell> covered = new TreeMap<>(before.covered);
        List<String> wrong = new ArrayList<>(before.wrong);
        for (long i = before.networks; i < end; i++) {
            try {
                Optional<Outcome> outcome = trial.run(decisions(i));
                refused += outcome.isEmpty() ? 1 : 0;
                students += outcome.isEmpty() ? 0 : 1;
                outcome.ifPresent(shown -> shown.covered.forEach(cell -> covered.merge(
                        cell,
                        new Cell(1, shown.deviation),
                        (a, b) -> new Cell(a.students + b.students, Math.max(a.deviation, b.deviation)))));
            } catch (TestAbortedException noTeacher) {
                unusable++;
            } catch (RuntimeException | AssertionError e) {
                wrong.add("network " + i + ": " + e);
            }
        }
        return new Progress(end, students, refused, unusable, covered, wrong);
    }

    private List<Integer> decisions(long network) {
        return new SplittableRandom(network).ints(decisions, 0, 10_000).boxed().toList();
    }

    private void write(Progress progress) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        JSON.writeValue(part.toFile(), progress);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(file.resolveSibling(file.getFileName().toString().replace(".json", ".md")), report(progress));
    }

    private static String report(Progress progress) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d random networks: %,d students compared with their teachers, %,d networks with every step refused, %,d"
                        + " that the framework itself can't run, %d wrong students.%n%n| | students | largest relative"
                        + " deviation |%n|---|---|---|%n",
                progress.networks,
                progress.students,
                progress.refused,
                progress.unusable,
                progress.wrong.size()));
        progress.covered.forEach((name, cell) ->
                text.append(String.format(Locale.ROOT, "| %s | %,d | %.1e |%n", name, cell.students, cell.deviation)));
        progress.wrong.forEach(each ->
                text.append(String.format("%n%s%n", each.lines().findFirst().orElse(""))));
        return text.toString();
    }

    /** The ways of a plan: "way: deepen, pair identity". */
    public static Set<String> ways(GrowthPlan plan) {
        Set<String> ways = new LinkedHashSet<>();
        for (String headline : plan.headlines()) {
            String verb = headline.replaceFirst(" .*", "");
            String kind = DEEPENINGS.stream()
                    .filter(each -> verb.equals("deepen") && headline.contains(each))
                    .findFirst()
                    .map(each -> ", " + each)
                    .orElse("");
            ways.add("way: " + verb + kind);
        }
        return ways;
    }
}
