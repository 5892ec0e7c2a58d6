package io.github.net2net.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.random.RandomParameters;
import io.github.net2net.dl4j.saving.GrownFile;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.SymmetryBreaking;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** Layers and vertices of a user's own grow by a kind that the user registers. */
class OwnLayerTest {
    private static final LayerKinds KINDS =
            LayerKinds.standard().plus(new SineLayerKind()).plus(new HalveVertex.Kind());
    private static final INDArray FEATURES = TestNetworks.random(1, DataType.DOUBLE, 7, 4);

    @TempDir
    Path folder;

    /** A layer of a user's own with weights of its own, that trains as DL4J's do. */
    public static final class OwnDense extends DenseLayer {
        private static final long serialVersionUID = 1L;

        OwnDense() {}

        OwnDense(String name, int width) {
            setLayerName(name);
            setNOut(width);
        }
    }

    private record OwnDenseKind() implements LayerKind<OwnDense> {
        @Override
        public Class<OwnDense> type() {
            return OwnDense.class;
        }

        @Override
        public Optional<ExpectedInput> expects(OwnDense layer) {
            return ExpectedInput.of(layer.getNIn(), ActivationFormat.features());
        }

        @Override
        public void describe(OwnDense layer, LayerScope scope) {
            scope.add(
                    scope.node("own dense layer")
                            .behavior(new ChannelBehavior.Producer(Math.toIntExact(layer.getNOut())))
                            .params(
                                    scope.param("W", new String[] {"in", "out"}, AxisRole.IN, AxisRole.OUT),
                                    scope.vector("b", "out", AxisRole.OUT))
                            .positions(1L),
                    ActivationFormat.features());
            scope.addActivation(layer.getActivationFn());
        }

        @Override
        public void resize(OwnDense layer, StudentSizes sizes) {
            layer.setNIn(sizes.in());
            layer.setNOut(sizes.out());
        }

        @Override
        public boolean isLinear(OwnDense layer) {
            return true;
        }
    }

    /** What it reads tells how many inputs a network has, also in the comparison. */
    @Test
    void inputsThatOnlyOwnLayersRead_areAddedAndVerified() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new SineLayer("sine", 5),
                TestNetworks.softmax("out"));
        Grown<MultiLayerNetwork> wider = Net2Net.with(KINDS)
                .from(teacher)
                .addInputs("input", 2)
                .verifyOn(Probes.features(FEATURES))
                .grow();
        assertThat(wider.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
        assertThat(Net2Net.with(KINDS)
                        .compare(teacher, wider.network(), Probes.features(FEATURES))
                        .largest())
                .isLessThan(Tolerances.DOUBLE);
    }

    /** A vertex without a kind is taken to output as many channels as what it reads. */
    @Test
    void vertexWithoutAKind_whoseOutputIsWider_isRefused() {
        ComputationGraph teacher = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addVertex("mix", new MixVertex(4, 4, 6), "in", "in")
                .addLayer("dense", new DenseLayer.Builder().nIn(4).nOut(10).build(), "in")
                .addVertex("both", new MergeVertex(), "mix", "in")
                .addVertex("stack", new StackVertex(), "both", "dense")
                .addLayer("out", new DenseLayer.Builder().nIn(10).nOut(2).build(), "stack")
                .setOutputs("out")
                .build());
        teacher.init();
        assertThatThrownBy(() -> Net2Net.from(teacher))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot grow this network: its sizes contradict each other as net2net reads them ('stack'"
                        + " combines 8 channels of 'both' with 10 of 'dense::activation'). Register a LayerKind for each layer and vertex"
                        + " of your own, as docs/layers.md describes; if it has none, please report this with the network's"
                        + " configuration.");
        assertThat(Net2Net.with(OwnKinds.ALL).from(teacher).widen("dense")).isNotNull();
    }

    /** Linear but for its activation, it can be repeated; its weights and biases have rates of their own. */
    @Test
    void ownLayerWithWeights_widens_deepens_andFollowsTheTeacher() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings().updater(new Adam(0.01)),
                InputType.feedForward(4),
                new OwnDense("own", 5),
                TestNetworks.dense("last", 5),
                TestNetworks.softmax("out"));
        TestNetworks.train(teacher, TestNetworks.labeled(FEATURES), 3);
        Grown<MultiLayerNetwork> deeper = Net2Net.with(LayerKinds.standard().plus(new OwnDenseKind()))
                .from(teacher)
                .deepenAfter("own")
                .widen("own")
                .to(8)
                .verifyOn(Probes.features(FEATURES))
                .grow();
        assertThat(deeper.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
        MultiLayerNetwork student = Net2Net.with(LayerKinds.standard().plus(new OwnDenseKind()))
                .from(teacher)
                .widenAll(Layers.all())
                .times(2)
                .donors(Donors.cyclic())
                .breakSymmetry(SymmetryBreaking.none())
                .learningRate(LearningRates.followTrajectory())
                .grow()
                .network();
        TestNetworks.train(teacher, TestNetworks.labeled(FEATURES), 10);
        TestNetworks.train(student, TestNetworks.labeled(FEATURES), 10);
        assertThat(teacher.output(FEATURES).distance2(student.output(FEATURES))).isLessThan(Tolerances.TRAJECTORY);
    }

    private static MultiLayerNetwork chain() {
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings().updater(new Adam(0.01)),
                InputType.feedForward(4),
                TestNetworks.dense("first", 5),
                new SineLayer("sine", 6),
                TestNetworks.dense("last", 5),
                TestNetworks.softmax("out"));
        TestNetworks.train(network, TestNetworks.labeled(FEATURES), 3);
        return network;
    }

    private static ComputationGraph graph() {
        ComputationGraph network = new ComputationGraph(TestNetworks.settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", TestNetworks.dense("first", 5), "in")
                .addVertex("half", new HalveVertex(), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "half")
                .addLayer("out", TestNetworks.softmax("out"), "sum")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4))
                .build());
        network.init();
        RandomParameters.fill(network, 3);
        return network;
    }

    /** Networks are compared without the user's kinds: what else reads the input does not tell its channels. */
    @Test
    void ownLayer_behindAnInput_widens() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new SineLayer("sine", 6),
                TestNetworks.dense("last", 5),
                TestNetworks.softmax("out"));
        Grown<MultiLayerNetwork> grown = Net2Net.with(KINDS)
                .from(teacher)
                .widen("sine")
                .to(9)
                .verifyOn(Probes.features(FEATURES))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
    }

    @Test
    void ownLayer_andItsNeighbors_widen() throws Exception {
        Grown<MultiLayerNetwork> grown = Net2Net.with(KINDS)
                .from(chain())
                .widen("first")
                .to(8)
                .widen("sine")
                .times(1.5)
                .deepenAfter("last")
                .verifyOn(Probes.features(FEATURES))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
        SineLayer sine = (SineLayer) grown.network().getLayer("sine").conf().getLayer();
        assertThat(sine.getNIn()).isEqualTo(8);
        assertThat(sine.getNOut()).isEqualTo(9);
        assertThat(grown.plan().toString()).contains("sine.*  out 6->9  copy");

        Path file = folder.resolve("student.zip");
        GrownFile.of(grown).write(file);
        MultiLayerNetwork loaded = MultiLayerNetwork.load(file.toFile(), true);
        assertThat(loaded.output(FEATURES)).isEqualTo(grown.network().output(FEATURES));
        TestNetworks.train(loaded, TestNetworks.labeled(FEATURES), 2);
        assertThat(Net2Net.with(KINDS)
                        .from(loaded)
                        .widen("sine")
                        .to(11)
                        .grow()
                        .network()
                        .numParams())
                .isGreaterThan(loaded.numParams());
    }

    @Test
    void ownVertex_isGrownThrough() {
        ComputationGraph teacher = graph();
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("first").to(8))
                .isInstanceOf(GrowthException.class)
                .hasMessageContaining("'half' is of type HalveVertex, for which net2net has no rule");
        Grown<ComputationGraph> grown = Net2Net.with(KINDS)
                .from(teacher)
                .widen("first")
                .to(8)
                .verifyOn(Probes.features(FEATURES))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
    }

    @Test
    void layerThatIsNotLinear_isNotRepeated() {
        assertThat(Net2Net.with(KINDS)
                        .from(chain())
                        .deepenAfter("sine")
                        .grow()
                        .network()
                        .getLayerNames())
                .doesNotContain("sine_1");
    }

    /** DL4J keeps one learning rate for all parameters of a SameDiff layer. */
    @Test
    void followingTheTrajectory_isNotPromisedOfSameDiffLayers() {
        assertThat(Net2Net.with(KINDS)
                        .from(chain())
                        .widen("sine")
                        .times(2)
                        .donors(Donors.cyclic())
                        .breakSymmetry(SymmetryBreaking.none())
                        .learningRate(LearningRates.followTrajectory())
                        .plan()
                        .training()
                        .lines())
                .contains("sine  approximate: net2net sets no rates for single parameters of SameDiff layers");
    }

    @Test
    void kindOfSomethingElse_isRefused() {
        LayerKind<String> kind = new LayerKind<>() {
            @Override
            public Class<String> type() {
                return String.class;
            }

            @Override
            public void describe(String layer, LayerScope scope) {}
        };
        assertThatThrownBy(() -> LayerKinds.standard().plus(kind))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "java.lang.String is neither a layer nor a vertex configuration; give a kind for a subclass"
                                + " of org.deeplearning4j.nn.conf.layers.Layer or org.deeplearning4j.nn.conf.graph.GraphVertex");
    }
}
