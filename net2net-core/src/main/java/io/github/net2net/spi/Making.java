package io.github.net2net.spi;

import org.jspecify.annotations.Nullable;

/** How an adapter makes a new node, or the layer that the node is the first of. */
public sealed interface Making {

    /** The node whose layer's settings it takes over; null for none. */
    default @Nullable String template() {
        return null;
    }

    /** Whether baselines leave it out: it has no weights, and serves to preserve the function. */
    default boolean isAid() {
        return false;
    }

    /** A copy of the template's layer. */
    record Copy(@Override String template) implements Making {}

    /** A copy of the template's layer, its activation replaced with the identity. */
    record LinearCopy(@Override String template) implements Making {}

    /** A layer that applies the template's activation function, and nothing else. */
    record ActivationOf(@Override String template) implements Making {}

    /** A layer that applies ReLU. */
    record Relu() implements Making {}

    /** The element-wise sum of what it reads. */
    record Sum() implements Making {}

    /**
     * A layer without a model in the network.
     *
     * @param layer what it computes
     * @param template the node whose layer's updater, initializer and regularization it takes over
     */
    record New(NewLayer layer, @Override String template) implements Making {}

    /** A dropout layer. */
    record Dropout(double rate) implements Making {
        @Override
        public boolean isAid() {
            return true;
        }
    }

    /** A multiplication by a constant. */
    record Scaling(double factor) implements Making {
        @Override
        public boolean isAid() {
            return true;
        }
    }
}
