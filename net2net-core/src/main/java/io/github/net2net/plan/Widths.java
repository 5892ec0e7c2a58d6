package io.github.net2net.plan;

import com.google.common.collect.ImmutableSet;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.infer.Bundle;
import io.github.net2net.infer.Channels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Divides a layer's additional channels over the groups that its output axis is made of.
 *
 * <p>Each free group gets its part in proportion to its size, rounded down; what is left over goes one channel at a
 * time to the groups with the largest remainders, the earlier first. A group that the axis holds w times over costs w
 * entries a channel. Groups whose channels must be copied equally often grow together, by all their channels at a time.
 */
final class Widths {
    private final Map<Part, Integer> entries = new LinkedHashMap<>();

    /**
     * What grows by one size.
     *
     * @param size how large it is: the channels of a single group, or one copy of each channel of a bundle
     * @param groups a single group, or those of a bundle
     */
    private record Part(int size, ImmutableSet<ChannelGroup> groups, boolean bundled) {

        static Part of(ChannelGroup group, @Nullable Bundle bundle) {
            return bundle == null
                    ? new Part(group.size(), ImmutableSet.of(group), false)
                    : new Part(1, bundle.groups(), true);
        }

        /** Entries of the axis for one more of the size, if each channel of the group has {@code count} there. */
        int cost(ChannelGroup group, int count) {
            return bundled ? Math.multiplyExact(count, group.size()) : count;
        }

        void putSizes(int newSize, Map<ChannelGroup, Integer> sizes) {
            for (ChannelGroup group : groups) {
                sizes.put(group, bundled ? Math.multiplyExact(newSize, group.size()) : newSize);
            }
        }
    }

    /**
     * The widths of an axis.
     *
     * @param bundles the groups that must grow by the same factor as a group; null if none must
     */
    Widths(ChannelLayout layout, Channels channels, Function<ChannelGroup, @Nullable Bundle> bundles) {
        Map<ChannelGroup, Part> parts = new HashMap<>();
        layout.visit((group, count) -> {
            if (!channels.isPinned(group)) {
                Part part = parts.computeIfAbsent(group, key -> Part.of(key, bundles.apply(key)));
                entries.merge(part, part.cost(group, count), Integer::sum);
            }
        });
    }

    /** The groups' new sizes, without those that stay. */
    Map<ChannelGroup, Integer> grownBy(int extra) {
        Map<ChannelGroup, Integer> grown = new LinkedHashMap<>();
        distribute(extra).forEach((part, size) -> {
            if (size > part.size) {
                part.putSizes(size, grown);
            }
        });
        return grown;
    }

    /** Whether every group is pinned. */
    boolean noneFree() {
        return entries.isEmpty();
    }

    /** The parts' new sizes when {@code extra} entries are added; empty if that number can't be reached exactly. */
    private Map<Part, Integer> distribute(int extra) {
        long total = 0;
        for (Map.Entry<Part, Integer> entry : entries.entrySet()) {
            total += (long) entry.getKey().size * entry.getValue();
        }
        Map<Part, Integer> sizes = new LinkedHashMap<>();
        Map<Part, Double> remainders = new LinkedHashMap<>();
        int left = extra;
        for (Map.Entry<Part, Integer> entry : entries.entrySet()) {
            Part part = entry.getKey();
            double ideal = (double) extra * part.size / total;
            int added = (int) ideal;
            sizes.put(part, part.size + added);
            remainders.put(part, ideal - added);
            left -= added * entry.getValue();
        }
        return handOut(left, sizes, remainders) ? sizes : exactly(extra);
    }

    /** Where rounding gets stuck: any sizes that hold exactly {@code extra} more entries, or none. */
    private Map<Part, Integer> exactly(int extra) {
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
        Map<Part, Integer> sizes = new LinkedHashMap<>();
        entries.keySet().forEach(part -> sizes.put(part, part.size));
        for (int amount = extra; amount > 0; ) {
            int left = amount;
            Map.Entry<Part, Integer> next = entries.entrySet().stream()
                    .filter(entry -> entry.getValue() <= left && reachable[left - entry.getValue()])
                    .min(Comparator.comparing(entry -> growth(sizes, entry.getKey())))
                    .orElseThrow();
            sizes.merge(next.getKey(), 1, Integer::sum);
            amount -= next.getValue();
        }
        return sizes;
    }

    private static double growth(Map<Part, Integer> sizes, Part part) {
        return (double) Objects.requireNonNull(sizes.get(part)) / part.size;
    }

    private boolean handOut(int extra, Map<Part, Integer> sizes, Map<Part, Double> remainders) {
        List<Map.Entry<Part, Integer>> order = new ArrayList<>(entries.entrySet());
        order.sort(Comparator.comparing(
                entry -> Objects.requireNonNull(remainders.get(entry.getKey())), Comparator.reverseOrder()));
        int left = extra;
        boolean progress = true;
        while (left > 0 && progress) {
            progress = false;
            for (Map.Entry<Part, Integer> entry : order) {
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
        if (entries.size() == 1) {
            int cost = entries.values().iterator().next();
            int below = extra / cost * cost;
            return new int[] {below, below + cost};
        }
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
