package io.github.net2net;

/** What a student can be compared with that is grown without preserving the function. */
public enum Baseline {
    /**
     * The teacher's weights bit-equal inside larger tensors, everything new as the layers' own initializers make it,
     * inserted layers included.
     */
    RANDOM_PAD
}
