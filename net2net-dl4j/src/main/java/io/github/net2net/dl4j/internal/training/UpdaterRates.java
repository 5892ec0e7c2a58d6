package io.github.net2net.dl4j.internal.training;

import io.github.net2net.dl4j.learningrate.CosineSchedule;
import io.github.net2net.dl4j.learningrate.WarmUpSchedule;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.LearningRates.Cosine;
import io.github.net2net.spi.Scaling;
import io.github.net2net.spi.Scaling.Spread;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.spi.Training;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * How the updaters of a layer change.
 *
 * @param training what is wished
 * @param ofNewLayer whether the layer is inserted
 * @param iteration the teacher's count
 * @param epoch the teacher's count
 */
record UpdaterRates(Training training, boolean ofNewLayer, int iteration, int epoch) {

    /** The updater at its new rate, for the parameters that it trains. */
    IUpdater changed(IUpdater updater, List<ParamKey> keys) {
        IUpdater changed = updater.clone();
        UpdaterRule rule = UpdaterRule.of(updater);
        if (rule == null || rule.access() == null) {
            return changed;
        }
        if (updater.hasLearningRate()) {
            setRate(changed, rule.access(), rateFactor(updater, keys));
        }
        if (training.rate().follows()
                && rule.access().epsilon() != null
                && rule.access().setEpsilon() != null) {
            double epsilon = rule.access().epsilon().applyAsDouble(updater);
            Spread factor = all(keys, scaling -> rule.step().epsilon(scaling));
            rule.access().setEpsilon().accept(changed, epsilon * factor.mean());
        }
        return changed;
    }

    /** The updater at its new rate, for parameters that are as the teacher's; null if there is none. */
    @Nullable
    IUpdater changed(@Nullable IUpdater updater) {
        return updater == null ? null : changed(updater, List.of());
    }

    private void setRate(IUpdater changed, UpdaterRule.Access access, double factor) {
        Cosine cosine = training.rate().cosine();
        if (cosine != null) {
            double peak = cosine.peak() * (ofNewLayer ? training.rate().ofNewLayers() : 1);
            changed.setLrAndSchedule(
                    Double.NaN,
                    new CosineSchedule(
                            peak,
                            start() - cosine.first(),
                            cosine.iterations(),
                            training.rate().warmUpIterations()));
            return;
        }
        ISchedule schedule = access.schedule().apply(changed);
        int warmUp = training.rate().warmUpIterations();
        if (schedule == null) {
            double rate = changed.getLearningRate(iteration, epoch) * factor;
            changed.setLrAndSchedule(rate, warmUp == 0 ? null : Schedules.warmUp(rate, start(), warmUp));
        } else {
            ISchedule times = Schedules.times(schedule, factor);
            changed.setLrAndSchedule(Double.NaN, warmUp == 0 ? times : new WarmUpSchedule(times, start(), warmUp));
        }
    }

    private int start() {
        return training.carriesState() ? iteration : 0;
    }

    /** By what the updater's rate is multiplied; 1 for a new schedule, which may follow on a rate of zero. */
    private double rateFactor(IUpdater updater, List<ParamKey> keys) {
        LearningRates request = training.rate();
        return request.factor()
                * (ofNewLayer && request.cosine() == null ? request.ofNewLayers() : 1)
                * (request.follows() ? rate(updater, keys).mean() : 1);
    }

    /** By what the updater's rate is multiplied, if the array holds the rate; else 1. */
    double factorOf(IUpdater updater, List<ParamKey> keys, StateSlot slot) {
        UpdaterRule rule = UpdaterRule.of(updater);
        return rule != null && rule.holdsRate(slot) ? rateFactor(updater, keys) : 1;
    }

    /** The rates that single weights need. */
    Spread rate(IUpdater updater, List<ParamKey> keys) {
        UpdaterRule rule = UpdaterRule.of(updater);
        return rule == null
                ? Scaling.NONE.power(0, 0)
                : all(keys, scaling -> rule.step().rate(scaling));
    }

    /** Whether one of the parameters, or its gradient, is not as the teacher's. */
    boolean isScaled(List<ParamKey> keys) {
        return !isOne(all(keys, scaling -> scaling.power(1, 0))) || !isOne(gradients(keys));
    }

    private static boolean isOne(Spread spread) {
        return spread.isUniform() && Math.abs(spread.mean() - 1) < 1e-9;
    }

    /** By what gradients are multiplied. */
    Spread gradients(List<ParamKey> keys) {
        return all(keys, scaling -> scaling.power(0, 1));
    }

    Spread all(List<ParamKey> keys, Function<Scaling, Spread> power) {
        Spread all = null;
        for (ParamKey key : keys) {
            Spread spread = power.apply(training.scaling(key));
            all = all == null ? spread : all.and(spread);
        }
        return all == null ? Scaling.NONE.power(0, 0) : all;
    }
}
