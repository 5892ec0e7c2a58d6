package io.github.net2net.spi;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.graph.NetGraph;

/**
 * What a network is, without its weights.
 *
 * @param graph its structure
 * @param layers the settings of its layers and vertices by name; those that the graph holds are left out
 */
public record Description(NetGraph graph, ImmutableMap<String, Settings> layers) {
    /** What the settings of the whole network are stored under. */
    public static final String NETWORK = "";

    /**
     * Settings of a layer or vertex, as texts to be compared and printed.
     *
     * @param computing those on which its function depends
     * @param training those on which only training depends: updater, regularization, dropout
     */
    public record Settings(ImmutableMap<String, String> computing, ImmutableMap<String, String> training) {
        /** No settings. */
        public static final Settings NONE = new Settings(ImmutableMap.of(), ImmutableMap.of());
    }

    /** The settings of the layer. */
    public Settings settings(String layer) {
        return layers.getOrDefault(layer, Settings.NONE);
    }
}
