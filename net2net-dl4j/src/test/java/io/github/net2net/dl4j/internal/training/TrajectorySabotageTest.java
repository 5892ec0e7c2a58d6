package io.github.net2net.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.StateSlot;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Whatever is left out or wrong of what the optimizer remembers, the comparison of trajectories notices. */
class TrajectorySabotageTest {

    static Stream<Arguments> droppedState() {
        return TrajectoryTest.updaters()
                .filter(updater -> updater.stateSize(1) > 0)
                .map(updater -> Arguments.of(updater, (Consumer<MultiLayerNetwork>)
                        student -> student.getUpdater().getStateViewArray().assign(0)));
    }

    static Stream<Arguments> droppedCounts() {
        return Stream.of(new Adam(0.01), new AdaMax(0.01), new Nadam(0.01), new AMSGrad(0.01))
                .map(updater -> Arguments.of(updater, (Consumer<MultiLayerNetwork>)
                        student -> student.getLayerWiseConfigurations().setIterationCount(0)));
    }

    static Stream<Arguments> wrongRules() {
        return Stream.of(
                slot(new Nesterovs(0.02, 0.9), "v", 0.5),
                slot(new Adam(0.01), "m", 2),
                slot(new Adam(0.01), "v", 2),
                slot(new AdaMax(0.01), "m", 2),
                slot(new AdaMax(0.01), "u", 2),
                slot(new Nadam(0.01), "m", 2),
                slot(new Nadam(0.01), "v", 2),
                slot(new AMSGrad(0.01), "m", 2),
                slot(new AMSGrad(0.01), "v", 4),
                slot(new AMSGrad(0.01), "vHat", 4),
                slot(new AdaGrad(0.02), "h", 2),
                slot(new RmsProp(0.005), "g2", 2));
    }

    static Stream<Arguments> wrongRates() {
        return Stream.of(
                rate(new Sgd(0.05), layer -> layer.setIUpdater(new Sgd(0.05))),
                rate(new Sgd(0.05), layer -> layer.setBiasUpdater(null)),
                rate(new Adam(0.01), layer -> ((Adam) layer.getIUpdater()).setLearningRate(0.01)),
                rate(new Adam(0.01), layer -> ((Adam) layer.getIUpdater()).setEpsilon(1e-4)));
    }

    @ParameterizedTest
    @MethodSource({"droppedState", "droppedCounts", "wrongRules", "wrongRates"})
    void sabotage_isNoticed(IUpdater updater, Consumer<MultiLayerNetwork> sabotage) {
        MultiLayerNetwork teacher = Trajectory.convolutional(Trajectory.settings(updater));
        assertNoticed(
                teacher,
                sabotage,
                growth -> growth.widenAll(Layers.all())
                        .times(2)
                        .donors(Donors.cyclic())
                        .learningRate(LearningRates.followTrajectory()));
    }

    static Stream<Arguments> ofBalancedShares() {
        return Stream.of(
                slot(new Nesterovs(0.02, 0.9), "v", 0.5),
                rate(new Sgd(0.05), layer -> layer.setIUpdater(new Sgd(0.04))));
    }

    @ParameterizedTest
    @MethodSource("ofBalancedShares")
    void sabotage_ofBalancedShares_isNoticed(IUpdater updater, Consumer<MultiLayerNetwork> sabotage) {
        MultiLayerNetwork teacher = Trajectory.plain(Trajectory.settings(updater));
        assertNoticed(
                teacher,
                sabotage,
                growth ->
                        growth.shares(Shares.balanced()).widenAll(Layers.all()).times(1.7));
    }

    private static void assertNoticed(
            MultiLayerNetwork teacher,
            Consumer<MultiLayerNetwork> sabotage,
            UnaryOperator<Growth<MultiLayerNetwork>> wish) {
        Trajectory.train(teacher, 0, Trajectory.BEFORE);
        MultiLayerNetwork student = wish.apply(Net2Net.from(teacher).breakSymmetry(SymmetryBreaking.none()))
                .grow()
                .network();
        sabotage.accept(student);
        assertThat(Trajectory.distanceAfterTraining(teacher, student)).isGreaterThan(100 * Tolerances.TRAJECTORY);
    }

    /** One array of one parameter is off by a factor. */
    private static Arguments slot(IUpdater updater, String slot, double factor) {
        Consumer<MultiLayerNetwork> sabotage = student -> {
            Layer layer = student.getLayer(TestNetworks.indexOf(student, "dense"));
            OptimizerMemory.of((BaseMultiLayerUpdater<?>) student.getUpdater(), student.params(), LayerKinds.standard())
                    .view(layer, new ParamKey("dense", "W"), new StateSlot(slot, StateSlot.Scale.FIRST_MOMENT, 0))
                    .muli(factor);
        };
        return Arguments.of(updater, sabotage);
    }

    /** One layer's rates are wrong, before the updater is made from them. */
    private static Arguments rate(IUpdater updater, Consumer<BaseLayer> change) {
        Consumer<MultiLayerNetwork> sabotage = student -> {
            BaseLayer layer = (BaseLayer) student.getLayer(TestNetworks.indexOf(student, "out"))
                    .conf()
                    .getLayer();
            change.accept(layer);
            INDArray state = student.getUpdater().getStateViewArray();
            student.setUpdater(new MultiLayerUpdater(student, state == null ? null : state.dup()));
        };
        return Arguments.of(updater, sabotage);
    }
}
