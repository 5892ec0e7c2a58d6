package io.github.net2net.dl4j.internal.training;

import com.google.common.collect.Maps;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.learningrate.CosineSchedule;
import io.github.net2net.dl4j.learningrate.WarmUpSchedule;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/** Schedules that continue from the teacher's, at other rates. */
final class Schedules {
    private Schedules() {}

    /**
     * The schedule with every value times {@code factor}.
     *
     * @throws GrowthException if it is of a kind whose values can't be reached
     */
    static ISchedule times(ISchedule schedule, double factor) {
        if (factor == 1) {
            return schedule.clone();
        } else if (schedule instanceof WarmUpSchedule warmUp) {
            return new WarmUpSchedule(times(warmUp.schedule(), factor), warmUp.fromIteration(), warmUp.iterations());
        } else if (schedule instanceof CosineSchedule cosine) {
            return cosine.times(factor);
        } else if (schedule instanceof FixedSchedule fixed) {
            return new FixedSchedule(fixed.getValue() * factor);
        } else if (schedule instanceof MapSchedule map) {
            return new MapSchedule(
                    map.getScheduleType(), Maps.newHashMap(Maps.transformValues(map.getValues(), v -> v * factor)));
        } else if (schedule instanceof StepSchedule step) {
            return new StepSchedule(
                    step.getScheduleType(), step.getInitialValue() * factor, step.getDecayRate(), step.getStep());
        } else if (schedule instanceof ExponentialSchedule decay) {
            return new ExponentialSchedule(decay.getScheduleType(), decay.getInitialValue() * factor, decay.getGamma());
        } else if (schedule instanceof CycleSchedule cycle) {
            return new CycleSchedule(
                    cycle.getScheduleType(),
                    cycle.getInitialLearningRate() * factor,
                    cycle.getMaxLearningRate() * factor,
                    cycle.getCycleLength(),
                    cycle.getAnnealingLength(),
                    cycle.getAnnealingDecay());
        }
        return smooth(schedule, factor);
    }

    private static ISchedule smooth(ISchedule schedule, double factor) {
        if (schedule instanceof InverseSchedule inverse) {
            return new InverseSchedule(
                    inverse.getScheduleType(),
                    inverse.getInitialValue() * factor,
                    inverse.getGamma(),
                    inverse.getPower());
        } else if (schedule instanceof PolySchedule poly) {
            return new PolySchedule(
                    poly.getScheduleType(), poly.getInitialValue() * factor, poly.getPower(), poly.getMaxIter());
        } else if (schedule instanceof SigmoidSchedule sigmoid) {
            return new SigmoidSchedule(
                    sigmoid.getScheduleType(),
                    sigmoid.getInitialValue() * factor,
                    sigmoid.getGamma(),
                    sigmoid.getStepSize());
        }
        throw new GrowthException("cannot multiply the learning rate by " + factor + ": a "
                + schedule.getClass().getSimpleName() + " does not show its values. Use LearningRates.keep(), and set"
                + " the student's schedule afterwards.");
    }

    /**
     * The constant rate, after a linear rise from the given iteration on: rate · (i + 1) / (n + 1) in the i-th of n
     * iterations.
     */
    static ISchedule warmUp(double rate, int fromIteration, int iterations) {
        MapSchedule.Builder builder = new MapSchedule.Builder(ScheduleType.ITERATION).add(0, rate);
        for (int i = 0; i <= iterations; i++) {
            builder.add(fromIteration + i, rate * WarmUpSchedule.fraction(i, iterations));
        }
        return builder.build();
    }
}
