package io.github.net2net.reference;

import io.github.net2net.graph.ArrayFormat;

/** The format of a feature map with so many positions; one of a single position has no axis for them. */
record Places(int count) implements ArrayFormat {
    @Override
    public boolean hasAxesOf(ArrayFormat other) {
        return other instanceof Places places && (places.count == 1) == (count == 1);
    }

    @Override
    public Long positions() {
        return (long) count;
    }
}
