package io.github.net2net.plan;

/**
 * What keeps a network from becoming the target.
 *
 * @param layer where
 * @param what how the two differ, and why there is no exact way
 */
record TargetDifference(String layer, String what) {
    @Override
    public String toString() {
        return layer + ": " + what;
    }
}
