package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import org.jspecify.annotations.Nullable;

/** How many places a sliding window has. */
final class Windows {
    private Windows() {}

    /** The output's extent, null if the input's is unknown. */
    static @Nullable Integer output(Dimension window, @Nullable Integer input) {
        if (input == null) {
            return null;
        }
        return window.padding() == Padding.EXPLICIT
                ? (input + 2 * window.pad() - window.extent()) / window.stride() + 1
                : Integer.valueOf((input + window.stride() - 1) / window.stride());
    }
}
