package io.github.net2net.plan;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which channels of a group are merged.
 *
 * @param layer the first layer that outputs the group
 * @param part which of the groups that the layer outputs, from 0
 * @param into for each channel the first one of its set; {@link #REMOVED} for those without effect
 */
public record MergedGroup(String layer, int part, List<Integer> into) {
    /** Of a channel that has no effect. */
    public static final int REMOVED = -1;

    public MergedGroup {
        into = List.copyOf(into);
        for (int channel = 0; channel < into.size(); channel++) {
            int first = into.get(channel);
            checkArgument(
                    first == REMOVED || (first >= 0 && first <= channel && into.get(first) == first),
                    "channel %s of '%s' is merged into %s; give the first channel of its set, or -1",
                    channel,
                    layer,
                    first);
        }
    }

    /** The number of channels that are kept. */
    int kept() {
        return sets().size();
    }

    /** For each position in the sets the channels there; see {@link Merged.Axis}. */
    ImmutableList<ChannelMap> members() {
        List<List<Integer>> sets = new ArrayList<>(sets().values());
        int most = sets.stream().mapToInt(List::size).max().orElse(1);
        ImmutableList.Builder<ChannelMap> members = ImmutableList.builder();
        for (int position = 0; position < most; position++) {
            int[] source = new int[sets.size()];
            int at = position;
            Arrays.setAll(source, j -> at < sets.get(j).size() ? sets.get(j).get(at) : ChannelMap.FRESH);
            members.add(ChannelMap.of(into.size(), source));
        }
        return members.build();
    }

    private Map<Integer, List<Integer>> sets() {
        Map<Integer, List<Integer>> sets = new LinkedHashMap<>();
        for (int channel = 0; channel < into.size(); channel++) {
            if (into.get(channel) != REMOVED) {
                sets.computeIfAbsent(into.get(channel), first -> new ArrayList<>())
                        .add(channel);
            }
        }
        return sets;
    }

    /** The number of channels without effect. */
    long removed() {
        return into.stream().filter(first -> first == REMOVED).count();
    }
}
