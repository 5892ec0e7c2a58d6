package io.github.net2net.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.StateSlot;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** What the optimizer remembers of the layers around new ones, and of the new ones. */
class OptimizerOfNewLayersTest {
    private static final int STEPS = 4;

    /** Layers 0 and 1 are dense, 2 is the output. */
    private static ComputationGraph teacher() {
        ComputationGraph teacher = TestNetworks.mlp(new Adam(0.01)).toComputationGraph();
        DataSet data = TestNetworks.labeled(TestNetworks.random(2, DataType.DOUBLE, 20, 4));
        for (int i = 0; i < STEPS; i++) {
            teacher.fit(data);
        }
        return teacher;
    }

    private static INDArray state(ComputationGraph network, String layer, String param, String slot) {
        return OptimizerMemory.of(
                        (BaseMultiLayerUpdater<?>) network.getUpdater(), network.params(), LayerKinds.standard())
                .view(
                        network.getLayer(layer),
                        new ParamKey(layer, param),
                        new StateSlot(slot, StateSlot.Scale.FIRST_MOMENT, 0));
    }

    private static ComputationGraph deepened(ComputationGraph teacher, Deepening way) {
        Growth<ComputationGraph> growth = Net2Net.from(teacher).deepenAfter("1", way);
        ComputationGraph student = growth.grow().network();
        for (String layer : new String[] {"0", "1", "2"}) {
            requireCarried(teacher, student, layer, "W");
            requireCarried(teacher, student, layer, "b");
        }
        return student;
    }

    private static void requireCarried(ComputationGraph teacher, ComputationGraph student, String layer, String param) {
        for (String slot : new String[] {"m", "v"}) {
            assertThat(state(student, layer, param, slot))
                    .as("%s.%s %s", layer, param, slot)
                    .isEqualTo(state(teacher, layer, param, slot));
        }
    }

    /** No momentum, and the given mean size throughout. */
    private static void requireNew(ComputationGraph student, String layer, String param, double size) {
        assertThat(state(student, layer, param, "m").amaxNumber().doubleValue()).isZero();
        INDArray sizes = state(student, layer, param, "v");
        assertThat(sizes.minNumber().doubleValue()).isCloseTo(size, within(Tolerances.DOUBLE));
        assertThat(sizes.maxNumber().doubleValue()).isCloseTo(size, within(Tolerances.DOUBLE));
    }

    private static double meanSize(ComputationGraph teacher, String layer, String param) {
        double mean = state(teacher, layer, param, "v").meanNumber().doubleValue();
        assertThat(mean).isPositive();
        return mean;
    }

    @Test
    void pairsAndResidualBlocks_startWithoutMomentum_andWithTheRepeatedLayersMeanSize() {
        ComputationGraph teacher = teacher();
        for (Deepening way : new Deepening[] {Deepening.pairIdentity(), Deepening.zeroResidual()}) {
            ComputationGraph student = deepened(teacher, way);
            for (String layer : new String[] {"1_1", "1_2"}) {
                requireNew(student, layer, "W", meanSize(teacher, "1", "W"));
                requireNew(student, layer, "b", meanSize(teacher, "1", "b"));
            }
        }
    }

    @Test
    void slopes_startWithoutMomentum_andWithTheMeanSizeOfTheWeights() {
        ComputationGraph teacher = teacher();
        ComputationGraph student = deepened(teacher, Deepening.slopes());
        requireNew(student, "1_1", "W", meanSize(teacher, "1", "W"));
        requireNew(student, "1_prelu_1", "W", meanSize(teacher, "1", "W"));
    }

    @Test
    void factors_startWithoutMomentum_andTheBiasKeepsIts() {
        ComputationGraph teacher = teacher();
        ComputationGraph student =
                Net2Net.from(teacher).factorize("1").to(7).grow().network();
        requireCarried(teacher, student, "0", "W");
        requireCarried(teacher, student, "1", "b");
        requireCarried(teacher, student, "2", "W");
        for (Map.Entry<String, String> factor :
                Map.of("1", "W", "1_factor_1", "W").entrySet()) {
            requireNew(student, factor.getKey(), factor.getValue(), meanSize(teacher, "1", "W"));
        }
        requireNew(student, "1_factor_1", "b", meanSize(teacher, "1", "b"));
    }
}
