package io.github.net2net.dl4j.layer;

/**
 * What a layer or vertex reads.
 *
 * @param node the node that outputs it
 * @param channels the number of channels
 * @param format the format, as far as it is known
 */
public record LayerInput(String node, int channels, ActivationFormat format) {}
