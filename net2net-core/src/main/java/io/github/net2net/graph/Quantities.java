package io.github.net2net.plan;

import java.util.Locale;

/** Numbers of bytes, for people. */
public final class Bytes {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Bytes() {}

    /** "512 bytes", "1.5 kB", "12.0 GB": powers of 1000. */
    public static String text(double bytes) {
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
}
