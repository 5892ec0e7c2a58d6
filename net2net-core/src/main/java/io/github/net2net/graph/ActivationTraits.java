package io.github.net2net.graph;

/**
 * What is known of an element-wise activation function f.
 *
 * @param name as the framework prints it
 * @param idempotent f(f(x)) = f(x) for every x, so that an identity layer fits behind it (identity, ReLU, hard tanh)
 * @param homogeneous f(a·x) = a·f(x) for every a &gt; 0 (identity, ReLU, leaky ReLU)
 */
public record ActivationTraits(String name, boolean idempotent, boolean homogeneous) {

    /** The identity. */
    public static final ActivationTraits IDENTITY = new ActivationTraits("identity", true, true);
}
