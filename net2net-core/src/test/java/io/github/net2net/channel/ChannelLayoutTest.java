package io.github.net2net.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.channel.ChannelLayout.RepeatEach;
import io.github.net2net.channel.ChannelLayout.Sequence;
import io.github.net2net.channel.ChannelLayout.Tile;
import io.github.net2net.channel.ChannelLayout.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Layouts against a naive list of their entries. */
class ChannelLayoutTest {
    private static final List<ChannelGroup> GROUPS =
            List.of(new ChannelGroup(1, 1), new ChannelGroup(2, 2), new ChannelGroup(3, 3));

    /** An entry of an axis: which channel of which group, and which appearance of it. */
    private record Entry(ChannelGroup group, int channel, List<Integer> place) {
        Entry at(int part) {
            List<Integer> more = new ArrayList<>(place);
            more.add(part);
            return new Entry(group, channel, more);
        }
    }

    @Provide
    Arbitrary<ChannelLayout> layouts() {
        return layouts(3);
    }

    /** Nested at most {@code depth} deep, or a layout could have any number of entries. */
    private static Arbitrary<ChannelLayout> layouts(int depth) {
        Arbitrary<ChannelLayout> whole = Arbitraries.of(GROUPS).map(Whole::new);
        if (depth == 0) {
            return whole;
        }
        Arbitrary<ChannelLayout> inner = layouts(depth - 1);
        return Arbitraries.oneOf(
                whole,
                inner.list().ofMinSize(1).ofMaxSize(3).map(ChannelLayout::sequence),
                Combinators.combine(inner, Arbitraries.integers().between(1, 3)).as(ChannelLayout::repeatEach),
                Combinators.combine(inner, Arbitraries.integers().between(1, 3)).as(ChannelLayout::tile));
    }

    @Test
    void a_sequence_leaves_out_empty_parts() {
        Whole one = new Whole(GROUPS.get(0));
        assertThat(ChannelLayout.sequence(List.of(new Whole(new ChannelGroup(4, 0)), one)))
                .isEqualTo(one);
    }

    /** The axis' entries when each group has {@code sizes[id]} channels. */
    private static List<Entry> entries(ChannelLayout layout, int... sizes) {
        List<Entry> all = new ArrayList<>();
        if (layout instanceof Whole whole) {
            for (int c = 0; c < sizes[whole.group().id()]; c++) {
                all.add(new Entry(whole.group(), c, List.of()));
            }
        } else if (layout instanceof Sequence sequence) {
            for (int part = 0; part < sequence.parts().size(); part++) {
                int place = part;
                entries(sequence.parts().get(part), sizes).forEach(entry -> all.add(entry.at(place)));
            }
        } else if (layout instanceof RepeatEach each) {
            for (Entry entry : entries(each.inner(), sizes)) {
                for (int p = 0; p < each.times(); p++) {
                    all.add(entry.at(p));
                }
            }
        } else if (layout instanceof Tile tile) {
            for (int p = 0; p < tile.times(); p++) {
                int place = p;
                entries(tile.inner(), sizes).forEach(entry -> all.add(entry.at(place)));
            }
        }
        return all;
    }

    private static ChannelMap mapOf(ChannelGroup group) {
        int[] sources = new int[group.size() + group.id()];
        Random random = new Random(group.id());
        for (int j = 0; j < sources.length; j++) {
            sources[j] = j < group.size() ? j : random.nextInt(group.size());
        }
        return ChannelMap.of(group.size(), sources);
    }

    @Property(tries = 300)
    void the_map_of_an_axis_sends_every_entry_to_its_own(@ForAll("layouts") ChannelLayout layout) {
        List<Entry> teacher = entries(layout, 0, 1, 2, 3);
        List<Entry> student = entries(layout, 0, 2, 4, 6);
        ChannelMap map = layout.map(ChannelLayoutTest::mapOf);

        assertThat(layout.size()).isEqualTo(teacher.size());
        assertThat(map.size()).isEqualTo(student.size());
        assertThat(map.teacherSize()).isEqualTo(teacher.size());
        for (int j = 0; j < map.size(); j++) {
            Entry entry = student.get(j);
            int source = mapOf(entry.group()).source(entry.channel());
            assertThat(map.source(j)).isEqualTo(teacher.indexOf(new Entry(entry.group(), source, entry.place())));
        }
    }

    @Property(tries = 300)
    void values_stand_where_their_channels_do(@ForAll("layouts") ChannelLayout layout) {
        double[] values = layout.values(
                group -> new Random(group.id()).doubles(group.size()).toArray());
        List<Entry> entries = entries(layout, 0, 1, 2, 3);

        assertThat(values).hasSize(entries.size());
        for (int j = 0; j < values.length; j++) {
            Entry entry = entries.get(j);
            double[] own =
                    new Random(entry.group().id()).doubles(entry.group().size()).toArray();
            assertThat(values[j]).isEqualTo(own[entry.channel()]);
        }
    }

    @Property(tries = 300)
    void every_appearance_of_a_group_is_visited(@ForAll("layouts") ChannelLayout layout) {
        int[] counted = {0};
        layout.visit((group, entries) -> counted[0] += group.size() * entries);

        assertThat(counted[0]).isEqualTo(layout.size());
        assertThat(layout.groups()).isSubsetOf(GROUPS);
    }

    @Test
    void nested_layouts_are_flattened() {
        Whole a = new Whole(GROUPS.get(0));
        Whole b = new Whole(GROUPS.get(1));

        assertThat(ChannelLayout.sequence(List.of(ChannelLayout.sequence(List.of(a, b)), a)))
                .hasToString("[g1, g2, g1]");
        assertThat(ChannelLayout.sequence(List.of(a))).isEqualTo(a);
        assertThat(ChannelLayout.repeatEach(ChannelLayout.repeatEach(b, 2), 3)).hasToString("g2 each x6");
        assertThat(ChannelLayout.tile(ChannelLayout.tile(b, 2), 3)).hasToString("g2 all x6");
        assertThat(ChannelLayout.tile(b, 1)).isEqualTo(b);
    }
}
