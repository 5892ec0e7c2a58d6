package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** New batch norms are calibrated by what the teacher has at their place, whatever was grown before. */
class CalibratedLayersTest {
    private static final Deepening BLOCK = Deepening.zeroResidual();
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g");

    private final GraphNet teacher = teacher();
    /** One example, as the reference's batch norms see one at a time. */
    private final Batch batch =
            new Batch(Batch.random(teacher, Teachers.POSITIONS, 5).examples().subList(0, 1));

    private final Deepening calibrated = Deepening.identityUnit().batchNorm(Deepening.calibratedOn(batch));

    /** in(3), conv(4), norm, relu, out(2). */
    private static GraphNet teacher() {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 4);
        String norm = net.batchNorm("norm", net.convolution("conv", "in", 4, NetSketch.same(3)));
        return net.output(net.dense("out", net.activation("act", norm, "relu"), 2))
                .build();
    }

    private Growth<GraphNet> growth() {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    private void assertExactOnTheBatch(Growth<GraphNet> growth) {
        GraphNet student = growth.grow().network();
        for (Mode mode : Mode.values()) {
            assertThat(batch.largest(teacher, student, mode)).as(mode.name()).isLessThanOrEqualTo(Tolerances.DOUBLE);
        }
    }

    @Test
    void afterANewLayer_itIsWhatArrivedThere() {
        assertExactOnTheBatch(growth().deepenAfter("conv", calibrated).deepenAfter("conv_1", calibrated));
    }

    @Test
    void afterANewLayerOfAnotherName_itIsWhatArrivedThere() {
        assertExactOnTheBatch(growth().deepenAfter("conv", calibrated.names(List.of("a", "b", "c")))
                .deepenAfter("a", calibrated));
    }

    @Test
    void afterABlock_itIsWhatArrivedThere() {
        assertExactOnTheBatch(growth().deepenAfter("conv", BLOCK.names(NAMES)).deepenAfter("g", calibrated));
    }

    @Test
    void withinABlock_thereIsNothingInTheTeacher() {
        for (Deepening block : List.of(BLOCK, BLOCK.names(NAMES))) {
            String inner = block == BLOCK ? "conv_1" : "a";
            Growth<GraphNet> growth = growth().deepenAfter("conv", block);
            assertThatThrownBy(() -> growth.deepenAfter(inner, calibrated).plan())
                    .isInstanceOf(GrowthException.class)
                    .hasMessage("cannot deepen after '" + inner + "' with calibration: the teacher has no layer that"
                            + " outputs what it does. Deepen after another layer, or grow twice.");
        }
    }

    @Test
    void plansSayWhatIsExact() {
        GrowthPlan calibratedPlan = growth().deepenAfter("conv", calibrated).plan();
        assertThat(calibratedPlan.toString())
                .contains(
                        "batch norm calibrated: exact in inference; in training mode exact on the calibration data as one"
                                + " batch");
        Deepening identity = Deepening.identityUnit();
        assertThat(growth().deepenAfter("conv", identity.batchNorm(Deepening.uncalibrated()))
                        .plan()
                        .toString())
                .contains("batch norm not calibrated: exact in inference only");
        assertThat(growth().deepenAfter("conv", Deepening.pairIdentity()).plan().toString())
                .contains("without a batch norm like 'norm'");
    }

    @Test
    void promisesAreThoseOfTheModeTheyAreGivenFor() {
        GrowthPlan plan = growth().deepenAfter("conv", calibrated).plan();
        assertThat(plan.promises(deviation(Mode.INFERENCE))).isTrue();
        assertThat(plan.promises(deviation(Mode.TRAINING))).isFalse();
        assertThat(growth().widen("conv").to(6).plan().promises(deviation(Mode.TRAINING)))
                .isTrue();
    }

    private static Deviation deviation(Mode mode) {
        return new Deviation("out", mode, Stage.OUTPUT, false, 0, 1);
    }
}
