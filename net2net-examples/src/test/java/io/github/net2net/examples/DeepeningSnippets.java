package io.github.net2net.examples;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.rule.Deepening;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The snippet of docs/deepening.md. */
final class DeepeningSnippets {
    private DeepeningSnippets() {}

    static Growth<ComputationGraph> deeper(ComputationGraph teacher) {
        Growth<ComputationGraph> deeper = Net2Net.from(teacher)
                .deepenAfter("pool1")
                .deepenAfter("conv3", Deepening.identityUnit().kernel(1, 5))
                .deepenAfter("add2", Deepening.zeroResidual().layers(1));
        return deeper;
    }
}
