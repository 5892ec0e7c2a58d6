package io.github.net2net.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.channel.ChannelLayout.RepeatEach;
import io.github.net2net.channel.ChannelLayout.Sequence;
import io.github.net2net.channel.ChannelLayout.Tile;
import io.github.net2net.channel.ChannelLayout.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Unification against a list of the entries of each axis. */
class UnifierTest {
    private static final int DEPTH = 3;

    private final Unifier unifier = new Unifier();

    private Whole whole(int size) {
        return new Whole(unifier.newGroup(size));
    }

    /** Any layout of the given size, of groups of its own. */
    private ChannelLayout layout(int size, int depth, Random random) {
        int times = 2 + random.nextInt(2);
        int way = depth == 0 ? 0 : random.nextInt(4);
        if (way == 1 && size % times == 0) {
            return ChannelLayout.repeatEach(layout(size / times, depth - 1, random), times);
        } else if (way == 2 && size % times == 0) {
            return ChannelLayout.tile(layout(size / times, depth - 1, random), times);
        } else if (way == 3 && size > 1) {
            int first = 1 + random.nextInt(size - 1);
            return ChannelLayout.sequence(
                    List.of(layout(first, depth - 1, random), layout(size - first, depth - 1, random)));
        }
        return whole(size);
    }

    /** The channel of each entry: "g1:0". */
    private static List<String> entries(ChannelLayout layout) {
        List<String> all = new ArrayList<>();
        if (layout instanceof Whole whole) {
            for (int c = 0; c < whole.size(); c++) {
                all.add(whole.group() + ":" + c);
            }
        } else if (layout instanceof Sequence sequence) {
            sequence.parts().forEach(part -> all.addAll(entries(part)));
        } else if (layout instanceof RepeatEach each) {
            entries(each.inner()).forEach(entry -> {
                for (int i = 0; i < each.times(); i++) {
                    all.add(entry);
                }
            });
        } else {
            Tile tile = (Tile) layout;
            for (int i = 0; i < tile.times(); i++) {
                all.addAll(entries(tile.inner()));
            }
        }
        return all;
    }

    private boolean isPinned(ChannelLayout layout) {
        return unifier.resolve(layout).groups().stream()
                .anyMatch(group -> !unifier.pins(group).isEmpty());
    }

    private void unify(ChannelLayout left, ChannelLayout right) {
        unifier.unify(left, right, "sum");
    }

    private void assertEqual(ChannelLayout left, ChannelLayout right) {
        assertThat(entries(unifier.resolve(left))).isEqualTo(entries(unifier.resolve(right)));
    }

    @Property
    void unified_layouts_are_equal_or_pinned(@ForAll long seed) {
        Random random = new Random(seed);
        int size = 1 + random.nextInt(24);
        ChannelLayout left = layout(size, DEPTH, random);
        ChannelLayout right = layout(size, DEPTH, random);

        unify(left, right);

        assertThat(unifier.resolve(left).size()).isEqualTo(size);
        assertThat(isPinned(left)).isEqualTo(isPinned(right));
        if (!isPinned(left)) {
            assertEqual(left, right);
        }
    }

    @Property
    void a_layout_becomes_whatever_a_group_is_joined_with(@ForAll long seed) {
        Random random = new Random(seed);
        int size = 1 + random.nextInt(24);
        ChannelLayout layout = layout(size, DEPTH, random);
        List<String> before = entries(layout);
        Whole group = whole(size);

        unify(random.nextBoolean() ? layout : group, group);
        unify(layout, group);

        assertThat(isPinned(layout)).isFalse();
        assertThat(entries(unifier.resolve(group))).isEqualTo(before);
    }

    @Property
    void pins_reach_all_that_is_joined(@ForAll long seed) {
        Random random = new Random(seed);
        int size = 1 + random.nextInt(24);
        ChannelLayout layout = layout(size, DEPTH, random);
        Whole group = whole(size);
        Pin pin = new Pin("out", "is the network's output");
        unifier.pin(group, pin);

        unify(layout, group);

        assertThat(unifier.resolve(layout).groups())
                .allSatisfy(part -> assertThat(unifier.pins(part)).containsExactly(pin));
    }

    private void assertUnify(ChannelLayout left, ChannelLayout right, ChannelLayout expected) {
        unify(left, right);
        assertThat(isPinned(left)).isFalse();
        assertThat(unifier.resolve(left)).isEqualTo(unifier.resolve(right));
        assertThat(unifier.resolve(left)).isEqualTo(unifier.resolve(expected));
    }

    @Test
    void older_groups_stand_for_younger_ones() {
        Whole older = whole(4);
        Whole younger = whole(4);
        unify(younger, older);
        assertThat(unifier.resolve(younger)).isEqualTo(older);
        Whole youngest = whole(4);
        unify(older, youngest);
        assertThat(unifier.resolve(youngest)).isEqualTo(older);
    }

    @Test
    void repeats_of_different_length_meet_in_the_longer() {
        Whole six = whole(2);
        Whole two = whole(6);
        assertUnify(ChannelLayout.repeatEach(six, 6), ChannelLayout.repeatEach(two, 2), new RepeatEach(six, 6));
        assertThat(unifier.resolve(two)).isEqualTo(new RepeatEach(six, 3));
        Whole three = whole(4);
        Whole twelve = whole(1);
        assertUnify(
                ChannelLayout.repeatEach(three, 3), ChannelLayout.repeatEach(twelve, 12), new RepeatEach(twelve, 12));
        assertThat(unifier.resolve(three)).isEqualTo(new RepeatEach(twelve, 4));
    }

    @Test
    void repeats_of_equal_length_join_what_is_repeated() {
        Whole first = whole(3);
        Whole second = whole(3);
        assertUnify(ChannelLayout.repeatEach(first, 4), ChannelLayout.repeatEach(second, 4), new RepeatEach(first, 4));
        assertThat(unifier.resolve(second)).isEqualTo(first);
    }

    @Test
    void repeats_whose_borders_never_meet_are_pinned() {
        ChannelLayout sixes = ChannelLayout.repeatEach(whole(2), 6);
        ChannelLayout fours = ChannelLayout.repeatEach(whole(3), 4);
        unify(sixes, fours);
        for (ChannelGroup group : Stream.of(sixes, fours)
                .flatMap(layout -> layout.groups().stream())
                .toList()) {
            assertThat(unifier.pins(group))
                    .extracting(Pin::toString)
                    .containsExactly("'sum' joins channels that are spread over its inputs in different ways");
        }
    }

    @Test
    void tiles_of_equal_and_of_different_length_are_joined() {
        Whole inner = whole(3);
        Whole other = whole(3);
        assertUnify(ChannelLayout.tile(inner, 2), ChannelLayout.tile(other, 2), new Tile(inner, 2));
        ChannelLayout twos = ChannelLayout.tile(whole(2), 3);
        ChannelLayout threes = ChannelLayout.tile(whole(3), 2);
        unify(twos, threes);
        assertThat(isPinned(twos)).isFalse();
        assertEqual(twos, threes);
        assertThat(entries(unifier.resolve(twos)).stream().distinct()).hasSize(1);
    }

    @Test
    void a_repeat_is_cut_between_channels_only() {
        ChannelLayout each = ChannelLayout.repeatEach(whole(5), 2);
        ChannelLayout four = whole(4);
        ChannelLayout six = whole(6);
        unify(each, ChannelLayout.sequence(List.of(four, six)));
        assertThat(isPinned(each)).isFalse();
        assertEqual(each, ChannelLayout.sequence(List.of(four, six)));
        assertThat(unifier.resolve(four)).isInstanceOf(RepeatEach.class);
        ChannelLayout pairs = ChannelLayout.repeatEach(whole(5), 2);
        unify(pairs, ChannelLayout.sequence(List.of(whole(3), whole(7))));
        assertThat(isPinned(pairs)).isTrue();
    }

    @Test
    void a_slice_of_a_repeat_is_one_of_whole_channels() {
        Whole channels = whole(5);
        ChannelLayout each = ChannelLayout.repeatEach(channels, 3);
        List<String> all = entries(unifier.resolve(each));
        ChannelLayout slice = unifier.slice(each, 3, 12, "slice");
        assertThat(isPinned(slice)).isFalse();
        assertThat(entries(unifier.resolve(slice)))
                .hasSize(9)
                .isEqualTo(entries(unifier.resolve(each)).subList(3, 12));
        assertThat(all).hasSize(15);
        ChannelLayout cut = unifier.slice(each, 4, 12, "slice");
        assertThat(cut.size()).isEqualTo(8);
        assertThat(isPinned(cut)).isTrue();
        assertThat(isPinned(each)).isTrue();
    }
}
