package io.github.net2net.graph;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers for people. */
public final class Quantities {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

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

    /** "138 357 544". */
    public static String grouped(long number) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setGroupingSeparator(' ');
        return new DecimalFormat("#,##0", symbols).format(number);
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
