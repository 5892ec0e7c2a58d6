package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelMap;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one step of the recipe comes to.
 *
 * @param headline "widen conv2 64 -&gt; 96"
 * @param notes groups, reasons, skipped layers; one line each
 * @param edits what happens to parameters
 * @param donors who is copied, for each group of channels that is widened
 * @param exactness where the function is preserved
 * @param baseline what the random-pad baseline prints instead, null if that is the same
 */
public record PlannedStep(
        String headline,
        ImmutableList<String> notes,
        ImmutableList<EditLine> edits,
        ImmutableList<GroupDonors> donors,
        Exactness exactness,
        @Nullable BaselineText baseline) {

    /** What the random-pad baseline prints. */
    record BaselineText(String headline, ImmutableList<String> notes) {
        /** Of a step that it leaves out. */
        static final BaselineText NOTHING = new BaselineText("", ImmutableList.of());
    }

    /** This step in the random-pad baseline, which preserves nothing; empty if it is left out there. */
    Optional<PlannedStep> padded() {
        if (BaselineText.NOTHING.equals(baseline)) {
            return Optional.empty();
        }
        return Optional.of(new PlannedStep(
                baseline == null ? headline : baseline.headline,
                baseline == null ? notes : baseline.notes,
                edits.stream().map(EditLine::padded).collect(ImmutableList.toImmutableList()),
                donors.stream().map(GroupDonors::padded).collect(ImmutableList.toImmutableList()),
                Exactness.NONE,
                null));
    }

    /**
     * What happens to one parameter, or to all of a node's alike.
     *
     * @param target "conv2.W", "bn2.*"
     * @param changes of its axes
     */
    public record EditLine(String target, ImmutableList<AxisChange> changes) {

        /** "out 64-&gt;96  copy". */
        public String text() {
            return changes.stream()
                    .map(change -> change.sizes + "  " + change.values)
                    .collect(Collectors.joining("; "));
        }

        private EditLine padded() {
            return new EditLine(
                    target,
                    changes.stream()
                            .map(change -> new AxisChange(change.sizes, "pad with initial values"))
                            .collect(ImmutableList.toImmutableList()));
        }
    }

    /**
     * What happens to one axis.
     *
     * @param sizes "out 64-&gt;96"
     * @param values where the new entries come from: "copy"
     */
    public record AxisChange(String sizes, String values) {}

    /**
     * The widening of one group of channels.
     *
     * @param layers the layers that put the group out
     * @param map from the teacher's channels to the student's
     */
    public record GroupDonors(ImmutableList<String> layers, ChannelMap map) {
        private GroupDonors padded() {
            return new GroupDonors(layers, map.withoutCopies());
        }
    }
}
