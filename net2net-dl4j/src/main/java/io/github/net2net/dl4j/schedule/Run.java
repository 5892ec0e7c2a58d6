package io.github.net2net.dl4j.schedule;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import io.github.net2net.dl4j.internal.tensor.Nd4jThreads;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.schedule.Checkpoints.Networks;
import io.github.net2net.dl4j.schedule.Progress.Attempt;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import io.github.net2net.dl4j.schedule.Progress.Fate;
import io.github.net2net.dl4j.schedule.State.Origin;
import io.github.net2net.transform.Seeds;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;

/*
 * One way from a network to its successor. Everything that is decided between two epochs follows from the progress and
 * the network, so that a run that is resumed decides as the one that was killed did, or would have.
 */
final class Run<N extends Model, D> {
    private final Task<N, D> task;
    private final Schedule<N> schedule;
    private final CheckpointPolicy policy;
    private final Checkpoints<N> checkpoints;
    private final Collection<TrainingListener> listeners;
    private final Origin origin;

    private N network;
    private @Nullable N beforeGrowth;
    private Progress progress;
    /** Of the network, for one example; 0 if not known. */
    private long multiplyAdds;

    Run(Task<N, D> task, Schedule<N> schedule, CheckpointPolicy policy, Checkpoints<N> checkpoints) {
        this.task = task;
        this.schedule = schedule;
        this.policy = policy;
        this.checkpoints = checkpoints;
        this.listeners = Dl4jNetwork.of(task.network()).listeners();
        this.origin = Resumable.origin(task, policy.seed());
        Optional<State> state = checkpoints.find();
        if (state.isPresent()) {
            Resumable.check(state.get(), origin, schedule, checkpoints.file());
            Networks<N> found = checkpoints.load(state.get());
            this.network = prepared(found.current());
            this.beforeGrowth = found.beforeGrowth() == null ? null : prepared(found.beforeGrowth());
            this.progress = state.get().progress();
            policy.publish(new TrainingEvent.Resumed(progress.epoch(), checkpoints.file()));
        } else {
            // A growth without steps: a copy with the optimizer's state and its counts.
            this.network = prepared(task.growth(task.network()).grow().network());
            this.progress = new Progress(task.score().lowerIsBetter(), List.of(), List.of());
            save();
        }
        this.multiplyAdds = costOf(network);
    }

    private long costOf(N one) {
        return task.growth(one).plan().teacherMultiplyAdds().orElse(0);
    }

    private N prepared(N fresh) {
        if (OneDnn.isEnabled(task.network()) && !OneDnn.isEnabled(fresh)) {
            OneDnn.enable(fresh);
        }
        fresh.setListeners(listeners);
        return fresh;
    }

    Trained<N> toTheEnd() {
        Optional<StopReason> ending = decide();
        while (ending.isEmpty()) {
            trainEpoch();
            ending = decide();
        }
        save();
        policy.publish(new TrainingEvent.Finished(progress.epoch(), ending.get(), network.numParams()));
        return new Trained<>(network, progress, ending.get());
    }

    private void trainEpoch() {
        int number = progress.epoch() + 1;
        Nd4jSeed.seedThread(Seeds.derive(policy.seed(), "epoch", number));
        ExampleCounter<D> data = new ExampleCounter<>(task.data().apply(number));
        long start = Nd4jThreads.processorNanos();
        task.fit().accept(network, data.counted());
        long time = Nd4jThreads.processorNanos() - start;
        long cost = Epoch.PASSES * multiplyAdds * data.examples();
        double score = task.score().of(network);
        progress = progress.after(score, network.numParams(), cost, data.batches(), time);
        policy.publish(new TrainingEvent.EpochEnded(progress.epochs().get(number - 1)));
        if (number % policy.every() == 0) {
            save();
        }
    }

    private void save() {
        checkpoints.save(network, beforeGrowth, State.of(origin, progress));
    }

    /** Settles a trial, then grows if it is time. The reason if training is at its end. */
    private Optional<StopReason> decide() {
        Optional<StopReason> ending = schedule.ending(progress);
        progress.onTrial().ifPresent(attempt -> settle(attempt, ending.isPresent()));
        if (ending.isPresent() || progress.onTrial().isPresent()) {
            return ending;
        }
        boolean undone = progress.lastAttempt()
                .filter(attempt -> attempt.fate() == Fate.ROLLED_BACK)
                .isPresent();
        if (undone && !schedule.continues()) {
            return Optional.of(StopReason.ROLLED_BACK);
        }
        boolean next = undone && progress.scoresSinceChange().isEmpty();
        return next || schedule.fires(progress) ? grow() : Optional.empty();
    }

    private void settle(Attempt attempt, boolean last) {
        List<Double> scores = progress.scoresSinceChange();
        if (scores.isEmpty()) {
            return;
        }
        double score = progress.score();
        if (!Double.isNaN(score) && !progress.isBetter(attempt.scoreBefore(), score)) {
            beforeGrowth = null;
            progress = progress.decided(Fate.KEPT);
            policy.publish(new TrainingEvent.Kept(progress.epoch(), score, attempt));
        } else if (last || scores.size() >= schedule.patience()) {
            network = Objects.requireNonNull(beforeGrowth, "a network on trial has one before it");
            multiplyAdds = costOf(network);
            beforeGrowth = null;
            progress = progress.decided(Fate.ROLLED_BACK);
            policy.publish(new TrainingEvent.RolledBack(progress.epoch(), score, attempt));
            save();
        }
    }

    private Optional<StopReason> grow() {
        Optional<Recipe> recipe = schedule.next(progress, network);
        if (recipe.isEmpty()) {
            return Optional.of(StopReason.NOTHING_TO_GROW);
        }
        Growth<N> growth = task.growth(network).apply(recipe.get());
        GrowthPlan plan = growth.plan();
        if (plan.studentParameters() > schedule.mostParameters()) {
            policy.publish(new TrainingEvent.OverBudget(progress.epoch(), plan, schedule.mostParameters()));
            return Optional.of(StopReason.PARAMETERS);
        }
        Grown<N> grown = (schedule.probe() == null ? growth : growth.verifyOn(schedule.probe())).grow();
        boolean onTrial = !schedule.beginsPhase(progress.attempts().size());
        beforeGrowth = onTrial ? network : null;
        network = prepared(grown.network());
        multiplyAdds = plan.studentMultiplyAdds().orElse(0);
        Attempt attempt = attempt(plan, recipe.get());
        progress = progress.grown(attempt);
        progress = onTrial ? progress : progress.decided(Fate.KEPT);
        policy.publish(new TrainingEvent.Grew(progress.epoch(), attempt.scoreBefore(), grown));
        save();
        return Optional.empty();
    }

    private Attempt attempt(GrowthPlan plan, Recipe recipe) {
        return new Attempt(
                progress.epoch(),
                progress.epoch() == 0 ? Double.NaN : progress.score(),
                plan.teacherParameters(),
                plan.studentParameters(),
                plan.headlines(),
                Resumable.hash(recipe),
                Fate.ON_TRIAL,
                0);
    }
}
