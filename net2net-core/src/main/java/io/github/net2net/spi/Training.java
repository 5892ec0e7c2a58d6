package io.github.net2net.spi;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.WeightConstraints;

/**
 * How training continues in the student.
 *
 * @param carriesState whether the optimizer's state and its counts of iterations and epochs are the teacher's
 * @param rate what becomes of learning rates
 * @param balanced whether parameters scale as their gradients do, so that steps in proportion to the gradient are the
 *     teacher's at its rate
 * @param constraints what becomes of constraints on weights
 * @param scalings of the parameters that are not copied as they are
 * @param norms of the same parameters
 */
public record Training(
        boolean carriesState,
        LearningRates rate,
        boolean balanced,
        WeightConstraints constraints,
        ImmutableMap<ParamKey, Scaling> scalings,
        ImmutableMap<ParamKey, NormChange> norms) {

    /** How the student's parameter compares with the teacher's. */
    public Scaling scaling(ParamKey key) {
        return scalings.getOrDefault(key, Scaling.NONE);
    }
}
