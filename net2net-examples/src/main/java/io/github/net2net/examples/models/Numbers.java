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
        double percent = before == 0 ? 0 : 100 * ((double) after / before - 1);
        boolean rounds = after != before && after != 0 && (Math.abs(percent) < 0.5 || percent < -99);
        return before == 0 ? "" : String.format(Locale.ROOT, rounds ? "%+.2f %%" : "%+.0f %%", percent);
    }
}
