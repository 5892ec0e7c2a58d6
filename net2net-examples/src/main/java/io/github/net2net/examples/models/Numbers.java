package io.github.net2net.examples.models;

import io.github.net2net.graph.Quantities;
import org.jspecify.annotations.Nullable;

/** Numbers for people. */
final class Numbers {
    private Numbers() {}

    /** "138,357,544"; "?" for null. */
    static String count(@Nullable Long number) {
        return number == null ? "?" : Quantities.grouped(number);
    }
}
