package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import io.github.net2net.spi.Memory;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a student costs, and growth that does not fit into memory. */
class GrowthCostTest {

    private static Growth<GraphNet> of(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    private static Growth<GraphNet> within(long limit, double elementsPerParameter) {
        return Growth.of(
                new GraphNetAdapter() {
                    @Override
                    public Memory memory(GraphNet network) {
                        return new Memory(4, elementsPerParameter, limit, "buy some");
                    }
                },
                Teachers.mlp());
    }

    private static void assertRefused(Growth<GraphNet> growth, Function<Growth<GraphNet>, ?> step, String text) {
        assertThatThrownBy(() -> step.apply(growth))
                .isInstanceOf(GrowthException.class)
                .hasMessage(text);
    }

    @Test
    void the_multiply_adds_of_a_dense_network_are_its_weights() {
        GrowthPlan plan = of(Teachers.mlp()).widen("fc1").to(8).plan();

        assertThat(plan.teacherMultiplyAdds()).hasValue(3 * 6 + 6 * 5 + 5 * 4);
        assertThat(plan.studentMultiplyAdds()).hasValue(3 * 8 + 8 * 5 + 5 * 4);
        assertThat(plan.teacherBytes()).isEqualTo(8 * (3 * 6 + 6 + 6 * 5 + 5 + 5 * 4 + 4));
    }

    @Test
    void the_multiply_adds_of_a_convolution_count_every_position_of_its_output() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 6);
        net.activation("relu", net.convolution("conv", "in", 8, NetSketch.same(3)), "relu");
        net.depthwise("depthwise", "relu", 2, NetSketch.same(3));
        net.dense("out", net.globalPool("pool", "depthwise"), 4);
        GrowthPlan plan = of(net.output("out").build())
                .widen("conv")
                .to(10)
                .deepenAfter("conv")
                .enlargeKernel("conv")
                .to(5)
                .plan();

        assertThat(plan.teacherMultiplyAdds()).hasValue(6 * (3 * 8 * 3) + 6 * (8 * 2 * 3) + 16 * 4);
        assertThat(plan.studentMultiplyAdds())
                .hasValue(6 * (3 * 10 * 5) + 6 * (10 * 10 * 3) + 6 * (10 * 2 * 3) + 20 * 4);
    }

    @Test
    void recurrent_weights_count_at_every_step() {
        assertThat(of(Teachers.recurrent()).plan().teacherMultiplyAdds()).hasValue(6 * (3 * 16 + 4 * 16) + 6 * (4 * 3));
    }

    @Test
    void unknown_positions_make_the_number_unknown_and_the_plan_names_the_layer() {
        GraphNet residual = Teachers.residual();
        List<Node> nodes = residual.graph().nodes().stream()
                .map(node -> node.name().equals("conv2")
                        ? node.toBuilder().positions(null).build()
                        : node)
                .toList();
        GrowthPlan plan = of(residual.with(NetGraph.of(nodes, residual.graph().outputs())))
                .widen("fc")
                .by(2)
                .plan();

        assertThat(plan.teacherMultiplyAdds()).isEmpty();
        assertThat(plan.studentMultiplyAdds()).isEmpty();
        assertThat(plan.toString())
                .contains("            9.2 kB -> 10.0 kB of parameters   multiply-adds per example unknown\n"
                        + "            (the output size of 'conv2' is not known without"
                        + " the input's size in the network's description)\n");
    }

    @Test
    void growth_that_does_not_fit_is_refused_by_every_step() {
        String start = ": the parameters of teacher and student would take ";
        String end = ", and there are 1.0 kB. Grow by less, or buy some.";
        Growth<GraphNet> growth = within(1000, 1);

        assertRefused(growth, g -> g.widen("fc1").to(100), "cannot widen 'fc1' to 100" + start + "4.0 kB" + end);
        assertRefused(
                growth,
                g -> g.widenAll(Layers.all()).times(9),
                "cannot widen all layers by a factor of 9.0" + start + "11.8 kB" + end);
        assertThat(within(832, 1).widen("fc1").by(2).plan().studentParameters()).isEqualTo(101);
        assertRefused(
                within(832, 1),
                g -> g.deepenAfter("fc1").deepenAfter("fc1"),
                "cannot deepen after 'fc1'" + start + "1.0 kB, and there are 832 bytes. Grow by less, or buy some.");
    }

    @Test
    void gradients_and_the_optimizers_state_count_where_the_teacher_has_them() {
        assertRefused(
                within(1000, 4),
                g -> g.widen("fc1").by(2),
                "cannot widen 'fc1' by 2: the parameters, gradients and optimizer state of teacher and student would"
                        + " take 2.9 kB, and there are 1.0 kB. Grow by less, or buy some.");
    }

    @Test
    void the_widest_layer_there_is_is_refused_without_trying() {
        Growth<GraphNet> growth = within(Long.MAX_VALUE, 1);

        assertThatThrownBy(() -> growth.widen("fc1").to(Integer.MAX_VALUE))
                .isInstanceOf(GrowthException.class)
                .hasMessageMatching(
                        "cannot widen 'fc1' to 2147483647: the plan alone would take 214\\.7 GB, and Java has"
                                + " \\d+\\.\\d [MGT]B\\. Grow by less, or raise -Xmx\\.");
        assertThatThrownBy(() -> growth.widenAll(Layers.all()).times(3e8))
                .isInstanceOf(GrowthException.class)
                .hasMessageContaining("cannot widen all layers by a factor of 3.0E8: the plan alone would take ");
    }

    @Test
    void the_largest_kernel_there_is_is_refused_without_trying() {
        assertThatThrownBy(() -> of(Teachers.residual()).enlargeKernel("conv1").to(Integer.MAX_VALUE))
                .isInstanceOf(GrowthException.class)
                .hasMessageMatching("cannot enlarge the kernel of 'conv1' to 2147483647: the parameters of teacher and"
                        + " student would take 412\\.3 GB, and there are \\d+\\.\\d [MGT]B\\. Grow by less, or raise"
                        + " -Xmx\\.");
    }

    @Test
    void a_growth_without_steps_says_that_the_student_is_a_copy() {
        Grown<GraphNet> copy = of(Teachers.mlp()).grow();

        assertThat(copy.plan()).hasToString("""
                        GrowthPlan  83 -> 83 parameters (+0%)   seed 0   exact
                                    664 bytes -> 664 bytes of parameters   68 -> 68 multiply-adds per example
                         no steps: the student is a copy of the teacher
                        optimizer: none""");
        assertThat(copy.report().toString()).startsWith(copy.plan().toString());
    }

    @Test
    void what_frozen_layers_never_learn_is_said_of_each() {
        GraphNet residual = Teachers.residual();
        NetGraph frozen = residual.graph()
                .mapNodes(node -> List.of("conv1", "conv3", "bn3").contains(node.layer())
                        ? node.toBuilder().frozen(true).build()
                        : node);
        GrowthPlan plan = of(residual.with(frozen))
                .widen("conv1")
                .by(2)
                .widen("conv2")
                .by(2)
                .enlargeKernel("conv1")
                .to(5)
                .deepenAfter("conv3", Deepening.identityUnit().withoutBatchNorm())
                .plan();

        assertThat(plan.toString().lines().filter(line -> line.contains("frozen")))
                .containsExactly(
                        "conv1 is frozen, so its new channels and new taps never learn",
                        "conv3 is frozen, so its weights of new inputs never learn");
    }
}
