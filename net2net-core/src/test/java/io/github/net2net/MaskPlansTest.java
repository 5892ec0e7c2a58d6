package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plans state about masks; whether it is true, adapters test with masks. */
class MaskPlansTest {
    private static final Deviation MASKED = new Deviation("out", Mode.INFERENCE, Stage.OUTPUT, true, 0, 1);

    private static Growth<GraphNet> growth(GraphNet teacher, Map<String, MaskUse> uses) {
        GraphNet masked = teacher.with(teacher.graph()
                .mapNodes(node -> node.toBuilder()
                        .maskUse(uses.getOrDefault(node.name(), MaskUse.PASSES))
                        .build()));
        return Growth.of(new GraphNetAdapter(), masked);
    }

    private static void assertNoLimit(Growth<GraphNet> growth) {
        assertThat(growth.plan().toString()).doesNotContain("mask");
        assertThat(growth.plan().isExact()).isTrue();
        assertThat(growth.plan().promises(MASKED)).isTrue();
    }

    private static void assertLimit(Growth<GraphNet> growth, String note) {
        assertThat(growth.plan().toString()).contains("exact, except with masks", note);
        assertThat(growth.plan().promises(MASKED)).isFalse();
    }

    /** in(3) and other(3); conv(4) and relu of in, side(4) and relu of other, their sum, dense(5) and relu, out(2). */
    private static GraphNet joined(int positions) {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, positions);
        net.source("other", 3, positions);
        net.activation("conv/act", net.convolution("conv", "in", 4, NetSketch.same(3)), "relu");
        net.sum("sum", "conv/act", net.activation("side/act", net.dense("side", "other", 4), "relu"));
        net.activation("fc/act", net.dense("fc", "sum", 5), "relu");
        return net.output(net.dense("out", "fc/act", 2)).build();
    }

    @Test
    void withoutMasks_nothingIsSaid() {
        assertNoLimit(
                growth(joined(4), Map.of()).deepenAfter("conv").widen("fc").to(8));
    }

    @Test
    void convolutionsOfSteps_needAMaskThatCertainlyArrives() {
        GraphNet teacher = joined(4);
        Deepening convolution = Deepening.identityUnit().like("conv");
        Map<String, MaskUse> first = Map.of("in", MaskUse.STARTS);
        assertNoLimit(growth(teacher, first).deepenAfter("conv"));
        assertLimit(
                growth(teacher, Map.of("in", MaskUse.STARTS, "conv/act", MaskUse.ENDS))
                        .deepenAfter("conv"),
                "a mask ends before the new 1D convolution, which is not known to run with a mask elsewhere");
        assertLimit(
                growth(teacher, first).deepenAfter("sum", convolution),
                "a mask can end before the new 1D convolution, which is not known to run with a mask elsewhere");
        assertLimit(
                growth(teacher, Map.of("in", MaskUse.STARTS, "other", MaskUse.STARTS))
                        .deepenAfter("conv"),
                "the new 1D convolution is not known to run with masks of other inputs alone");
    }

    @Test
    void masksArePooledOverKernels() {
        NetSketch net = new NetSketch(3);
        Dimension explicit = new Dimension(3, 1, 1, Padding.EXPLICIT, 1, null);
        GraphNet teacher =
                sketch(in -> net.activation("conv/act", net.convolution("conv", in, 3, explicit), "relu"), net);
        assertLimit(
                growth(teacher, Map.of("in", MaskUse.STARTS)).deepenAfter("conv"),
                "a mask is pooled over the new layer's kernel, so with a mask more positions count than before");
        assertLimit(
                growth(teacher, Map.of("in", MaskUse.STARTS))
                        .enlargeKernel("conv")
                        .to(5),
                "a mask is pooled over the larger kernel, so with a mask more positions count than before");
        assertNoLimit(growth(teacher, Map.of()).enlargeKernel("conv").to(5));
        assertNoLimit(growth(joined(4), Map.of("in", MaskUse.STARTS))
                .enlargeKernel("conv")
                .to(5));
    }

    private static GraphNet sketch(UnaryOperator<String> layers, NetSketch net) {
        return net.output(net.dense("out", layers.apply(net.source("in", 3, 4)), 2))
                .build();
    }

    @Test
    void distortedMasks_matterWhereOthersUnitsAreCopied() {
        GraphNet teacher = joined(4);
        Map<String, MaskUse> uses = Map.of("in", MaskUse.STARTS, "other", MaskUse.STARTS, "fc", MaskUse.DISTORTS);
        Deepening dense = Deepening.identityUnit().like("fc");
        String note =
                "the new layer may output other values than zero at masked positions, so with a mask results may differ";
        assertLimit(growth(teacher, uses).deepenAfter("sum", dense), note);
        assertNoLimit(growth(teacher, uses).deepenAfter("fc"));
        assertNoLimit(growth(teacher, uses)
                .deepenAfter("sum", Deepening.zeroResidual().like("fc")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "relu      | the new layer sets masked positions to zero, which are not known to be zero before, so with a mask they differ",
                "norm      | the new layer sets masked positions to zero, which the batch norm before it does not leave at zero, so with a mask they differ",
                "zeroed    | none",
                "of zeroed | none",
            })
    void newLayersThatZeroMaskedPositions_needZerosThere(String before, String note) {
        NetSketch net = new NetSketch(6);
        GraphNet teacher = sketch(
                in -> {
                    String first = net.activation("first/act", net.dense("first", in, 4), "relu");
                    String place = switch (before) {
                        case "norm" ->
                            net.activation("norm/act", net.batchNorm("norm", net.dense("mid", first, 4)), "relu");
                        case "of zeroed" -> net.maxPool("pool", first);
                        default -> first;
                    };
                    return net.activation("last/act", net.dense("last", place, 4), "relu");
                },
                net);
        boolean zeroed = before.endsWith("zeroed");
        Growth<GraphNet> growth = growth(
                        teacher,
                        Map.of(
                                "in",
                                MaskUse.STARTS,
                                "first",
                                zeroed ? MaskUse.ZEROES : MaskUse.PASSES,
                                "last",
                                MaskUse.ZEROES))
                .deepenAfter(
                        before.equals("norm") ? "mid" : before.equals("of zeroed") ? "pool" : "first",
                        Deepening.identityUnit().like("last"));
        if (note == null) {
            assertNoLimit(growth);
        } else {
            assertLimit(growth, note);
        }
    }

    @Test
    void sumsAtOnePosition_canGetAnotherDataType() {
        Map<String, MaskUse> uses = Map.of("in", MaskUse.STARTS);
        String note =
                "a mask of examples can leave the new sum in another data type than the network's, with which a layer"
                        + " after it can fail";
        assertLimit(growth(joined(1), uses).deepenAfter("fc", Deepening.zeroResidual()), note);
        assertNoLimit(growth(joined(4), uses).deepenAfter("fc", Deepening.zeroResidual()));
    }

    @Test
    void layersThatCanFailOnceTheyAreWider() {
        Map<String, MaskUse> uses = Map.of("in", MaskUse.STARTS, "sum", MaskUse.FAILS_IF_WIDER);
        String note =
                "a mask of another data type than the network's can arrive at 'sum', which can fail with it once it has"
                        + " more channels";
        assertLimit(growth(joined(4), uses).widen("conv").to(6), note);
        assertNoLimit(growth(joined(4), uses).widen("fc").to(8));
        assertNoLimit(growth(joined(4), Map.of("sum", MaskUse.FAILS_IF_WIDER))
                .widen("conv")
                .to(6));
    }

    @Test
    void factors_computeOtherValuesAtMaskedPositions() {
        GraphNet teacher = joined(4);
        assertNoLimit(growth(teacher, Map.of()).factorize("conv").to(9));
        assertLimit(
                growth(teacher, Map.of("in", MaskUse.STARTS)).factorize("conv").to(9),
                "with a mask, what arrives at wrong positions may differ");
    }
}
