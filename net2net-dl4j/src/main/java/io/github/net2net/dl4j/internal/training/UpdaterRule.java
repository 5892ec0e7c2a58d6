package io.github.net2net.dl4j.internal.training;

import com.google.common.collect.ImmutableList;
import io.github.net2net.spi.Scaling;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.spi.StateSlot.Scale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * What net2net knows of one of DL4J's updaters. With weights p and gradients g times the teacher's, updates must be p
 * times the teacher's for the student to follow it.
 *
 * @param type the updater
 * @param step how its updates scale with the gradient
 * @param slots how its arrays scale, in the order in which it lies in memory
 * @param access to its rate's schedule and its ε, null if it has neither
 */
record UpdaterRule(
        Class<? extends IUpdater> type,
        Step step,
        ImmutableList<SlotRule> slots,
        @Nullable Access access) {

    /** How updates scale. */
    enum Step {
        /** As the gradient, so that the rate scales by p / g. */
        PROPORTIONAL,
        /** Not at all, but for ε; so that the rate scales by p, and ε by g. */
        NORMALIZED,
        /**
         * Not at all, and there is no rate: AdaDelta's memory of updates scales instead, and the ε beside it, by p². The
         * same ε stands beside the gradients' squares, where it would have to scale by g² but is small.
         */
        WITHOUT_RATE;

        Scaling.Spread rate(Scaling scaling) {
            return this == PROPORTIONAL ? scaling.power(1, -1) : scaling.power(1, 0);
        }

        Scaling.Spread epsilon(Scaling scaling) {
            return this == WITHOUT_RATE ? scaling.power(2, 0) : scaling.power(0, 1);
        }
    }

    /** One array. */
    record SlotRule(String name, Scale scale, boolean holdsRate, ToDoubleFunction<IUpdater> initial) {

        static SlotRule of(String name, Scale scale) {
            return new SlotRule(name, scale, false, updater -> 0);
        }

        StateSlot slot(IUpdater updater) {
            return new StateSlot(name, scale, initial.applyAsDouble(updater));
        }
    }

    /** Getters and setters that DL4J's updaters have one by one. */
    record Access(
            Function<IUpdater, @Nullable ISchedule> schedule,
            @Nullable ToDoubleFunction<IUpdater> epsilon,
            @Nullable BiConsumer<IUpdater, Double> setEpsilon) {

        static <U extends IUpdater> Access of(
                Class<U> type,
                Function<U, @Nullable ISchedule> schedule,
                ToDoubleFunction<U> epsilon,
                BiConsumer<U, Double> setEpsilon) {
            return new Access(
                    updater -> schedule.apply(type.cast(updater)),
                    updater -> epsilon.applyAsDouble(type.cast(updater)),
                    (updater, value) -> setEpsilon.accept(type.cast(updater), value));
        }

        static <U extends IUpdater> Access of(Class<U> type, Function<U, @Nullable ISchedule> schedule) {
            return new Access(updater -> schedule.apply(type.cast(updater)), null, null);
        }
    }

    private static final SlotRule M = SlotRule.of("m", Scale.FIRST_MOMENT);
    private static final SlotRule V = SlotRule.of("v", Scale.SECOND_MOMENT);

    private static final ImmutableList<UpdaterRule> ALL = ImmutableList.of(
            new UpdaterRule(NoOp.class, Step.WITHOUT_RATE, ImmutableList.of(), null),
            new UpdaterRule(
                    Sgd.class,
                    Step.PROPORTIONAL,
                    ImmutableList.of(),
                    Access.of(Sgd.class, Sgd::getLearningRateSchedule)),
            new UpdaterRule(
                    Nesterovs.class,
                    Step.PROPORTIONAL,
                    ImmutableList.of(new SlotRule("v", Scale.FIRST_MOMENT, true, updater -> 0)),
                    Access.of(Nesterovs.class, Nesterovs::getLearningRateSchedule)),
            new UpdaterRule(
                    Adam.class,
                    Step.NORMALIZED,
                    ImmutableList.of(M, V),
                    Access.of(Adam.class, Adam::getLearningRateSchedule, Adam::getEpsilon, Adam::setEpsilon)),
            new UpdaterRule(
                    AdaMax.class,
                    Step.NORMALIZED,
                    ImmutableList.of(M, SlotRule.of("u", Scale.MAGNITUDE)),
                    Access.of(AdaMax.class, AdaMax::getLearningRateSchedule, AdaMax::getEpsilon, AdaMax::setEpsilon)),
            new UpdaterRule(
                    Nadam.class,
                    Step.NORMALIZED,
                    ImmutableList.of(M, V),
                    Access.of(Nadam.class, Nadam::getLearningRateSchedule, Nadam::getEpsilon, Nadam::setEpsilon)),
            new UpdaterRule(
                    AMSGrad.class,
                    Step.NORMALIZED,
                    ImmutableList.of(M, V, SlotRule.of("vHat", Scale.SECOND_MOMENT)),
                    Access.of(
                            AMSGrad.class, AMSGrad::getLearningRateSchedule, AMSGrad::getEpsilon, AMSGrad::setEpsilon)),
            new UpdaterRule(
                    AdaGrad.class,
                    Step.NORMALIZED,
                    ImmutableList.of(
                            new SlotRule("h", Scale.SECOND_MOMENT, false, updater -> AdaGrad.DEFAULT_ADAGRAD_EPSILON)),
                    Access.of(
                            AdaGrad.class, AdaGrad::getLearningRateSchedule, AdaGrad::getEpsilon, AdaGrad::setEpsilon)),
            new UpdaterRule(
                    RmsProp.class,
                    Step.NORMALIZED,
                    ImmutableList.of(new SlotRule(
                            "g2", Scale.SECOND_MOMENT, false, updater -> ((RmsProp) updater).getEpsilon())),
                    Access.of(
                            RmsProp.class, RmsProp::getLearningRateSchedule, RmsProp::getEpsilon, RmsProp::setEpsilon)),
            new UpdaterRule(
                    AdaDelta.class,
                    Step.WITHOUT_RATE,
                    ImmutableList.of(V, SlotRule.of("dx2", Scale.SQUARED_UPDATE)),
                    Access.of(AdaDelta.class, updater -> null, AdaDelta::getEpsilon, AdaDelta::setEpsilon)));

    /** Whether an array holds the learning rate, as Nesterovs' velocity does. */
    boolean holdsRate(StateSlot slot) {
        return slots.stream().anyMatch(rule -> rule.holdsRate && rule.name.equals(slot.name()));
    }

    /** The rule for an updater; null for one that net2net doesn't know. */
    static @Nullable UpdaterRule of(IUpdater updater) {
        return ALL.stream()
                .filter(rule -> rule.type == updater.getClass())
                .findFirst()
                .orElse(null);
    }
}
