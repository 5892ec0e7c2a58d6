package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.infer.Channels;
import io.github.net2net.reference.Chains;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Time grows with a network's length, not with its square. */
class ScaleTest {
    private static final int SMALL = 2_500;
    private static final int LARGE = 10_000;

    /** Four times the nodes may take up to eight times as long; a square would take sixteen times. */
    private static final double MOST = 8;

    private static double milliseconds(GraphNet network, Consumer<GraphNet> work) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 7; i++) {
            long start = System.nanoTime();
            work.accept(network);
            best = Math.min(best, (System.nanoTime() - start) / 1e6);
        }
        return best;
    }

    private static void assertNearLinear(Consumer<GraphNet> work) {
        GraphNet small = Chains.ofNodes(SMALL);
        GraphNet large = Chains.ofNodes(LARGE);
        work.accept(large); // compiled before it is measured
        double ratio = milliseconds(large, work) / milliseconds(small, work);

        assertThat(ratio).isLessThan(MOST);
    }

    private static Growth<GraphNet> growth(GraphNet network) {
        return Growth.of(new GraphNetAdapter(), network);
    }

    private static void plan(Growth<GraphNet> growth) {
        assertThat(growth.plan().headlines()).isNotEmpty();
    }

    @Test
    void inference_takes_time_near_linear_in_the_nodes() {
        assertNearLinear(
                network -> assertThat(Channels.infer(network.graph()).groups()).isNotEmpty());
    }

    @Test
    void planning_to_widen_a_trunk_takes_time_near_linear_in_the_nodes() {
        assertNearLinear(network -> plan(growth(network).widen("stem").by(2)));
    }

    @Test
    void planning_to_widen_everything_takes_time_near_linear_in_the_nodes() {
        assertNearLinear(network -> plan(growth(network).widenAll(Layers.all()).times(2)));
    }

    @Test
    void planning_dropout_everywhere_takes_time_near_linear_in_the_nodes() {
        assertNearLinear(network -> plan(growth(network)
                .breakSymmetry(SymmetryBreaking.dropout(0.1))
                .widenAll(Layers.all())
                .times(2)));
    }

    @Test
    void a_hundred_thousand_groups_joined_one_by_one_are_inferred() {
        GraphNet network = Chains.ofNeighbours(100_000);

        assertThat(Channels.infer(network.graph()).groups()).isNotEmpty();
    }
}
