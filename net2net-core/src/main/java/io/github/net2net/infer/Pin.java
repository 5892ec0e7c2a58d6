package io.github.net2net.infer;

/**
 * Why a group of channels can't change.
 *
 * @param node the node that holds it fast
 * @param reason the end of a sentence that begins with the node: "is the network's output"
 * @param advice a sentence with what to do instead: "Widen a layer before 'out'."
 */
public record Pin(String node, String reason, String advice) {
    /** A pin around which another layer has to be found. */
    public Pin(String node, String reason) {
        this(node, reason, "Widen another layer.");
    }

    @Override
    public String toString() {
        return "'" + node + "' " + reason;
    }
}
