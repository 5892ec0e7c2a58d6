package io.github.net2net.plan;

/**
 * What keeps a network from becoming the target.
 *
 * @param layer where
 * @param wanted its counterpart in the target, or its own name if it has none
 * @param what how the two differ, and why there is no exact way
 */
record TargetDifference(String layer, String wanted, String what) {
    TargetDifference(String layer, String what) {
        this(layer, layer, what);
    }

    /** Both names, where they differ. */
    String names() {
        return layer.equals(wanted) ? layer : layer + " ('" + wanted + "' in the target)";
    }

    @Override
    public String toString() {
        return names() + ": " + what;
    }
}
