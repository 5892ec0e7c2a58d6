package io.github.net2net.rule;

/** What is grown: the function-preserving student, or one to compare it with. */
public enum Baseline {
    /** The student that preserves the function: the default. */
    NONE,
    /**
     * The teacher's weights bit-equal inside larger tensors, everything new as the layers' own initializers make it,
     * inserted layers included.
     */
    RANDOM_PAD,
    /** Every parameter that growing adds or changes as the layers' own initializers make it; the others are the teacher's. */
    RANDOM_INIT,
    /** Every parameter as the layers' own initializers make it: the student's architecture, without anything of the teacher. */
    FROM_SCRATCH
}
