package io.github.net2net.rule;

/**
 * What becomes of constraints on weights, such as a maximum norm, that an optimizer applies after each step. Copied
 * weights, divided weights and noise have other norms than the teacher's, so that a constraint would change the function
 * at the first step. Where a factor on its limits makes it act as the teacher's does, the factor is set.
 */
public enum WeightConstraints {
    /** Where no factor does, the growth is refused: the default. */
    EXACT,
    /** Where no factor does, the constraint is kept as it is. The first training step may change the function. */
    KEEP,
    /** Where no factor does, the student has no such constraint. */
    DROP
}
