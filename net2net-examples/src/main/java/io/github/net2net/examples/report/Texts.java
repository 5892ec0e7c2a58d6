package io.github.net2net.examples.report;

import com.google.common.math.Stats;
import java.util.List;
import java.util.Locale;

/** Numbers for people. */
final class Texts {
    private static final String NARROW_SPACE = "\u202f";
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private Texts() {}

    /** The sample's standard deviation; 0 for a single number. */
    static double deviation(Stats stats) {
        return stats.count() < 2 ? 0 : stats.sampleStandardDeviation();
    }

    /** "96.12%". */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share) + "%";
    }

    /** "4%". */
    static String share(double share) {
        return Math.round(100 * share) + "%";
    }

    /** "1.2e-07"; "0". */
    static String small(double number) {
        return number == 0 ? "0" : String.format(Locale.ROOT, "%.1e", number);
    }

    /** "1.20 points", without a sign. */
    static String points(double difference) {
        return String.format(Locale.ROOT, "%.2f", 100 * Math.abs(difference)) + " points";
    }

    /** "+1.20", "−1.20", "0.00": points. */
    static String signed(double difference) {
        String text = String.format(Locale.ROOT, "%+.2f", 100 * difference);
        return text.matches("[+-]0\\.00") ? "0.00" : text.replace('-', '\u2212');
    }

    /** "96.12% ± 0.30". */
    static String percent(Stats stats) {
        return percent(stats.mean())
                + (stats.count() < 2 ? "" : String.format(Locale.ROOT, " ± %.2f", 100 * deviation(stats)));
    }

    /** "0.1234 ± 0.0100". */
    static String loss(Stats stats) {
        return String.format(Locale.ROOT, "%.4f", stats.mean())
                + (stats.count() < 2 ? "" : String.format(Locale.ROOT, " ± %.4f", deviation(stats)));
    }

    /** "25,000". */
    static String count(double number) {
        return count(Math.round(number));
    }

    /** "25,000". */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** "0.42". */
    static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    /** "42 s", "7 min 5 s", "3 h 20 min". */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < MINUTE) {
            return whole + NARROW_SPACE + "s";
        }
        if (whole < HOUR) {
            return whole / MINUTE + NARROW_SPACE + "min " + whole % MINUTE + NARROW_SPACE + "s";
        }
        return whole / HOUR + NARROW_SPACE + "h " + whole % HOUR / MINUTE + NARROW_SPACE + "min";
    }

    /** A cost in the unit of its axis. */
    static String cost(Axis axis, double cost) {
        if (axis == Axis.MULTIPLY_ADDS || axis == Axis.TOTAL_MULTIPLY_ADDS) {
            return cost == 0 ? "unknown" : String.format(Locale.ROOT, "%.3g", cost);
        }
        return axis.isTime() ? duration(cost) : count(cost);
    }

    /** "a, b and c". */
    static String list(List<String> texts) {
        int last = texts.size() - 1;
        return last < 1
                ? String.join("", texts)
                : String.join(", ", texts.subList(0, last)) + " and " + texts.get(last);
    }

    /** "1 seed", "3 seeds". */
    static String seeds(int number) {
        return number == 1 ? "1 seed" : number + " seeds";
    }
}
