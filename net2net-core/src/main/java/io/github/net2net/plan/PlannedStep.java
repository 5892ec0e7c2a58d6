package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelMap;

/**
 * What one step of the recipe comes to.
 *
 * @param headline "widen conv2 64 -&gt; 96"
 * @param notes groups, reasons, skipped layers; one line each
 * @param edits what happens to parameters
 * @param donors who is copied, for each group of channels that is widened
 * @param exactness where the function is preserved
 */
public record PlannedStep(
        String headline,
        ImmutableList<String> notes,
        ImmutableList<EditLine> edits,
        ImmutableList<GroupDonors> donors,
        Exactness exactness) {

    /**
     * What happens to one parameter, or to all of a node's alike.
     *
     * @param target "conv2.W", "bn2.*"
     * @param text "out 64-&gt;96  copy"
     */
    public record EditLine(String target, String text) {}

    /**
     * The widening of one group of channels.
     *
     * @param layers the layers that put the group out
     * @param map from the teacher's channels to the student's
     */
    public record GroupDonors(ImmutableList<String> layers, ChannelMap map) {}
}
