package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.graph.Quantities;
import io.github.net2net.spi.Memory;
import java.util.Map;

/**
 * Refuses a step whose student can't fit into memory, before anything large is allocated.
 *
 * @param step for messages
 */
public record MemoryCheck(PlanState state, Step step) {
    /** How the remedy in its refusals begins. */
    public static final String REMEDY = "Grow by less, or ";

    /** What a plan holds for each entry of an axis that grows: its source, its share, and copies of both. */
    private static final int PLAN_BYTES_PER_ENTRY = 100;

    /**
     * Checks the student that a plan leads to if some groups of it grow.
     *
     * @throws GrowthException if teacher and student don't fit into memory, or the plan doesn't
     */
    void check(Map<ChannelGroup, Integer> sizes) {
        Sizing sizing = new Sizing(state, sizes);
        checkPlan(sizing.grownEntries());
        Memory memory = state.memory();
        double parameters = sizing.parameters() + state.teacher().parameterCount();
        double bytes = parameters * memory.elementsPerParameter() * memory.bytesPerElement();
        if (bytes > memory.limit()) {
            String arrays =
                    memory.elementsPerParameter() > 1 ? "parameters, gradients and optimizer state" : "parameters";
            throw new GrowthException("cannot " + step.text() + ": the " + arrays
                    + " of teacher and student would take "
                    + Quantities.bytes(bytes) + ", and there are " + Quantities.bytes((double) memory.limit())
                    + ". " + REMEDY
                    + memory.advice() + ".");
        }
    }

    /** Checks that a plan for axes of so many entries fits into Java's memory. */
    void checkPlan(double entries) {
        double bytes = entries * PLAN_BYTES_PER_ENTRY;
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap) {
            throw new GrowthException("cannot " + step.text() + ": the plan alone would take " + Quantities.bytes(bytes)
                    + ", and Java has " + Quantities.bytes((double) heap) + ". " + REMEDY + "raise -Xmx.");
        }
    }
}
