package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.NetGraph;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A layer that is added to a concatenation widens what that is made of, in proportion. */
class WidthsTest {

    private static Growth<GraphNet> growth(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    /** The named dense layers of the given widths, concatenated in the given order, and a layer that is added. */
    private static GraphNet concatenation(int a, int b, int c, String... parts) {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 1);
        net.dense("a", "in", a);
        net.dense("b", "in", b);
        net.dense("c", "in", c);
        net.concat("parts", parts);
        int entries = Arrays.stream(parts)
                .mapToInt(part -> part.equals("a") ? a : part.equals("b") ? b : c)
                .sum();
        net.sum("sum", net.dense("all", "in", entries), "parts");
        return net.output(net.dense("out", "sum", 2)).build();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 13, 14, 30, 99})
    void eachPartGetsItsShare_largestRemaindersFirst(int extra) {
        GraphNet teacher = concatenation(2, 5, 7, "a", "b", "c");
        Grown<GraphNet> grown = growth(teacher).widen("all").by(extra).grow();
        NetGraph graph = grown.network().graph();
        assertThat(graph.channels("all")).isEqualTo(14 + extra);
        for (String part : new String[] {"a", "b", "c"}) {
            double ideal = teacher.graph().channels(part) * (14.0 + extra) / 14;
            assertThat((double) graph.channels(part)).isBetween(Math.floor(ideal), Math.ceil(ideal));
        }
        assertThat(Batch.random(teacher, 1, 3).deviation(teacher, grown.network()))
                .isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 5, 8", "2, 2, 6, 8", "3, 2, 6, 9", "7, 3, 8, 10", "13, 4, 10, 13", "14, 4, 10, 14"})
    void remaindersDecide_earlierPartsFirst(int extra, int a, int b, int c) {
        NetGraph graph = growth(concatenation(2, 5, 7, "a", "b", "c"))
                .widen("all")
                .by(extra)
                .grow()
                .network()
                .graph();
        assertThat(new int[] {graph.channels("a"), graph.channels("b"), graph.channels("c")})
                .containsExactly(a, b, c);
    }

    /** A part that the concatenation has twice costs two entries for each channel. */
    @ParameterizedTest
    @CsvSource({"1, 4, 4", "2, 5, 3", "3, 5, 4", "4, 5, 5", "6, 6, 5", "11, 8, 6"})
    void partsThatAreThereTwice_countTwice(int extra, int a, int b) {
        NetGraph graph = growth(concatenation(4, 3, 1, "a", "b", "a"))
                .widen("all")
                .by(extra)
                .grow()
                .network()
                .graph();
        assertThat(graph.channels("all")).isEqualTo(11 + extra);
        assertThat(new int[] {graph.channels("a"), graph.channels("b")}).containsExactly(a, b);
    }

    @Test
    void whatCannotBeReached_isRefusedWithItsNeighbors() {
        assertThatThrownBy(() ->
                        growth(concatenation(4, 3, 1, "a", "a")).widen("all").by(3))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot widen 'all' to 11: its 8 channels are tied in blocks, so the nearest widths are 10 and 12.");
        assertThatThrownBy(() -> growth(concatenation(4, 3, 1, "a", "a", "b", "b", "b"))
                        .widen("all")
                        .by(1))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot widen 'all' to 18: its 17 channels are tied in blocks, so the next width is 19.");
    }

    /** Rounding leaves an entry over that neither part can take alone; then the part that grew least comes first. */
    @ParameterizedTest
    @CsvSource({"3, 6, 5", "7, 8, 5", "15, 9, 7"})
    void otherSizesAreFound_whereRoundingGetsStuck(int extra, int a, int b) {
        NetGraph graph = growth(concatenation(6, 4, 1, "a", "a", "b", "b", "b"))
                .widen("all")
                .by(extra)
                .grow()
                .network()
                .graph();
        assertThat(graph.channels("all")).isEqualTo(24 + extra);
        assertThat(new int[] {graph.channels("a"), graph.channels("b")}).containsExactly(a, b);
    }
}
