package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import io.github.net2net.spi.Probe;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal of the front door, by its whole text. */
class RefusalTest {
    private static final String POINTER = " inspect() lists what can grow.";
    private static final GraphNet RESIDUAL = Teachers.residual();
    private static final Batch BATCH = Batch.random(RESIDUAL, Teachers.POSITIONS, 3);

    private static Growth<GraphNet> of(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    private static void assertRefused(GraphNet teacher, Function<Growth<GraphNet>, ?> words, String text) {
        assertRefused(of(teacher), words, text);
    }

    private static void assertRefused(Growth<GraphNet> growth, Function<Growth<GraphNet>, ?> words, String text) {
        assertThatThrownBy(() -> words.apply(growth))
                .isInstanceOf(GrowthException.class)
                .hasMessage(text);
    }

    private static void assertMisuse(Function<Growth<GraphNet>, ?> words, String text) {
        assertThatThrownBy(() -> words.apply(of(RESIDUAL)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text);
    }

    @Test
    void an_unknown_layer_is_refused_with_the_nearest_names() {
        assertRefused(
                RESIDUAL,
                growth -> growth.widen("cnv2").to(12),
                "cannot widen 'cnv2': there is no layer of that name. Nearest names: conv2, conv1, bn2; inspect() lists all.");
        assertRefused(
                RESIDUAL,
                growth -> growth.deepenAfter("conv4"),
                "cannot deepen after 'conv4': there is no layer of that name. Nearest names: conv1, conv2, conv3; inspect() lists all.");
        assertRefused(
                RESIDUAL,
                growth -> growth.enlargeKernel("con").to(5),
                "cannot enlarge the kernel of 'con': there is no layer of that name. Nearest names: conv1, conv2,"
                        + " conv3; inspect() lists all.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add2|(sum): its channels come from 'conv2' and 'shortcut2'. Widen either, and the other follows.",
                "relu2|(relu): its channels come from 'conv2' and 'shortcut2'. Widen either, and the other follows.",
                "bn3|(batch norm): its channels come from 'conv3'. Widen 'conv3' instead.",
                "pool3|(max pooling): its channels come from 'conv3'. Widen 'conv3' instead.",
                "in|it is an input of the network, whose channels come from outside. Name a layer after it."
            })
    void widening_a_layer_without_channels_names_their_owners(String layer, String reason) {
        assertRefused(
                RESIDUAL,
                growth -> growth.widen(layer).by(1),
                "cannot widen '" + layer + "'" + after(reason) + POINTER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in|it is an input of the network, whose channels come from outside. Name a layer after it.",
                "out|it is an output of the network, and a layer after it would change what the loss sees. Deepen after fc instead."
            })
    void deepening_at_an_end_of_the_network_is_refused(String layer, String reason) {
        assertRefused(
                RESIDUAL,
                growth -> growth.deepenAfter(layer),
                "cannot deepen after '" + layer + "': " + reason + POINTER);
    }

    /** A reason after a layer's name, which may begin with its kind. */
    private static String after(String reason) {
        return (reason.startsWith("(") ? " " : ": ") + reason;
    }

    @Test
    void parts_that_grow_apart_are_not_said_to_follow_each_other() {
        assertRefused(
                Teachers.sliced(),
                growth -> growth.widen("both").by(1),
                "cannot widen 'both' (concatenation): its channels come from 'left' and 'right'. Widen one of them"
                        + " instead."
                        + POINTER);
        assertRefused(
                Teachers.sliced(),
                growth -> growth.widen("second").by(1),
                "cannot widen 'second' (slice): its channels come from 'right'. Widen 'right' instead." + POINTER);
    }

    @Test
    void three_coupled_owners_are_named() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 1);
        net.sum("add", net.dense("a", "in", 4), net.dense("b", "in", 4), net.dense("c", "in", 4));
        net.dense("out", "add", 2);
        assertRefused(
                net.output("out").build(),
                growth -> growth.widen("add").by(1),
                "cannot widen 'add' (sum): its channels come from 'a', 'b' and 'c'. Widen any of them, and the others"
                        + " follow."
                        + POINTER);
    }

    private static GraphNet withResponseNorm() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 4);
        net.responseNorm("lrn", net.convolution("conv1", "in", 4, NetSketch.same(3)));
        net.concat("cat", net.slice("cut", "lrn", 0, 2), "conv1");
        net.dense("out", "cat", 2);
        return net.output("out").build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conv1|its 4 channels can't change, because 'lrn'",
                "lrn|it",
                "cut|(slice): its channels can't change, because 'lrn'",
                "cat|(concatenation): its channels can't change, because 'lrn'"
            })
    void widening_what_a_response_normalization_reads_or_makes_gives_its_reason(String layer, String reason) {
        String end = layer.equals("lrn")
                ? " Its channels can't change. Widen a layer after it."
                : " Widen a layer after 'lrn'.";
        assertRefused(
                withResponseNorm(),
                growth -> growth.widen(layer).by(1),
                "cannot widen '" + layer + "'" + after(reason)
                        + " normalizes across channels, so copies would change its result." + end + POINTER);
    }

    @Test
    void an_output_layer_cant_be_widened() {
        assertRefused(
                RESIDUAL,
                growth -> growth.widen("out").by(1),
                "cannot widen 'out': its 4 channels can't change, because 'out' is an output of the network. Widen"
                        + " a layer before 'out'."
                        + POINTER);
    }

    @Test
    void a_width_that_is_not_larger_is_refused() {
        String rest = ": it has 8 channels now, and a layer can only grow. Give more than 8.";
        assertRefused(RESIDUAL, growth -> growth.widen("conv1").to(8), "cannot widen 'conv1' to 8" + rest);
        assertRefused(
                RESIDUAL,
                growth -> growth.widen("conv1").times(1.01),
                "cannot widen 'conv1' by a factor of 1.01: its 8 channels times 1.01 are 8, and a layer can only grow."
                        + " Give 1.0625 or more.");
    }

    @Property
    void the_smallest_factor_that_a_refusal_names_adds_one_channel(
            @ForAll @IntRange(min = 1, max = 3000) int channels) {
        NetSketch net = new NetSketch(1);
        net.source("in", 1, 1);
        net.dense("out", net.dense("fc", "in", channels), 1);
        Growth<GraphNet> growth = of(net.output("out").build());
        String refusal = assertThrows(
                        GrowthException.class, () -> growth.widen("fc").times(1 + 0.4 / channels))
                .getMessage();
        double named = Double.parseDouble(refusal.replaceAll("(?s).*Give (.*) or more\\.", "$1"));

        assertThat(growth.widen("fc").times(named).plan().headlines())
                .containsExactly("widen fc " + channels + " -> " + (channels + 1));
    }

    @Test
    void numbers_that_no_array_can_hold_are_refused() {
        assertRefused(
                RESIDUAL,
                growth -> growth.widen("conv1").times(1e9),
                "cannot widen 'conv1' to 8000000000: an array has at most 2147483647 entries along an axis. Give a"
                        + " smaller number.");
        assertRefused(
                RESIDUAL,
                growth -> growth.widen("conv1").by(Integer.MAX_VALUE),
                "cannot widen 'conv1' to 2147483655: an array has at most 2147483647 entries along an axis. Give a"
                        + " smaller number.");
        assertRefused(
                RESIDUAL,
                growth -> growth.widenAll(Layers.dense()).times(1e9),
                "cannot widen 'fc' to 10000000000: an array has at most 2147483647 entries along an axis. Give a"
                        + " smaller factor than 1.0E9.");
    }

    @Test
    void amounts_that_make_no_sense_are_misuse() {
        String widen = "widen(\"conv1\").";
        String count = ": give a number of channels, 1 or more";
        assertMisuse(growth -> growth.widen("conv1").to(0), widen + "to(0)" + count);
        assertMisuse(growth -> growth.widen("conv1").to(-3), widen + "to(-3)" + count);
        String added = ": give the number of channels to add, 1 or more";
        assertMisuse(growth -> growth.widen("conv1").by(0), widen + "by(0)" + added);
        assertMisuse(growth -> growth.widen("conv1").by(-1), widen + "by(-1)" + added);
        for (double factor : new double[] {1, 0.5, -2, Double.NaN, Double.POSITIVE_INFINITY}) {
            String text = "times(" + factor + "): give a finite factor above 1, such as 1.5";
            assertMisuse(growth -> growth.widen("conv1").times(factor), widen + text);
            assertMisuse(growth -> growth.widenAll(Layers.all()).times(factor), "widenAll(all layers)." + text);
        }
        assertMisuse(
                growth -> growth.enlargeKernel("conv1").to(),
                "enlargeKernel(\"conv1\").to(): give a size for each spatial dimension, such as to(5, 5)");
        assertMisuse(
                growth -> growth.enlargeKernel("conv1").to(3, 0),
                "enlargeKernel(\"conv1\").to(3, 0): give sizes of 1 or more");
        assertMisuse(
                growth -> growth.extendVocabulary("conv1").by(0),
                "extendVocabulary(\"conv1\").by(0): give a number of entries, 1 or more");
        assertMisuse(growth -> Layers.named(), "no layers are named; give at least one name");
    }

    private static GraphNet tiedInBlocks() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 4);
        net.flatten("flat", net.convolution("conv1", "in", 4, NetSketch.same(3)), FlattenOrder.CHANNEL_MAJOR);
        net.dense("out", net.sum("add", "flat", net.dense("fc", "flat", 16)), 2);
        return net.output("out").build();
    }

    @Test
    void a_width_that_blocks_rule_out_is_refused_with_the_nearest_ones() {
        assertRefused(
                tiedInBlocks(),
                growth -> growth.widen("fc").to(18),
                "cannot widen 'fc' to 18: its 16 channels are tied in blocks, so the next width is 20.");
        assertRefused(
                tiedInBlocks(),
                growth -> growth.widen("fc").to(22),
                "cannot widen 'fc' to 22: its 16 channels are tied in blocks, so the nearest widths are 20 and 24.");
        assertThat(of(tiedInBlocks())
                        .widen("fc")
                        .to(24)
                        .grow()
                        .network()
                        .graph()
                        .channels("conv1"))
                .isEqualTo(6);
    }

    @Test
    void given_donors_that_dont_fit_are_refused() {
        assertRefused(
                RESIDUAL,
                growth -> growth.donors(Donors.given(1, 2)).widen("shortcut2").by(3),
                "cannot widen conv2, shortcut2: from 8 to 11 channels, 3 are added, but donors(given(..)) gives 2."
                        + " Give one donor for each added channel; widenings of different sizes take donors of their"
                        + " own, in widen(..).donors(given(..)).");
        assertRefused(
                RESIDUAL,
                growth -> growth.donors(Donors.given(1, 8)).widen("conv1").by(2),
                "cannot widen conv1: donors(given(..)) names channel 8 of 8. Give donors from 0 to 7.");
    }

    @Test
    void shares_said_twice_are_refused_on_the_line_that_says_so() {
        String text = "cannot combine shares(..) with SymmetryBreaking.unevenShares(..): both specify how weights are"
                + " divided among copies. Leave one of them out.";
        assertRefused(
                RESIDUAL,
                growth -> growth.shares(Shares.original()).breakSymmetry(SymmetryBreaking.unevenShares(0.5)),
                text);
        assertRefused(
                RESIDUAL,
                growth -> growth.apply(Recipe.of()
                        .breakSymmetry(SymmetryBreaking.unevenShares(0.5))
                        .shares(Shares.original())),
                text);
    }

    @Test
    void a_student_that_deviates_is_not_returned() {
        Growth<GraphNet> corrupted =
                Growth.of(new Corrupting(), RESIDUAL).widen("fc").to(12);

        assertThatThrownBy(() -> corrupted.verifyOn(BATCH).grow())
                .isInstanceOf(NotPreservedException.class)
                .hasMessageStartingWith(
                        "the student does not compute the teacher's function: output 'out' in inference mode:"
                                + " max|d| 5.00, relative ")
                .hasMessageContaining(", allowed 1e-10. No student is returned. Please report this with the plan:\n"
                        + corrupted.plan());
    }

    @Test
    void a_student_that_puts_out_nan_is_not_returned() {
        Growth<GraphNet> corrupted =
                Growth.of(new Corrupting(Double.NaN), RESIDUAL).widen("fc").to(12);

        assertThatThrownBy(() -> corrupted.verifyOn(BATCH).grow())
                .isInstanceOf(GrowthException.class)
                .hasMessageContaining("output 'out' in inference mode: max|d| NaN, relative NaN");
    }

    @Test
    void nan_is_no_rounding_error_even_if_double_precision_is_free_of_it() {
        Growth<GraphNet> growth = of(RESIDUAL).widen("fc").to(12);
        Deviation nan = new Deviation("out", Mode.INFERENCE, Stage.OUTPUT, false, Double.NaN, 1);
        Probe<GraphNet> probe = new Probe<>() {
            @Override
            public ImmutableList<Deviation> compare(GraphNet teacher, GraphNet student) {
                return ImmutableList.of(nan);
            }

            @Override
            public double tolerance(GraphNet teacher) {
                return Tolerances.DOUBLE;
            }

            @Override
            public Deviation inDoublePrecision(GraphNet teacher, GraphNet student, Deviation place) {
                return new Deviation("out", Mode.INFERENCE, Stage.OUTPUT, false, 0, 1);
            }
        };
        assertThatThrownBy(() -> growth.verifyOn(probe).grow())
                .isInstanceOf(GrowthException.class)
                .hasMessageContaining("output 'out' in inference mode: max|d| NaN, relative NaN");
    }

    @Test
    void widening_a_join_names_all_layers_that_follow() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 1);
        net.dense("a", "in", 4);
        net.activation("relu", net.sum("first", "a", net.dense("b", "a", 4)), "relu");
        net.sum("second", "relu", net.dense("c", "relu", 4));
        net.dense("out", "second", 2);
        GraphNet teacher = net.output("out").build();

        assertRefused(
                teacher,
                growth -> growth.widen("first").by(1),
                "cannot widen 'first' (sum): its channels come from 'a', 'b' and 'c'. Widen any of them, and the"
                        + " others follow."
                        + POINTER);
    }
}
