package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.NetGraph;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.rule.Donors;
import org.junit.jupiter.api.Test;

/** A layer whose channels are tied to twos and threes. */
class BlockWidthTest {

    /** fc(8) = a(1), each twice, and b(2), each three times. */
    private static Growth<GraphNet> twosAndThrees() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 4);
        net.depthwise("twos", net.dense("a", "in", 1), 2, NetSketch.same(3));
        net.depthwise("threes", net.dense("b", "in", 2), 3, NetSketch.same(3));
        net.sum("add", net.concat("both", "twos", "threes"), net.dense("fc", "in", 8));
        net.dense("out", "add", 2);
        return Growth.of(new GraphNetAdapter(), net.output("out").build());
    }

    private static NetGraph widened(int channels) {
        return twosAndThrees().widen("fc").to(channels).grow().network().graph();
    }

    @Test
    void a_width_that_only_an_uneven_division_reaches_is_found() {
        NetGraph student = widened(12);

        assertThat(student.channels("fc")).isEqualTo(12);
        assertThat(student.channels("a")).isEqualTo(3);
        assertThat(student.channels("b")).isEqualTo(2);
    }

    @Test
    void a_width_in_proportion_is_preferred() {
        NetGraph student = widened(16);

        assertThat(student.channels("a")).isEqualTo(2);
        assertThat(student.channels("b")).isEqualTo(4);
    }

    @Test
    void a_width_that_no_division_reaches_is_refused() {
        assertThatThrownBy(() -> twosAndThrees().widen("fc").to(9))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot widen 'fc' to 9: its 8 channels are tied in blocks, so the next width is 10.");
    }

    @Test
    void a_part_that_stays_needs_no_donors() {
        GraphNet student = twosAndThrees()
                .donors(Donors.given(0, 0))
                .widen("fc")
                .to(12)
                .grow()
                .network();

        assertThat(student.graph().channels("a")).isEqualTo(3);
    }
}
