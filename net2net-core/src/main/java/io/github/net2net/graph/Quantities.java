package io.github.net2net.graph;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers for people. */
public final class Quantities {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};
    private static final int MOST_NAMED = 4;

    private Quantities() {}

    /** "512 bytes", "1.5 kB", "12.0 GB": powers of 1000. */
    public static String bytes(double bytes) {
        if (bytes < 1000) {
            return String.format(Locale.ROOT, "%.0f bytes", bytes);
        }
        double value = bytes / 1000;
        int unit = 0;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** "138,357,544". */
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** "+66%", "+0.04%"; empty where there was nothing before. */
    public static String change(long before, long after) {
        double percent = 100 * ((double) after / before - 1);
        boolean small = after != before && after != 0 && (Math.abs(percent) < 0.5 || percent < -99);
        return before == 0 ? "" : String.format(Locale.ROOT, small ? "%+.2f%%" : "%+.0f%%", percent);
    }

    /** "conv1, conv2", "conv1, conv2, conv3, conv4 and 5 more". */
    public static String some(Collection<String> names) {
        String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMED ? first + " and " + (names.size() - MOST_NAMED) + " more" : first;
    }

    /** "1 channel", "2 channels", "0 channels". */
    public static String of(long number, String noun) {
        return number + " " + noun(number, noun);
    }

    /** "channel" of one, "channels" of others; "classes", "entries". */
    public static String noun(long number, String noun) {
        if (number == 1) {
            return noun;
        } else if (noun.endsWith("y")) {
            return noun.substring(0, noun.length() - 1) + "ies";
        }
        return noun + (noun.endsWith("s") ? "es" : "s");
    }
}
