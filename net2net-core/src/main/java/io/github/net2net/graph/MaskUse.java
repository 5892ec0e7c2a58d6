package io.github.net2net.graph;

/** What a node does with a mask, which defines the valid positions of a series or an image. */
public enum MaskUse {
    /** It hands the mask on. A node with a kernel pools it over the kernel's window, see {@link Kernel#keepsMasks}. */
    PASSES,
    /** It hands the mask on, and sets its outputs to zero where the mask does. */
    ZEROES,
    /** As {@link #ZEROES}, with the mask of its first input; no mask of the others goes beyond it. */
    ZEROES_BY_FIRST,
    /** An input that takes a mask. */
    STARTS,
    /** No mask goes beyond this node. */
    ENDS,
    /** As {@link #ENDS}; it makes a mask of its own, of the positions all of whose channels are exactly a constant. */
    COMPARES,
    /** It hands the mask on at a size or with values that need not fit its output. */
    DISTORTS,
    /** It hands the mask on, but can fail with it once it has more channels. */
    FAILS_IF_WIDER,
    /** It fails where a mask arrives. An input whose mask certainly arrives there can't take one. */
    REJECTS;

    /** Whether the node sets its outputs to zero where the mask that it hands on does. */
    public boolean zeroes() {
        return this == ZEROES || this == ZEROES_BY_FIRST;
    }
}
