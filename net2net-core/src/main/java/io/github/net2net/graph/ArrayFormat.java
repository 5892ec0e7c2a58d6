package io.github.net2net.graph;

import org.jspecify.annotations.Nullable;

/** The format of the arrays that a node outputs. Adapters know what it is; the core only compares formats. */
public interface ArrayFormat {

    /** Whether channels and positions are on the same axes, so that a layer for one format fits the other. */
    boolean hasAxesOf(ArrayFormat other);

    /** How many positions one example has; null if that is not known. */
    @Nullable
    Long positions();
}
