package io.github.net2net.dl4j.search;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Grown;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/**
 * What a search came to. Prints itself as a table.
 *
 * @param ranking all trials, the best first: those that were trained longer before those that were eliminated earlier, and
 *     by their scores at equal cost; the failed ones last. The teacher that is trained on is one of them.
 * @param best the best student as it is trained now, with the report of its growth; empty if all students failed
 * @param trainedOn the teacher as it is trained on now; empty if that failed
 * @param <N> the network type
 */
public record SearchResult<N extends Model>(
        ImmutableList<TrialResult> ranking, Optional<Grown<N>> best, Optional<N> trainedOn) {
    private static final double GIGA = 1e9;
    private static final double NANO = 1e-9;

    /** Those that were trained as long are compared by their scores, then by their numbers. */
    static Comparator<TrialResult> order() {
        return Comparator.<TrialResult>comparingInt(trial -> trial.failure().isPresent() ? 1 : 0)
                .thenComparing(trial -> -trial.pieces())
                .thenComparing(trial -> trial.progress().lowerIsBetter() ? trial.score() : -trial.score())
                .thenComparing(TrialResult::number);
    }

    /** The teacher that was trained on, at the cost of a student of the last rung. */
    public TrialResult baseline() {
        return ranking.stream().filter(TrialResult::isBaseline).findFirst().orElseThrow();
    }

    /** The best student, if one did not fail. */
    public Optional<TrialResult> bestStudent() {
        return ranking.stream()
                .filter(trial -> !trial.isBaseline() && trial.failure().isEmpty())
                .findFirst();
    }

    /** By how much a trial's score is better than that of the teacher trained on at the same cost; below 0 if it is worse. */
    public double gain(TrialResult trial) {
        double difference = trial.score() - baseline().scoreAfter(trial.pieces());
        return trial.progress().lowerIsBetter() ? -difference : difference;
    }

    /** Whether the best student is better than the teacher trained on at equal cost. */
    public boolean improves() {
        return bestStudent().filter(trial -> gain(trial) > 0).isPresent();
    }

    /** One line for each trial, the best first. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(String.format(
                "%4s  %10s  %12s  %10s  %12s  %10s  %10s  %10s  %s%n",
                "rank", "parameters", "iterations", "giga-MACs", "processor s", "score", "baseline", "gain", "trial"));
        int rank = 1;
        for (TrialResult trial : ranking) {
            table.append(String.format(
                    Locale.ROOT,
                    "%4d  %10d  %12d  %10.4g  %12.1f  %10.5g  %10.5g  %+10.4g  %s%s%n",
                    rank++,
                    trial.plan().studentParameters(),
                    trial.iterations(),
                    trial.multiplyAdds() / GIGA,
                    trial.processorTime().toNanos() * NANO,
                    trial.score(),
                    baseline().scoreAfter(trial.pieces()),
                    gain(trial),
                    trial.name(),
                    trial.failure().map(reason -> ", failed: " + reason).orElse("")));
        }
        return table.toString();
    }
}
