package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

/** Time grows with a graph's vertices, not with their square. */
class GraphScaleTest {
    private static final int SMALL = 250;
    private static final int LARGE = 2_000;

    /** Eight times the vertices may take up to 40 times as long; a square would take 64 times. */
    private static final double MOST = 40;

    /** Single rounds are slow, such as those that collect garbage; never the best of many. */
    private static final int ROUNDS = 20;

    private static final ComputationGraph SMALL_GRAPH = graph(SMALL);
    private static final ComputationGraph LARGE_GRAPH = graph(LARGE);

    /** Blocks of five vertices: two branches, side by side, back to the trunk's width, and added to it. */
    private static ComputationGraph graph(int vertices) {
        GraphBuilder builder = TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("stem", TestNetworks.dense("stem", 3), "in");
        String trunk = "stem";
        for (int i = 0; i < vertices / 5; i++) {
            builder.addLayer("left" + i, TestNetworks.dense("left" + i, 2), trunk)
                    .addLayer("right" + i, TestNetworks.dense("right" + i, 2), trunk)
                    .addVertex("both" + i, new MergeVertex(), "left" + i, "right" + i)
                    .addLayer("back" + i, TestNetworks.dense("back" + i, 3), "both" + i)
                    .addVertex("add" + i, new ElementWiseVertex(ElementWiseVertex.Op.Average), trunk, "back" + i);
            trunk = "add" + i;
        }
        builder.addLayer("out", TestNetworks.softmax("out"), trunk).setOutputs("out");
        return GraphTeachers.initialized(builder.setInputTypes(InputType.feedForward(3)));
    }

    /** Processor time, which other processes affect least. */
    private static double milliseconds(ComputationGraph network, Consumer<ComputationGraph> work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.accept(network);
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }

    private static void assertNearLinear(Consumer<ComputationGraph> work) {
        double bestSmall = Double.MAX_VALUE;
        double bestLarge = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS && (round < 4 || bestLarge / bestSmall >= MOST); round++) {
            bestSmall = Math.min(bestSmall, milliseconds(SMALL_GRAPH, work));
            bestLarge = Math.min(bestLarge, milliseconds(LARGE_GRAPH, work));
        }

        assertThat(bestLarge / bestSmall)
                .as("%.0f ms against %.0f ms", bestLarge, bestSmall)
                .isLessThan(MOST);
    }

    @Test
    void reading_takes_time_near_linear_in_the_vertices() {
        assertNearLinear(network -> assertThat(Net2Net.from(network)).isNotNull());
    }

    @Test
    void planning_to_widen_everything_takes_time_near_linear_in_the_vertices() {
        assertNearLinear(network -> assertThat(
                        Net2Net.from(network).widenAll(Layers.all()).times(2).plan())
                .isNotNull());
    }

    @Test
    void growing_takes_time_near_linear_in_the_vertices() {
        assertNearLinear(network -> {
            Grown<ComputationGraph> grown = Net2Net.from(network)
                    .breakSymmetry(SymmetryBreaking.dropout(0.1))
                    .widenAll(Layers.all())
                    .times(2)
                    .grow();
            assertThat(grown.network().numParams()).isGreaterThan(network.numParams());
        });
    }
}
