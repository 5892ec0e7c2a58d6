package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.graph.ChannelCopies;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans tell which channels are copies of the same one, and where their weights lie. */
class CopiesTest {
    private static Growth<GraphNet> grow(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    private static List<String> sets(ChannelCopies copies) {
        return copies.sets().stream().map(Object::toString).toList();
    }

    private static List<String> places(ChannelCopies copies) {
        return copies.slices().stream()
                .map(slices -> slices.param() + " " + slices.axis())
                .toList();
    }

    @Test
    void copies_ofLayersTiedByASum_areOneElement() {
        List<ChannelCopies> all = grow(Teachers.residual())
                .donors(Donors.given(0, 0, 3))
                .widen("conv2")
                .to(11)
                .plan()
                .copies();

        assertThat(all).hasSize(1);
        assertThat(all.get(0).layers()).containsExactly("conv2", "shortcut2");
        assertThat(all.get(0).channels()).isEqualTo(11);
        assertThat(sets(all.get(0))).containsExactly("[0, 8, 9]", "[3, 10]");
        assertThat(places(all.get(0)))
                .containsExactly("conv2.W 0", "conv2.b 0", "shortcut2.W 0", "shortcut2.b 0", "conv3.W 1");
    }

    @Test
    void copies_widenedTwice_areFollowedToTheTeacher() {
        List<ChannelCopies> all = grow(Teachers.mlp())
                .donors(Donors.cyclic())
                .widen("fc2")
                .to(6)
                .widen("fc2")
                .to(8)
                .plan()
                .copies();

        assertThat(sets(all.get(0))).containsExactly("[0, 5, 6]", "[1, 7]");
    }

    @Test
    void copies_behindAFlatten_haveSeveralSlicesEach() {
        ChannelCopies copies = grow(Teachers.residual())
                .donors(Donors.given(1))
                .widen("conv3")
                .to(9)
                .plan()
                .copies()
                .get(0);

        assertThat(copies.slices().get(2).channelOf().asList())
                .startsWith(0, 0, 0, 0, 0, 0, 1)
                .endsWith(7, 8, 8, 8, 8, 8, 8);
    }

    @Test
    void copies_ofRecurrentUnits_haveASliceInEveryGate() {
        ChannelCopies copies = grow(Teachers.recurrent())
                .donors(Donors.given(1))
                .widen("lstm")
                .to(5)
                .plan()
                .copies()
                .get(0);

        assertThat(sets(copies)).containsExactly("[1, 4]");
        assertThat(copies.slices().get(0).channelOf().asList())
                .containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
    }

    @Test
    void copies_withoutWideningOrOfFreshChannels_areNone() {
        assertThat(grow(Teachers.mlp())
                        .deepenAfter("fc1", Deepening.identityUnit())
                        .plan()
                        .copies())
                .isEmpty();
        assertThat(grow(Teachers.mlp())
                        .donors(Donors.fresh())
                        .widen("fc1")
                        .to(8)
                        .plan()
                        .copies())
                .isEmpty();
    }
}
