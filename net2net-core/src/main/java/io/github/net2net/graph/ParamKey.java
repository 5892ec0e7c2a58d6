package io.github.net2net.graph;

/** The address of a parameter array: {@code conv2.W}. */
public record ParamKey(String node, String param) {
    @Override
    public String toString() {
        return node + "." + param;
    }
}
