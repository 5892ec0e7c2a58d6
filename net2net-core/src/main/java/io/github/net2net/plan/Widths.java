package io.github.net2net.plan;

import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.infer.Channels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Divides a layer's additional channels over the groups that its output axis is made of.
 *
 * <p>Each free group gets its part in proportion to its size, rounded down; what is left over goes one channel at a
 * time to the groups with the largest remainders, the earlier first. A group that the axis holds w times over costs w
 * entries a channel.
 */
final class Widths {
    private final Map<ChannelGroup, Integer> entries = new LinkedHashMap<>();

    Widths(ChannelLayout layout, Channels channels) {
        layout.visit((group, count) -> {
            if (!channels.isPinned(group)) {
                entries.merge(group, count, Integer::sum);
            }
        });
    }

    /** The groups' new sizes, without those that stay. */
    Map<ChannelGroup, Integer> grownBy(int extra) {
        Map<ChannelGroup, Integer> grown = new LinkedHashMap<>(distribute(extra));
        grown.entrySet().removeIf(entry -> entry.getValue() == entry.getKey().size());
        return grown;
    }

    /** Whether every group is pinned. */
    boolean noneFree() {
        return entries.isEmpty();
    }

    /** The groups' new sizes when {@code extra} entries are added; empty if that number can't be reached exactly. */
    private Map<ChannelGroup, Integer> distribute(int extra) {
        long total = 0;
        for (Map.Entry<ChannelGroup, Integer> entry : entries.entrySet()) {
            total += (long) entry.getKey().size() * entry.getValue();
        }
        Map<ChannelGroup, Integer> sizes = new LinkedHashMap<>();
        Map<ChannelGroup, Double> remainders = new LinkedHashMap<>();
        int left = extra;
        for (Map.Entry<ChannelGroup, Integer> entry : entries.entrySet()) {
            ChannelGroup group = entry.getKey();
            double ideal = (double) extra * group.size() / total;
            int added = (int) ideal;
            sizes.put(group, group.size() + added);
            remainders.put(group, ideal - added);
            left -= added * entry.getValue();
        }
        return handOut(left, sizes, remainders) ? sizes : exactly(extra);
    }

    /** Where rounding gets stuck: any sizes that hold exactly {@code extra} more entries, or none. */
    private Map<ChannelGroup, Integer> exactly(int extra) {
        boolean[] reachable = new boolean[extra + 1];
        reachable[0] = true;
        for (int amount = 1; amount <= extra; amount++) {
            for (int cost : entries.values()) {
                reachable[amount] |= cost <= amount && reachable[amount - cost];
            }
        }
        if (!reachable[extra]) {
            return Map.of();
        }
        Map<ChannelGroup, Integer> sizes = new LinkedHashMap<>();
        entries.keySet().forEach(group -> sizes.put(group, group.size()));
        for (int amount = extra; amount > 0; ) {
            int left = amount;
            Map.Entry<ChannelGroup, Integer> next = entries.entrySet().stream()
                    .filter(entry -> entry.getValue() <= left && reachable[left - entry.getValue()])
                    .min(Comparator.comparing(entry -> growth(sizes, entry.getKey())))
                    .orElseThrow();
            sizes.merge(next.getKey(), 1, Integer::sum);
            amount -= next.getValue();
        }
        return sizes;
    }

    private static double growth(Map<ChannelGroup, Integer> sizes, ChannelGroup group) {
        return (double) Objects.requireNonNull(sizes.get(group)) / group.size();
    }

    private boolean handOut(int extra, Map<ChannelGroup, Integer> sizes, Map<ChannelGroup, Double> remainders) {
        List<Map.Entry<ChannelGroup, Integer>> order = new ArrayList<>(entries.entrySet());
        order.sort(Comparator.comparing(
                entry -> Objects.requireNonNull(remainders.get(entry.getKey())), Comparator.reverseOrder()));
        int left = extra;
        boolean progress = true;
        while (left > 0 && progress) {
            progress = false;
            for (Map.Entry<ChannelGroup, Integer> entry : order) {
                if (left >= entry.getValue()) {
                    sizes.merge(entry.getKey(), 1, Integer::sum);
                    left -= entry.getValue();
                    progress = true;
                }
            }
        }
        return left == 0;
    }

    /** The largest number of entries at most {@code extra} that can be added, and the next larger one. */
    int[] reachableAround(int extra) {
        int below = extra;
        while (below > 0 && distribute(below).isEmpty()) {
            below--;
        }
        int above = extra;
        while (distribute(above).isEmpty()) {
            above++;
        }
        return new int[] {below, above};
    }
}
