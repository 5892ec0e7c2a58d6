package io.github.net2net.examples.quickstart;

/** A guess at how long a run takes. */
final class Duration {
    /** Images a second on two cores with oneDNN. */
    private static final double TEACHER = 800;

    private static final double STUDENT = 400;

    private static final double MEASURING = 4000;

    /** Of all networks together. */
    private static final double MEASUREMENTS = 54;

    /** How much slower DL4J's own code is. */
    private static final double WITHOUT_ONEDNN = 4;

    private Duration() {}

    /** In words: "20 seconds", "2 minutes". */
    static String of(Settings settings, boolean oneDnn) {
        double images = settings.growthPoint();
        double measuring = settings.data().testImages() * MEASUREMENTS / MEASURING;
        double seconds = 5 + (images * 2 / TEACHER + images * 4 / STUDENT + measuring) * (oneDnn ? 1 : WITHOUT_ONEDNN);
        return seconds < 90
                ? Math.round(seconds / 10 + 0.5) * 10 + " seconds"
                : Math.round(seconds / 60 + 0.2) + " minutes";
    }
}
