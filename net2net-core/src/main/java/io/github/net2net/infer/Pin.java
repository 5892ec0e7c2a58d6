package io.github.net2net.infer;

/**
 * Why a group of channels can't change.
 *
 * @param node the node that holds it fast
 * @param reason the end of a sentence that begins with the node: "is the network's output"
 */
public record Pin(String node, String reason) {
    @Override
    public String toString() {
        return "'" + node + "' " + reason;
    }
}
