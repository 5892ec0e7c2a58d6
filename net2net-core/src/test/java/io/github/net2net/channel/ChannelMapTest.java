package io.github.net2net.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The algebra of maps. */
class ChannelMapTest {

    /** Any map of up to six teacher channels, fresh ones included. */
    @Provide
    static Arbitrary<ChannelMap> maps() {
        return Arbitraries.integers().between(1, 6).flatMap(ChannelMapTest::mapsFrom);
    }

    private static Arbitrary<ChannelMap> mapsFrom(int teacherSize) {
        return Arbitraries.integers()
                .between(ChannelMap.FRESH, teacherSize - 1)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(sources -> ChannelMap.of(teacherSize, sources));
    }

    @Provide
    Arbitrary<List<ChannelMap>> chains() {
        return maps().flatMap(first -> mapsFrom(first.size())
                .flatMap(second -> mapsFrom(second.size()).map(third -> List.of(first, second, third))));
    }

    @Property
    void then_is_associative(@ForAll("chains") List<ChannelMap> chain) {
        ChannelMap first = chain.get(0);
        ChannelMap second = chain.get(1);
        ChannelMap third = chain.get(2);

        assertThat(first.then(second).then(third)).isEqualTo(first.then(second.then(third)));
    }

    @Property
    void maps_are_equal_by_their_sources(@ForAll("maps") ChannelMap map) {
        ChannelMap same = ChannelMap.of(map.teacherSize(), map.sources());
        assertThat(same).isEqualTo(map).hasSameHashCodeAs(map);
        assertThat(map).isNotEqualTo(ChannelMap.of(map.teacherSize() + 1, map.sources()));
        int[] longer = Arrays.copyOf(map.sources(), map.size() + 1);
        assertThat(map).isNotEqualTo(ChannelMap.of(map.teacherSize(), longer));
        int[] hashes = {
            map.hashCode(),
            ChannelMap.of(map.teacherSize() + 1, map.sources()).hashCode(),
            ChannelMap.of(map.teacherSize(), longer).hashCode()
        };
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Property
    void the_identity_changes_nothing(@ForAll("maps") ChannelMap map) {
        assertThat(ChannelMap.identity(map.teacherSize()).then(map)).isEqualTo(map);
        assertThat(map.then(ChannelMap.identity(map.size()))).isEqualTo(map);
        assertThat(ChannelMap.identity(map.size()).sources())
                .containsExactly(IntStream.range(0, map.size()).toArray());
    }

    @Property
    void repeatEach_has_its_index_formula(
            @ForAll("maps") ChannelMap map, @ForAll @IntRange(min = 1, max = 4) int times) {
        ChannelMap spread = map.repeatEach(times);

        assertThat(spread.teacherSize()).isEqualTo(map.teacherSize() * times);
        for (int c = 0; c < map.size(); c++) {
            for (int p = 0; p < times; p++) {
                int expected = map.isFresh(c) ? ChannelMap.FRESH : map.source(c) * times + p;
                assertThat(spread.source(c * times + p)).isEqualTo(expected);
            }
        }
    }

    @Property
    void tile_has_its_index_formula(@ForAll("maps") ChannelMap map, @ForAll @IntRange(min = 1, max = 4) int times) {
        ChannelMap spread = map.tile(times);

        assertThat(spread.teacherSize()).isEqualTo(map.teacherSize() * times);
        for (int c = 0; c < map.size(); c++) {
            for (int p = 0; p < times; p++) {
                int expected = map.isFresh(c) ? ChannelMap.FRESH : p * map.teacherSize() + map.source(c);
                assertThat(spread.source(p * map.size() + c)).isEqualTo(expected);
            }
        }
    }

    @Property
    void spreads_go_through_then(
            @ForAll("chains") List<ChannelMap> chain, @ForAll @IntRange(min = 1, max = 3) int times) {
        ChannelMap first = chain.get(0);
        ChannelMap second = chain.get(1);

        assertThat(first.repeatEach(times).then(second.repeatEach(times)))
                .isEqualTo(first.then(second).repeatEach(times));
        assertThat(first.tile(times).then(second.tile(times)))
                .isEqualTo(first.then(second).tile(times));
    }

    @Property
    void concat_puts_maps_side_by_side(@ForAll("maps") ChannelMap left, @ForAll("maps") ChannelMap right) {
        ChannelMap both = ChannelMap.concat(List.of(left, right));

        assertThat(both.size()).isEqualTo(left.size() + right.size());
        assertThat(both.teacherSize()).isEqualTo(left.teacherSize() + right.teacherSize());
        for (int j = 0; j < right.size(); j++) {
            int expected = right.isFresh(j) ? ChannelMap.FRESH : left.teacherSize() + right.source(j);
            assertThat(both.source(left.size() + j)).isEqualTo(expected);
        }
        assertThat(ChannelMap.concat(List.of(left, left))).isEqualTo(left.tile(2));
    }

    @Property
    void copies_count_every_channel_that_is_not_fresh(@ForAll("maps") ChannelMap map) {
        long fresh = Arrays.stream(map.sources())
                .filter(source -> source == ChannelMap.FRESH)
                .count();

        assertThat(Arrays.stream(map.copies()).sum() + fresh).isEqualTo(map.size());
        assertThat(map.hasFresh()).isEqualTo(fresh > 0);
    }

    @Test
    void wrong_maps_are_misuse() {
        assertThatThrownBy(() -> ChannelMap.of(3, 0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("source 3 is not one of 3 teacher channels");
        assertThatThrownBy(() -> ChannelMap.of(3, -2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("source -2 is not one of 3 teacher channels");
        assertThatThrownBy(() -> ChannelMap.identity(3).then(ChannelMap.identity(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 channels, then a map of 2");
    }

    @Test
    void a_map_is_not_changed_through_its_arrays() {
        int[] sources = {0, 1, 1};
        ChannelMap map = ChannelMap.of(2, sources);
        sources[0] = 1;
        map.sources()[1] = 0;

        assertThat(map).isEqualTo(ChannelMap.of(2, 0, 1, 1)).hasToString("2->3 [0, 1, 1]");
    }

    @Property
    void without_copies_every_teacher_channel_stays_where_it_first_stood(@ForAll("maps") ChannelMap map) {
        ChannelMap first = map.withoutCopies();

        assertThat(first.size()).isEqualTo(map.size());
        assertThat(first.copies())
                .isEqualTo(Arrays.stream(map.copies()).map(n -> Math.min(n, 1)).toArray());
        for (int j = 0; j < map.size(); j++) {
            boolean earlier =
                    IntStream.range(0, j).map(map::source).boxed().toList().contains(map.source(j));
            assertThat(first.source(j)).isEqualTo(earlier ? ChannelMap.FRESH : map.source(j));
        }
    }
}
