package io.github.net2net;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.EqualCopies;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Nodes that combine all their channels and preserve the function for equal numbers of copies only. */
class EqualCopiesTest {
    private static final GraphNet NORMALIZED = normalized();

    /** in, fc (normalizes its 4 outputs), relu, next, out. */
    private static GraphNet normalized() {
        NetSketch net = new NetSketch(1);
        net.normalizedDense("fc", net.source("in", 3, 2), 4);
        net.dense("next", net.activation("relu", "fc", "relu"), 5);
        return net.output(net.dense("out", "next", 2)).build();
    }

    private static Growth<GraphNet> of(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    private static Growth<GraphNet> verified(GraphNet teacher) {
        return of(teacher).verifyOn(Batch.random(teacher, 2, 3));
    }

    private static void assertRefused(UnaryOperator<Growth<GraphNet>> growth, String message) {
        assertThatThrownBy(() -> growth.apply(of(NORMALIZED)).plan())
                .isInstanceOf(GrowthException.class)
                .hasMessage(message);
    }

    @Test
    void a_normalizing_layer_grows_by_whole_factors_with_cyclic_donors() {
        Grown<GraphNet> grown = verified(NORMALIZED).widen("fc").to(12).grow();

        assertThat(grown.network().graph().channels("fc")).isEqualTo(12);
        assertThat(grown.plan().toString())
                .contains("3 copies of each channel of g2, because 'fc' normalizes over its own outputs");
        assertThat(grown.plan().toJson()).contains("[ 0, 1, 2, 3, 0, 1, 2, 3 ]");
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    /** Adapters read it, as for the epsilon of a distance. */
    @Test
    void copies_areCountedOverAllSteps_andFreshChannelsAreNone() {
        assertThat(copies(of(NORMALIZED).widen("next").to(7))).isEqualTo(1);
        assertThat(copies(of(NORMALIZED).widen("fc").to(8).widen("fc").to(24))).isEqualTo(6);
        assertThat(copies(of(NORMALIZED).donors(Donors.fresh()).widen("fc").to(8)))
                .isEqualTo(1);
    }

    private static int copies(Growth<GraphNet> growth) {
        EqualCopies counted = growth.grow().network().graph().node("fc").equalCopies();
        return requireNonNull(counted).copies();
    }

    @Test
    void uneven_and_zero_shares_are_exact_too() {
        verified(NORMALIZED)
                .widen("fc")
                .by(4)
                .shares(Shares.original())
                .widen("fc")
                .to(24)
                .grow();
    }

    @Test
    void other_widths_are_refused_with_the_nearest() {
        assertRefused(
                growth -> growth.widen("fc").to(10),
                "cannot widen 'fc' to 10: 'fc' normalizes over its own outputs, so each of its channels must be copied"
                        + " equally often; the nearest widths are 8 and 12. Donors.fresh() reaches any width.");
        assertRefused(
                growth -> growth.widen("fc").by(1),
                "cannot widen 'fc' to 5: 'fc' normalizes over its own outputs, so each of its channels must be copied"
                        + " equally often; the next width is 8. Donors.fresh() reaches any width.");
    }

    @Test
    void donors_that_are_unequal_are_refused() {
        assertRefused(
                growth -> growth.widen("fc").donors(Donors.given(0, 0, 1, 2)).by(4),
                "cannot widen fc: 'fc' normalizes over its own outputs, so each of its channels must be copied equally"
                        + " often, but donors(given(..)) makes 3 of channel 0 and 2 of channel 1. Name each donor"
                        + " equally often, or use Donors.cyclic().");
        verified(NORMALIZED).widen("fc").donors(Donors.given(3, 1, 0, 2)).by(4).grow();
    }

    /** LEMON's average expansion. */
    @Test
    void new_channels_may_be_the_mean_of_the_others() {
        Grown<GraphNet> grown = verified(NORMALIZED)
                .widen("fc")
                .donors(Donors.fresh())
                .to(7)
                .widen("fc")
                .donors(Donors.fresh())
                .by(1)
                .widen("fc")
                .times(2)
                .grow();

        assertThat(grown.network().graph().channels("fc")).isEqualTo(16);
        assertThat(grown.plan().toString())
                .contains(
                        "new channels of g2 start as the mean of the others, because 'fc' normalizes over its own outputs");
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    @Test
    void fresh_channels_are_refused_where_only_copies_are_exact() {
        NetSketch net = new NetSketch(7);
        net.layerNorm("norm", net.dense("fc", net.source("in", 3, 1), 4));
        GraphNet teacher = net.output(net.dense("out", "norm", 2)).build();

        assertThatThrownBy(() -> of(teacher).widen("fc").donors(Donors.fresh()).by(4))
                .hasMessage(
                        "cannot widen fc: 'norm' normalizes over channels, which new channels that are no copies would"
                                + " change. Use donors(Donors.cyclic()) for this widening.");
    }

    @Test
    void balanced_shares_are_refused() {
        assertRefused(
                growth -> growth.shares(Shares.balanced()).widen("fc").by(4),
                "cannot use balanced shares: 'fc' normalizes over its own outputs, and balanced copies arrive scaled."
                        + " Use Shares.equal(), or widen other layers.");
    }

    @Test
    void all_layers_take_the_nearest_whole_factor_or_are_skipped() {
        Grown<GraphNet> twice =
                verified(NORMALIZED).widenAll(Layers.all()).times(1.6).grow();
        assertThat(twice.network().graph().channels("fc")).isEqualTo(8);
        assertThat(twice.network().graph().channels("next")).isEqualTo(8);

        Grown<GraphNet> once =
                verified(NORMALIZED).widenAll(Layers.all()).times(1.4).grow();
        assertThat(once.network().graph().channels("fc")).isEqualTo(4);
        assertThat(once.plan().toString())
                .contains("skipped fc: 'fc' normalizes over its own outputs, so each of its channels must be copied"
                        + " equally often, and the whole number nearest to 1.4 is 1; give 1.5 or more");
    }

    /** The two parts of the slice grow apart, but not after the normalization of both. */
    @Test
    void several_groups_of_one_axis_grow_by_the_same_factor() {
        NetSketch net = new NetSketch(2);
        net.dense("both", net.source("in", 3, 1), 6);
        net.layerNorm("norm", "both");
        net.slice("left", "norm", 0, 2);
        net.slice("right", "norm", 2, 6);
        net.sum("sum", "left", net.dense("a", "in", 2));
        GraphNet teacher = net.output(net.dense("out1", "sum", 2), net.dense("out2", "right", 2))
                .build();
        NetGraph grown = verified(teacher).widen("a").by(2).grow().network().graph();

        assertThat(grown.channels("both")).isEqualTo(12);
        assertThat(grown.channels("right")).isEqualTo(8);
        assertThat(verified(teacher)
                        .widen("both")
                        .to(18)
                        .grow()
                        .network()
                        .graph()
                        .channels("a"))
                .isEqualTo(6);
    }

    @Test
    void a_normalization_over_pinned_channels_pins_the_others() {
        NetSketch net = new NetSketch(3);
        net.dense("fc", net.source("in", 3, 1), 4);
        net.layerNorm("norm", net.concat("joined", "fc", "in"));
        GraphNet teacher = net.output(net.dense("out", "norm", 2)).build();

        assertThatThrownBy(() -> of(teacher).widen("fc").by(4))
                .hasMessage("cannot widen 'fc': its 4 channels can't change, because 'norm' normalizes over channels,"
                        + " some of which can't change. Widen another layer. inspect() lists what can grow.");
    }

    @Test
    void a_scaling_makes_up_for_a_norm_over_copies() {
        NetSketch net = new NetSketch(4);
        net.l2Normalize("unit", net.dense("fc", net.source("in", 3, 1), 4));
        net.distance("distance", "unit", net.dense("other", "in", 4));
        GraphNet teacher = net.output(net.dense("out", net.concat("joined", "unit", "distance"), 2))
                .build();
        Grown<GraphNet> grown =
                verified(teacher).widen("fc").to(8).widen("other").times(3).grow();

        assertThat(grown.network().graph().channels("unit")).isEqualTo(24);
        assertThat(grown.network().graph().layers())
                .contains("unit_scale_1", "distance_scale_1", "unit_scale_2", "distance_scale_2");
        assertThat(grown.plan().toString())
                .contains("new layer unit_scale_1: times 1.4142135623730951 after unit")
                .contains("makes up for 2 copies of each channel that unit combines");
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    @Test
    void a_distance_that_is_an_output_cant_be_scaled() {
        NetSketch net = new NetSketch(5);
        net.distance("distance", net.dense("a", net.source("in", 3, 1), 4), net.dense("b", "in", 4));
        GraphNet teacher = net.output("distance").build();

        assertThatThrownBy(() -> of(teacher).widen("a").by(4))
                .hasMessage("cannot widen 'a': its 4 channels can't change, because 'distance' measures a distance over"
                        + " channels, and is an output, after which nothing can scale it. Widen another layer."
                        + " inspect() lists what can grow.");
    }

    @Test
    void the_random_pad_baseline_inserts_no_scaling() {
        NetSketch net = new NetSketch(6);
        net.l2Normalize("unit", net.dense("fc", net.source("in", 3, 1), 4));
        GraphNet teacher = net.output(net.dense("out", "unit", 2)).build();
        Grown<GraphNet> grown =
                of(teacher).baseline(Baseline.RANDOM_PAD).widen("fc").to(8).grow();

        assertThat(grown.network().graph().layers()).doesNotContain("unit_scale_1");
        assertThat(grown.network().graph().node("unit").equalCopies().copies()).isEqualTo(1);
    }
}
