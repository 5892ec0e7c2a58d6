package io.github.net2net.examples.models;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers for people. */
final class Numbers {
    private static final double KILO = 1000;

    private Numbers() {}

    /** "138 357 544"; "?" for null. */
    static String count(@Nullable Long number) {
        return number == null ? "?" : String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    /** "662.8 kB". */
    static String bytes(long bytes) {
        double value = bytes;
        for (String unit : new String[] {"B", "kB", "MB"}) {
            if (value < KILO) {
                return String.format(Locale.ROOT, unit.equals("B") ? "%.0f %s" : "%.1f %s", value, unit);
            }
            value /= KILO;
        }
        return String.format(Locale.ROOT, "%.1f GB", value);
    }

    /** "+66 %". */
    static String change(long before, long after) {
        return before == 0 ? "" : String.format(Locale.ROOT, "%+.0f %%", 100 * ((double) after / before - 1));
    }
}
