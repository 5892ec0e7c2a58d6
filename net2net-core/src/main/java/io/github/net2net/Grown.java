package io.github.net2net;

/**
 * A student and how it came to be.
 *
 * @param network the student; it shares no memory with the teacher
 * @param report the plan, and how far student and teacher are apart if they were compared
 * @param <N> the framework's network type
 */
public record Grown<N>(N network, GrowthReport report) {

    /** The plan that was carried out. */
    public GrowthPlan plan() {
        return report.plan();
    }
}
