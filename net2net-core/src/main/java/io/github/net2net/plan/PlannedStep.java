package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;

/**
 * What one step of the recipe comes to.
 *
 * @param headline "widen conv2 64 -&gt; 96"
 * @param notes groups, reasons, skipped layers; one line each
 * @param edits what happens to parameters
 * @param exact whether the function is preserved in inference
 * @param exactInTraining whether it is in training mode too
 */
public record PlannedStep(
        String headline,
        ImmutableList<String> notes,
        ImmutableList<EditLine> edits,
        boolean exact,
        boolean exactInTraining) {

    /**
     * What happens to one parameter, or to all of a node's alike.
     *
     * @param target "conv2.W", "bn2.*"
     * @param text "out 64-&gt;96  copy"
     */
    public record EditLine(String target, String text) {}
}
