package io.github.net2net.plan;

import static com.google.common.base.Preconditions.checkArgument;

import io.github.net2net.channel.ChannelMap;
import io.github.net2net.rule.Baseline;
import java.util.ArrayList;
import java.util.List;
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
 * @param baseline what a baseline prints instead, null if that is the same
 */
public record PlannedStep(
        String headline,
        List<String> notes,
        List<EditLine> edits,
        List<GroupDonors> donors,
        Exactness exactness,
        @Nullable BaselineText baseline) {
    public PlannedStep {
        notes = List.copyOf(notes);
        edits = List.copyOf(edits);
        donors = List.copyOf(donors);
    }

    /**
     * What a baseline prints.
     *
     * @param notes of the random-pad baseline
     */
    record BaselineText(String headline, List<String> notes) {
        /** Of a step that it leaves out. */
        static final BaselineText NOTHING = new BaselineText("", List.of());
    }

    /** Whether new channels copy old ones. */
    boolean copies() {
        return donors.stream().flatMap(group -> group.added.stream()).anyMatch(source -> source != ChannelMap.FRESH);
    }

    /** This step with another headline. */
    PlannedStep withHeadline(String other) {
        return new PlannedStep(other, notes, edits, donors, exactness, baseline);
    }

    /** This step with other notes. */
    PlannedStep withNotes(List<String> others) {
        return new PlannedStep(headline, others, edits, donors, exactness, baseline);
    }

    /** This step without what it would print as another one. */
    PlannedStep withoutBaseline() {
        return new PlannedStep(headline, notes, edits, donors, exactness, null);
    }

    /** This step in a baseline, which preserves nothing; empty if it is left out there. */
    Optional<PlannedStep> in(Baseline kind) {
        if (BaselineText.NOTHING.equals(baseline)) {
            return Optional.empty();
        }
        boolean pads = kind == Baseline.RANDOM_PAD;
        String values = pads ? "pad with initial values" : "initial values";
        List<String> ofBaseline = baseline == null ? notes : pads ? baseline.notes : List.of();
        return Optional.of(new PlannedStep(
                baseline == null ? headline : baseline.headline,
                ofBaseline,
                edits.stream().map(edit -> edit.withValues(values)).toList(),
                donors.stream().map(GroupDonors::withoutCopies).toList(),
                Exactness.NONE,
                null));
    }

    /**
     * What happens to one parameter, or to all of a node's alike.
     *
     * @param target "conv2.W", "bn2.*"
     * @param changes of its axes
     */
    public record EditLine(String target, List<AxisChange> changes) {
        public EditLine {
            changes = List.copyOf(changes);
        }

        /** "out 64-&gt;96  copy". */
        public String text() {
            return changes.stream()
                    .map(change -> change.sizes + "  " + change.values)
                    .collect(Collectors.joining("; "));
        }

        private EditLine withValues(String values) {
            return new EditLine(
                    target,
                    changes.stream()
                            .map(change -> new AxisChange(change.sizes, values))
                            .toList());
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
     * @param layers the layers that produce the group
     * @param teacherChannels how many it had
     * @param added for each additional channel the one that it copies, -1 for none
     */
    public record GroupDonors(List<String> layers, int teacherChannels, List<Integer> added) {
        public GroupDonors {
            layers = List.copyOf(layers);
            added = List.copyOf(added);
            for (int source : added) {
                checkArgument(
                        source >= ChannelMap.FRESH && source < teacherChannels,
                        "source %s is not one of %s teacher channels",
                        source,
                        teacherChannels);
            }
        }

        /** Of a map that begins with the teacher's own channels. */
        static GroupDonors of(List<String> layers, ChannelMap map) {
            List<Integer> added = new ArrayList<>();
            for (int j = map.teacherSize(); j < map.size(); j++) {
                added.add(map.source(j));
            }
            return new GroupDonors(layers, map.teacherSize(), added);
        }

        private GroupDonors withoutCopies() {
            return new GroupDonors(
                    layers,
                    teacherChannels,
                    added.stream().map(source -> ChannelMap.FRESH).toList());
        }

        @Override
        public String toString() {
            return added + " in " + String.join(", ", layers);
        }
    }
}
