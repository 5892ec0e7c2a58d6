package io.github.net2net.examples;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The snippets of docs/growing.md. */
final class GrowingSnippets {
    private GrowingSnippets() {}

    static void inspect(MultiLayerNetwork teacher) {
        System.out.println(Net2Net.inspect(teacher));
    }

    static GrowthPlan deepened(ComputationGraph teacher) {
        return Net2Net.from(teacher)
                .deepenAfter("pool1") // the best exact way, which the plan prints
                .deepenAfter("conv3", Deepening.identityUnit().kernel(1, 5)) // a way by name
                .deepenAfter("add2", Deepening.zeroResidual().layers(1))
                .plan();
    }

    static Grown<ComputationGraph> blocks(ComputationGraph teacher, INDArray images) {
        Grown<ComputationGraph> blocks = Net2Net.from(teacher)
                .deepenAfter("conv1", Deepening.zeroResidual().width(8))
                .deepenAfter(
                        "conv2",
                        Deepening.identityUnit().like("conv1").width(24).names(List.of("conv3")))
                .verifyOn(Probes.features(images))
                .grow();
        return blocks;
    }

    static MultiLayerNetwork baseline(MultiLayerNetwork teacher) {
        MultiLayerNetwork scratch = Net2Net.from(teacher)
                .widen("conv2")
                .to(96)
                .baseline(Baseline.FROM_SCRATCH)
                .grow()
                .network();
        return scratch;
    }

    static Grown<MultiLayerNetwork> deeper(MultiLayerNetwork teacher, INDArray images) {
        Grown<MultiLayerNetwork> deeper = Net2Net.from(teacher)
                .deepenAfter("conv2")
                .deepenAfter("fc", Deepening.pairIdentity())
                .verifyOn(Probes.features(images))
                .grow();
        return deeper;
    }

    static Grown<MultiLayerNetwork> factorized(MultiLayerNetwork teacher, INDArray images) {
        Grown<MultiLayerNetwork> factorized = Net2Net.from(teacher)
                .factorize("conv2")
                .to(32)
                .factorize("fc")
                .withSlopes()
                .to(64)
                .verifyOn(Probes.features(images))
                .grow();
        return factorized;
    }

    static MultiLayerNetwork ends(MultiLayerNetwork teacher, INDArray images) {
        MultiLayerNetwork moreClasses = Net2Net.from(teacher)
                .addInputs("input", 1)
                .addClasses(3)
                .verifyOn(Probes.features(images))
                .grow()
                .network();
        return moreClasses;
    }

    static GrowthPlan budget(MultiLayerNetwork teacher) {
        GrowthPlan plan =
                Net2Net.from(teacher).widenAll(Layers.all()).toBudget(20_000).plan();
        return plan;
    }

    static Grown<MultiLayerNetwork> shrink(MultiLayerNetwork student, INDArray images) {
        Grown<MultiLayerNetwork> smaller =
                Net2Net.shrink(student).verifyOn(Probes.features(images)).grow();
        return smaller;
    }

    static MultiLayerNetwork toward(MultiLayerNetwork teacher, MultiLayerConfiguration configuration, INDArray images) {
        Growth<MultiLayerNetwork> route = Net2Net.from(teacher).toward(configuration, Calibration.calibratedOn(images));
        System.out.println(route.plan());
        MultiLayerNetwork student =
                route.verifyOn(Probes.features(images)).grow().network();
        return student;
    }
}
