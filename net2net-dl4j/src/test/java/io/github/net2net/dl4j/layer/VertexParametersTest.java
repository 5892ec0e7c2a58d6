package io.github.net2net.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Vertices of a user's own that have parameters. */
class VertexParametersTest {
    private static final INDArray FEATURES = TestNetworks.random(1, DataType.DOUBLE, 7, 4);
    private static final DataSet DATA = TestNetworks.labeled(FEATURES);

    private static ComputationGraph teacher(IUpdater updater) {
        ComputationGraph network = new ComputationGraph(TestNetworks.settings()
                .updater(updater)
                .graphBuilder()
                .addInputs("in")
                .addLayer("x", TestNetworks.dense("x", 5), "in")
                .addLayer("y", TestNetworks.dense("y", 3), "in")
                .addVertex("mix", new MixVertex(5, 3, 4), "x", "y")
                .addLayer("last", TestNetworks.dense("last", 6), "mix")
                .addLayer("out", TestNetworks.softmax("out"), "last")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4))
                .build());
        network.init();
        train(network, 4);
        return network;
    }

    private static void train(ComputationGraph network, int steps) {
        for (int i = 0; i < steps; i++) {
            network.fit(DATA);
        }
    }

    private static INDArray param(ComputationGraph network, String name) {
        return network.getVertex("mix").paramTable(false).get(name);
    }

    static Stream<IUpdater> updaters() {
        return Stream.of(new Sgd(0.1), new Nesterovs(0.1, 0.9), new Adam(0.01), new RmsProp(0.01));
    }

    /** As the gradients that arrive are the teacher's, so are the next steps of what did not change. */
    @ParameterizedTest
    @MethodSource("updaters")
    void unknownVertex_isCopied_withItsOptimizersMemory(IUpdater updater) {
        ComputationGraph teacher = teacher(updater);
        ComputationGraph student = Net2Net.from(teacher)
                .breakSymmetry(SymmetryBreaking.none())
                .widen("last")
                .to(9)
                .verifyOn(Probes.features(FEATURES))
                .grow()
                .network();
        for (String name : new String[] {"V", "W"}) {
            assertThat(param(student, name)).isEqualTo(param(teacher, name));
        }
        train(teacher, 1);
        train(student, 1);
        for (String name : new String[] {"V", "W"}) {
            assertThat(param(student, name)
                            .sub(param(teacher, name))
                            .amaxNumber()
                            .doubleValue())
                    .isLessThan(Tolerances.DOUBLE);
        }
    }

    @Test
    void unknownVertex_pins() {
        assertThatThrownBy(() -> Net2Net.from(teacher(new Sgd(0.1))).widen("x").by(1))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot widen 'x': its 5 channels can't change, because 'mix' is of type MixVertex, for"
                        + " which net2net has no rule. Register a LayerKind for it with"
                        + " Net2Net.with(LayerKinds.standard().plus(..)), as docs/layers.md describes, or widen a layer"
                        + " after it. inspect() lists what can grow.");
    }

    @Test
    void vertexWithAKind_widens_atEachInput_andItsOutput() throws Exception {
        ComputationGraph teacher = teacher(new Adam(0.01));
        Grown<ComputationGraph> grown = Net2Net.with(LayerKinds.standard().plus(new MixVertexKind()))
                .from(teacher)
                .widen("x")
                .by(4)
                .widen("y")
                .by(3)
                .widen("mix")
                .by(5)
                .widenAll(Layers.all())
                .times(1.5)
                .verifyOn(Probes.features(FEATURES))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
        assertThat(param(grown.network(), "W").shape()).containsExactly(9, 14);
        double before = teacher.score(DATA);
        train(grown.network(), 10);
        assertThat(grown.network().score(DATA)).isLessThan(before);
    }

    /** Transfer learning freezes such a vertex as a whole. */
    @Test
    void frozenVertex_widens_andStaysFrozen() {
        ComputationGraph teacher = new TransferLearning.GraphBuilder(teacher(new Sgd(0.1)))
                .setFeatureExtractor("mix")
                .build();
        Grown<ComputationGraph> grown = Net2Net.with(LayerKinds.standard().plus(new MixVertexKind()))
                .from(teacher)
                .widen("mix")
                .by(3)
                .widen("y")
                .by(2)
                .verifyOn(Probes.features(FEATURES))
                .grow();
        DataType type = teacher.params().dataType(); // single precision, which DL4J makes of any
        assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.of(type));
        assertThat(grown.plan().toString()).contains("mix is frozen, so its");
        INDArray before = param(grown.network(), "V").dup();
        train(grown.network(), 2);
        assertThat(param(grown.network(), "V")).isEqualTo(before);
    }

    /** Without a kind for the vertex, it is only known that the subset has two channels. */
    @Test
    void subsetOfAVertexWithoutAKind_isPinned() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("x", TestNetworks.dense("x", 2), "in")
                .addVertex("mix", new MixVertex(2, 2, 4), "x", "x")
                .addVertex("subset", new SubsetVertex(2, 3), "mix")
                .addLayer("last", TestNetworks.dense("last", 6), "subset")
                .addLayer("out", TestNetworks.softmax("out"), "last")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4))
                .build());
        teacher.init();
        ComputationGraph student = Net2Net.from(teacher)
                .widen("last")
                .to(9)
                .verifyOn(Probes.features(FEATURES))
                .grow()
                .network();
        assertThat(student.numParams()).isGreaterThan(teacher.numParams());
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("subset").to(9))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot widen 'subset': it takes channels up to 3 of a layer whose number of channels is"
                        + " unknown. Its channels can't change. Widen a layer after it."
                        + " inspect() lists what can grow.");
    }
}
