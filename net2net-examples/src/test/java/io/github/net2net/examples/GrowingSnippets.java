package io.github.net2net.examples;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.rule.Layers;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The snippets of docs/growing.md. */
final class GrowingSnippets {
    private GrowingSnippets() {}

    static void inspect(MultiLayerNetwork teacher) {
        System.out.println(Net2Net.inspect(teacher));
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
