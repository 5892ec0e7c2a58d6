package io.github.net2net.examples.models;

import io.github.net2net.graph.Quantities;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers for people. */
final class Numbers {
    private Numbers() {}

    /** "138 357 544"; "?" for null. */
    static String count(@Nullable Long number) {
        return number == null ? "?" : Quantities.grouped(number);
    }

    /** "+66 %". */
    static String change(long before, long after) {
        return before == 0 ? "" : String.format(Locale.ROOT, "%+.0f %%", 100 * ((double) after / before - 1));
    }
}
