package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Layers;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What {@code widenAll} refuses or skips, by its whole text. */
class WidenAllRefusalTest {
    private static final GraphNet RESIDUAL = Teachers.residual();

    private static Growth<GraphNet> of(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    private static void assertRefused(GraphNet teacher, Function<Growth<GraphNet>, ?> steps, String text) {
        assertRefused(of(teacher), steps, text);
    }

    private static void assertRefused(Growth<GraphNet> growth, Function<Growth<GraphNet>, ?> steps, String text) {
        assertThatThrownBy(() -> steps.apply(growth))
                .isInstanceOf(GrowthException.class)
                .hasMessage(text);
    }

    @Test
    void widening_all_of_nothing_is_refused() {
        assertRefused(
                RESIDUAL,
                growth -> growth.widenAll(Layers.ofKind("LSTM")).times(2),
                "cannot widen all layers of kind 'LSTM': no layer of this network matches. Its kinds of layers that"
                        + " compute new channels are: convolution, dense layer.");
        assertRefused(
                RESIDUAL,
                growth -> growth.widenAll(Layers.dense()).times(1.01),
                "cannot widen all layers of kind 'dense layer': none of the layers can grow.\n"
                        + "  skipped fc: 10 channels times 1.01 are 10; give 1.05 or more\n"
                        + "  skipped out: 'out' is an output of the network");
    }

    @Test
    void a_named_layer_that_does_not_exist_is_refused_with_the_nearest_names() {
        assertRefused(
                RESIDUAL,
                growth -> growth.widenAll(Layers.named("conv1", "con3")).times(2),
                "cannot widen layers [conv1, con3]: no layer is named 'con3'. Nearest names: conv3, conv1, conv2; inspect() lists all.");
    }

    @Test
    void a_selected_layer_that_cant_grow_is_listed_with_its_reason() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 4);
        net.opaqueDense("strange", net.convolution("conv1", "in", 4, NetSketch.same(3)), "is not as it should be");
        net.dense("out", net.dense("fc", "strange", 4), 2);
        Growth<GraphNet> growth = of(net.output("out").build());

        assertThat(growth.widenAll(Layers.dense()).times(2).plan().toString())
                .contains("     skipped strange: it is not as it should be\n     skipped out: 'out' is an output of the"
                        + " network\n");
        assertThat(growth.widenAll(Layers.named("fc", "in")).times(2).plan().toString())
                .contains("     skipped in: it is an input of the network\n");
        assertRefused(
                growth,
                words -> words.widenAll(Layers.named("strange")).times(2),
                "cannot widen layers [strange]: none of the layers can grow.\n"
                        + "  skipped strange: it is not as it should be");
    }
}
