package io.github.net2net.dl4j.internal.model;

import io.github.net2net.GrowthException;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Names of the nodes that one layer turns into. The node with the layer's own name holds what is trained most. */
public final class NodeNames {
    private static final Pattern PART = Pattern.compile("::\\w+$");

    private NodeNames() {}

    /** The name of a part of a layer. */
    public static String part(String layer, String part) {
        return layer + "::" + part;
    }

    /** The name of a part of the preprocessor before a layer, by its number from 0. */
    public static String input(String layer, int number) {
        return part(layer, "input" + (number == 0 ? "" : String.valueOf(number)));
    }

    /** Whether the node is a part of a preprocessor. */
    public static boolean isPreprocessor(String node) {
        return node.matches(".*::input\\d*");
    }

    /** Refuses a layer's name that would be mistaken for a part of a layer. */
    public static void check(String layer) {
        if (PART.matcher(layer).find()) {
            throw new GrowthException("cannot read the network: the layer name '" + layer + "' ends like the names that"
                    + " parts of layers have here. Give the layer another name.");
        }
    }

    /** The name of a layer at the given place, as DL4J would give it where there is none. */
    public static String of(Layer layer, int index) {
        return layer.getLayerName() == null ? "layer" + index : layer.getLayerName();
    }

    /** The layer that a node belongs to. */
    public static String layerOf(String node) {
        return PART.matcher(node).replaceFirst("");
    }
}
