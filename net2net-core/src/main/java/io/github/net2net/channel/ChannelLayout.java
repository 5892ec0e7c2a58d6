package io.github.net2net.channel;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.Immutable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What an axis is made of, from its first index to its last.
 *
 * <pre>
 *   Whole(g)            the channels of group g
 *   Sequence(a, b, …)   the entries of a, then those of b, …        (concat)
 *   RepeatEach(a, k)    each entry of a becomes k neighbors        (flatten, channel-major; depthwise)
 *   Tile(a, k)          all of a, k times over                      (flatten, channel-minor)
 * </pre>
 */
@Immutable
public sealed interface ChannelLayout {

    /** The number of entries on the axis. */
    int size();

    /** Rebuilds what belongs to the axis from what belongs to its groups, following this layout's structure. */
    <T> T fold(Algebra<T> algebra);

    /** The map of the axis, when each group has the map that {@code mapOf} gives. */
    default ChannelMap map(Function<ChannelGroup, ChannelMap> mapOf) {
        return fold(new MapAlgebra(mapOf));
    }

    /** One number per entry of the grown axis, when each group has the numbers that {@code valuesOf} gives. */
    default double[] values(Function<ChannelGroup, double[]> valuesOf) {
        return fold(new ValueAlgebra(valuesOf));
    }

    /** What each way of building a layout does to values of type {@code T}. */
    interface Algebra<T> {
        T whole(ChannelGroup group);

        T sequence(List<T> parts);

        T repeatEach(T inner, int times);

        T tile(T inner, int times);
    }

    /** Calls for every appearance of a group, in order. */
    void visit(Visitor visitor);

    /** Receives the groups of a layout. */
    interface Visitor {
        /**
         * One appearance of a group.
         *
         * @param entries how many entries of the axis each channel of the group has in this appearance
         */
        void group(ChannelGroup group, int entries);
    }

    /** The groups, each once, in order of appearance. */
    default Set<ChannelGroup> groups() {
        Set<ChannelGroup> groups = new LinkedHashSet<>();
        visit((group, entries) -> groups.add(group));
        return groups;
    }

    /** The parts one after the other; nested sequences are flattened. */
    static ChannelLayout sequence(Iterable<? extends ChannelLayout> parts) {
        ImmutableList.Builder<ChannelLayout> flat = ImmutableList.builder();
        for (ChannelLayout part : parts) {
            if (part instanceof Sequence inner) {
                flat.addAll(inner.parts);
            } else if (part.size() > 0) {
                flat.add(part);
            }
        }
        ImmutableList<ChannelLayout> all = flat.build();
        return all.size() == 1 ? all.get(0) : new Sequence(all);
    }

    /** Each entry {@code times} times in a row. */
    static ChannelLayout repeatEach(ChannelLayout inner, int times) {
        if (times == 1) {
            return inner;
        }
        return inner instanceof RepeatEach nested
                ? new RepeatEach(nested.inner, nested.times * times)
                : new RepeatEach(inner, times);
    }

    /** All entries {@code times} times over. */
    static ChannelLayout tile(ChannelLayout inner, int times) {
        if (times == 1) {
            return inner;
        }
        return inner instanceof Tile nested ? new Tile(nested.inner, nested.times * times) : new Tile(inner, times);
    }

    /** The channels of one group. */
    record Whole(ChannelGroup group) implements ChannelLayout {
        @Override
        public int size() {
            return group.size();
        }

        @Override
        public <T> T fold(Algebra<T> algebra) {
            return algebra.whole(group);
        }

        @Override
        public void visit(Visitor visitor) {
            visitor.group(group, 1);
        }

        @Override
        public String toString() {
            return group.toString();
        }
    }

    /** Parts one after the other. */
    record Sequence(ImmutableList<ChannelLayout> parts) implements ChannelLayout {
        @Override
        public int size() {
            return parts.stream().mapToInt(ChannelLayout::size).sum();
        }

        @Override
        public <T> T fold(Algebra<T> algebra) {
            return algebra.sequence(
                    parts.stream().map(part -> part.fold(algebra)).toList());
        }

        @Override
        public void visit(Visitor visitor) {
            parts.forEach(part -> part.visit(visitor));
        }

        @Override
        public String toString() {
            return parts.toString();
        }
    }

    /** Entry c of the inner layout has the indices c·times … c·times + times − 1. */
    record RepeatEach(ChannelLayout inner, int times) implements ChannelLayout {
        @Override
        public int size() {
            return inner.size() * times;
        }

        @Override
        public <T> T fold(Algebra<T> algebra) {
            return algebra.repeatEach(inner.fold(algebra), times);
        }

        @Override
        public void visit(Visitor visitor) {
            inner.visit((group, entries) -> visitor.group(group, entries * times));
        }

        @Override
        public String toString() {
            return inner + " each x" + times;
        }
    }

    /** Entry c of the inner layout has the indices c, C + c, 2C + c, …. */
    record Tile(ChannelLayout inner, int times) implements ChannelLayout {
        @Override
        public int size() {
            return inner.size() * times;
        }

        @Override
        public <T> T fold(Algebra<T> algebra) {
            return algebra.tile(inner.fold(algebra), times);
        }

        @Override
        public void visit(Visitor visitor) {
            inner.visit((group, entries) -> visitor.group(group, entries * times));
        }

        @Override
        public String toString() {
            return inner + " all x" + times;
        }
    }
}
