package io.github.net2net.dl4j.layer;

/**
 * The activations that flow from one layer or vertex to the next.
 *
 * @param node the node that outputs it
 * @param channels the number of channels
 * @param format the format, as far as it is known
 */
public record LayerActivations(String node, int channels, ActivationFormat format) {}
