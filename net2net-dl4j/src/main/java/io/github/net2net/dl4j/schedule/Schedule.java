package io.github.net2net.dl4j.schedule;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.schedule.Limit.Epochs;
import io.github.net2net.dl4j.schedule.Limit.Iterations;
import io.github.net2net.dl4j.schedule.Limit.MultiplyAdds;
import io.github.net2net.dl4j.schedule.Limit.Parameters;
import io.github.net2net.dl4j.schedule.Limit.ProcessorTime;
import io.github.net2net.dl4j.schedule.Limit.Score;
import io.github.net2net.spi.Probe;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When to grow, by what, and when to stop.
 *
 * @param patience for how many epochs a growth may be on trial
 * @param continues whether the next growth is tried after one was rolled back
 * @param probe on which students are compared with their teachers, null if they are not
 */
record Schedule<N>(
        ImmutableList<Stage<N>> stages,
        ImmutableList<Limit> limits,
        int patience,
        boolean continues,
        @Nullable Probe<? super N> probe) {

    /**
     * One growth, or all later ones if a rule decides about them.
     *
     * @param trigger when it is done, except after a phase
     * @param until when the phase ends that begins with the growth; null if the growth is on trial instead
     */
    record Stage<N>(
            Trigger trigger,
            @Nullable Recipe recipe,
            @Nullable GrowthRule<? super N> rule,
            @Nullable Trigger until) {
        Optional<Recipe> next(Progress progress, N network) {
            return rule == null ? Optional.ofNullable(recipe) : rule.next(progress, network);
        }
    }

    Schedule<N> with(Stage<N> stage) {
        ImmutableList<Stage<N>> longer =
                ImmutableList.<Stage<N>>builder().addAll(stages).add(stage).build();
        return new Schedule<>(longer, limits, patience, continues, probe);
    }

    Schedule<N> with(Limit... more) {
        ImmutableList<Limit> longer =
                ImmutableList.<Limit>builder().addAll(limits).add(more).build();
        return new Schedule<>(stages, longer, patience, continues, probe);
    }

    Schedule<N> withPatience(int newPatience) {
        return new Schedule<>(stages, limits, newPatience, continues, probe);
    }

    Schedule<N> continuing() {
        return new Schedule<>(stages, limits, patience, true, probe);
    }

    Schedule<N> with(Probe<? super N> newProbe) {
        return new Schedule<>(stages, limits, patience, continues, newProbe);
    }

    /** Whether a rule decides about all later growths. */
    boolean isOpen() {
        return !stages.isEmpty() && stages.get(stages.size() - 1).rule() != null;
    }

    /** Whether it is time for the next growth. The first phase begins at once, others where the one before ends. */
    boolean fires(Progress progress) {
        int next = progress.attempts().size();
        if (beginsPhase(next - 1)) {
            return isTrained(progress)
                    && requireNonNull(stages.get(next - 1).until()).fires(progress);
        }
        return beginsPhase(next)
                || (isTrained(progress)
                        && stages.get(Math.min(next, stages.size() - 1))
                                .trigger()
                                .fires(progress));
    }

    private static boolean isTrained(Progress progress) {
        return !progress.scoresSinceChange().isEmpty();
    }

    /** Whether the growth of this number, from 0, begins a phase. */
    boolean beginsPhase(int number) {
        return number >= 0 && number < stages.size() && stages.get(number).until() != null;
    }

    Optional<Recipe> next(Progress progress, N network) {
        int index = progress.attempts().size();
        if (index >= stages.size() && !isOpen()) {
            return Optional.empty();
        }
        return stages.get(Math.min(index, stages.size() - 1)).next(progress, network);
    }

    long mostParameters() {
        return limits.stream()
                .mapToLong(limit -> limit instanceof Parameters budget ? budget.most() : Long.MAX_VALUE)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    Optional<StopReason> ending(Progress progress) {
        if (limits.stream().anyMatch(limit -> limit instanceof Score score && reached(progress, score.wanted()))) {
            return Optional.of(StopReason.SCORE);
        }
        for (Limit limit : limits) {
            if (limit instanceof Epochs epochs && progress.epoch() >= epochs.most()) {
                return Optional.of(StopReason.EPOCHS);
            } else if (limit instanceof Iterations iterations && progress.iterations() >= iterations.most()) {
                return Optional.of(StopReason.ITERATIONS);
            } else if (limit instanceof ProcessorTime time
                    && progress.processorTime().compareTo(time.most()) >= 0) {
                return Optional.of(StopReason.PROCESSOR_TIME);
            } else if (limit instanceof MultiplyAdds cost && progress.multiplyAdds() >= cost.most()) {
                return Optional.of(StopReason.MULTIPLY_ADDS);
            }
        }
        return Optional.empty();
    }

    private static boolean reached(Progress progress, double wanted) {
        return progress.epoch() > 0 && !Double.isNaN(progress.score()) && !progress.isBetter(wanted, progress.score());
    }
}
