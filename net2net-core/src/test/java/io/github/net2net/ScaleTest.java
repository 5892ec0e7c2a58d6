package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.infer.Channels;
import io.github.net2net.reference.Chains;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Time grows with a network's length, not with its square. */
class ScaleTest {
    private static final int SMALL = 2_500;
    private static final int LARGE = 10_000;

    /** Four times the nodes may take up to eight times as long; a square would take sixteen times. */
    private static final double MOST = 8;

    /** The best of many, as the first ones are spent on compiling. */
    private static final int ROUNDS = 40;

    /** Of this thread alone: what else the machine does, does not count. */
    private static double milliseconds(GraphNet network, Consumer<GraphNet> work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.accept(network);
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }

    private static void assertNearLinear(Consumer<GraphNet> work) {
        GraphNet small = Chains.ofNodes(SMALL);
        GraphNet large = Chains.ofNodes(LARGE);
        double bestSmall = Double.MAX_VALUE;
        double bestLarge = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS && (round < 4 || bestLarge / bestSmall >= MOST); round++) {
            bestSmall = Math.min(bestSmall, milliseconds(small, work));
            bestLarge = Math.min(bestLarge, milliseconds(large, work));
        }

        assertThat(bestLarge / bestSmall).isLessThan(MOST);
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
    void groups_joined_one_by_one_are_inferred_without_deep_recursion() {
        GraphNet network = Chains.ofNeighbors(50_000);

        assertThat(Channels.infer(network.graph()).groups()).isNotEmpty();
    }
}
