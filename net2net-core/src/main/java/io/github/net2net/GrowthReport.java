package io.github.net2net;

import java.time.Duration;

/**
 * What a growth did.
 *
 * @param plan the plan that was carried out
 * @param comparison student against teacher; empty if no probe was given
 * @param elapsed the time it took, comparison included
 */
public record GrowthReport(GrowthPlan plan, Comparison comparison, Duration elapsed) {
    @Override
    public String toString() {
        String verdict = comparison.isEmpty() ? "not compared (use verifyOn(probe))" : comparison.toString();
        return String.format("%s%nstudent against teacher, in %d ms:%n%s", plan, elapsed.toMillis(), verdict.indent(1));
    }
}
