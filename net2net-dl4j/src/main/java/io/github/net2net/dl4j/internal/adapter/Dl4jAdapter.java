package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.dl4j.internal.model.Structure;
import io.github.net2net.dl4j.internal.tensor.Nd4jTensor;
import io.github.net2net.dl4j.internal.training.ClassWeights;
import io.github.net2net.dl4j.internal.training.OptimizerMemory;
import io.github.net2net.dl4j.internal.training.StudentTraining;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.CalibrationData;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.ChannelStatistics;
import io.github.net2net.spi.Description;
import io.github.net2net.spi.Making;
import io.github.net2net.spi.Memory;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.NewLayer;
import io.github.net2net.spi.Probe;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.spi.TrainingOutlook;
import io.github.net2net.tensor.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Grows MultiLayerNetworks and ComputationGraphs.
 *
 * @param kinds the layers that it knows
 * @param inputTypes the formats of the inputs in their order, empty if the layers state them
 */
public record Dl4jAdapter<N extends Model>(LayerKinds kinds, ImmutableList<InputType> inputTypes)
        implements NetworkAdapter<N> {

    @Override
    public NetGraph read(N network) {
        Growable.check(Dl4jNetwork.of(network));
        return reading(network).graph();
    }

    private Reading reading(N network) {
        return new NetworkReader(Dl4jNetwork.of(network), kinds, inputTypes).read();
    }

    @Override
    public String layerName(N network, String name) {
        return Dl4jNetwork.of(network).layerName(name);
    }

    @Override
    public Memory memory(N network) {
        BaseMultiLayerUpdater<?> updater = Dl4jNetwork.of(network).updater(false);
        return ArrayMemory.of(network.params(), updater != null, updater == null ? null : updater.getStateViewArray());
    }

    @Override
    public String inputSize() {
        return "Net2Net.from(network, inputTypes)";
    }

    @Override
    public void release(N network) {
        BaseMultiLayerUpdater<?> updater = Dl4jNetwork.of(network).updater(false);
        ArrayMemory.free(network.params());
        ArrayMemory.free(updater == null ? null : updater.getStateViewArray());
        network.close();
    }

    @Override
    public Tensor parameter(N network, ParamKey key) {
        return Nd4jTensor.of(kinds.parameter(trainable(network, key), key.param()));
    }

    private Trainable trainable(N network, ParamKey key) {
        return Objects.requireNonNull(Dl4jNetwork.of(network).trainable(NodeNames.layerOf(key.node())), key.node());
    }

    @Override
    public Optional<NewLayer.Description> describe(N teacher, NewLayer layer, NewLayer.Site site, String settings) {
        Dl4jNetwork<N> network = Dl4jNetwork.of(teacher);
        NeuralNetConfiguration model = network.structure().layers().get(NodeNames.layerOf(settings));
        return Optional.ofNullable(NewLayers.configuration(
                        network.defaults(), layer, site, model == null ? null : model.getLayer()))
                .map(conf -> NewLayers.describe(conf, layer, site, kinds));
    }

    @Override
    public @Nullable String whyNoBranches(N teacher) {
        return teacher instanceof ComputationGraph
                ? null
                : "A MultiLayerNetwork has one path only. Grow its toComputationGraph(), or use"
                        + " Deepening.pairIdentity().";
    }

    @Override
    public StudentBuilder<N> student(N teacher, Blueprint blueprint) {
        Dl4jNetwork<N> network = Dl4jNetwork.of(teacher);
        boolean remembers = blueprint.training().carriesState() && network.updater(false) != null;
        Student<N> student = Student.of(network, training(network, blueprint), kinds, remembers);
        if (OneDnn.isEnabled(teacher)) {
            OneDnn.enable(student.build());
        }
        return student;
    }

    @Override
    public Description describeStudent(N teacher, Blueprint blueprint) {
        Dl4jNetwork<N> network = Dl4jNetwork.of(teacher);
        Structure student =
                Student.draft(network, training(network, blueprint), kinds).structure();
        return new Description(blueprint.student(), LayerSettings.of(network, student, blueprint.student()));
    }

    @Override
    public Description describeTarget(N teacher, Object configuration) {
        return new TargetReader(kinds, inputTypes).read(teacher, configuration);
    }

    private StudentTraining training(Dl4jNetwork<?> network, Blueprint blueprint) {
        return new StudentTraining(blueprint, kinds, network.iterationCount(), network.epochCount());
    }

    @Override
    public TrainingOutlook outlook(N teacher, Blueprint blueprint) {
        Dl4jNetwork<N> network = Dl4jNetwork.of(teacher);
        Map<String, Layer> layers =
                Maps.transformValues(network.structure().layers(), NeuralNetConfiguration::getLayer);
        ClassWeights.check(layers, blueprint.student());
        if (network.dataType() == DataType.FLOAT) {
            blueprint.insertions().forEach(Dl4jAdapter::requireComputable);
        }
        if (teacher instanceof ComputationGraph graph) {
            checkGraph(teacher, graph, blueprint);
        } else {
            requireTrainable(blueprint);
        }
        TrainingOutlook outlook = training(network, blueprint)
                .outlook(
                        layers,
                        network.structure().sameDiffVertices(),
                        network.cutOff(),
                        network.updater(false) != null);
        return Listeners.noted(outlook, network.listeners());
    }

    /** In a chain, DL4J 1.0.0-M2.1 lets no layer train that reads a view of the network's input, as cropping makes. */
    private static void requireTrainable(Blueprint blueprint) {
        Set<String> inserted = blueprint.insertions().stream()
                .flatMap(insertion -> insertion.nodes().stream())
                .map(each -> each.node().name())
                .collect(Collectors.toSet());
        blueprint.student().nodes().stream()
                .filter(node -> inserted.contains(node.name()))
                .forEach(node -> requireTrainable(node, blueprint.student()));
    }

    private static void requireTrainable(Node node, NetGraph student) {
        Node before = student.node(node.inputs().get(0));
        Node last = before;
        while (isCropping(last) || NodeNames.isPreprocessor(last.name())) {
            last = student.node(last.inputs().get(0));
        }
        if (isCropping(before) && last.behavior() instanceof ChannelBehavior.Source) {
            throw new GrowthException("cannot insert '" + node.layer() + "' after '" + before.layer()
                    + "': DL4J can't train a layer of a MultiLayerNetwork that reads a cropped input of the network. Insert"
                    + " it after a later layer.");
        }
    }

    private static boolean isCropping(Node node) {
        return node.kind().endsWith("cropping");
    }

    /** ND4J 1.0.0-M2.1 ignores the strides of the input there, which is a view after some layers, and for some features. */
    private static void requireComputable(Blueprint.Insertion insertion) {
        for (Blueprint.InsertedNode inserted : insertion.nodes()) {
            boolean depthwise =
                    inserted.making() instanceof Making.New made && made.layer() instanceof NewLayer.Depthwise;
            if (depthwise
                    && inserted.node().format() instanceof ActivationFormat format
                    && format.channelsLast()
                    && OneDnn.isAvailable()) {
                throw new GrowthException("cannot insert '" + inserted.node().name()
                        + "': through oneDNN, ND4J computes depthwise convolutions of images with channels last wrongly"
                        + " in single precision. Call Nd4j.getEnvironment().allowHelpers(false), which also turns"
                        + " OneDnn.enable(..) off, or use ND4J's natives without oneDNN.");
            }
        }
    }

    private void checkGraph(N teacher, ComputationGraph graph, Blueprint blueprint) {
        StepCounts.check(graph.getConfiguration(), () -> reading(teacher), blueprint.student());
        if (!blueprint.insertions().isEmpty()) {
            Dl4jNetwork<N> network = Dl4jNetwork.of(teacher);
            ComputationGraph student = (ComputationGraph) Student.draft(network, training(network, blueprint), kinds)
                    .create()
                    .network();
            OrderEffects.check(graph, student);
            FrozenReaders.check(graph.getConfiguration(), student.getConfiguration());
        }
    }

    @Override
    public @Nullable Tensor optimizerState(N network, ParamKey key, StateSlot slot) {
        BaseMultiLayerUpdater<?> updater = Dl4jNetwork.of(network).updater(false);
        return updater == null
                ? null
                : Nd4jTensor.of(
                        OptimizerMemory.of(updater, network.params(), kinds).view(trainable(network, key), key, slot));
    }

    @Override
    public ChannelStatistics statistics(N network, String node, CalibrationData data) {
        return Objects.requireNonNull(statistics(network, Set.of(node), data).get(node));
    }

    @Override
    public ImmutableMap<String, ChannelStatistics> statistics(N network, Set<String> nodes, CalibrationData data) {
        ImmutableMap<String, ActivationFormat> formats = reading(network).formats();
        ImmutableMap<String, ChannelStatistics> ofLayers = Statistics.measure(
                features -> new ProbeNetwork<>(network, kinds)
                        .activations(
                                nodes.stream().map(NodeNames::layerOf).collect(ImmutableSet.toImmutableSet()),
                                features),
                layer -> formats.getOrDefault(layer, ActivationFormat.unknown()),
                data);
        return ImmutableMap.copyOf(
                Maps.toMap(nodes, node -> Objects.requireNonNull(ofLayers.get(NodeNames.layerOf(node)))));
    }

    @Override
    public Probe<? super N> probe(Probe<? super N> given) {
        return FeatureProbe.knowing(kinds, given);
    }

    @Override
    public ImmutableMap<String, String> fingerprint(N network) {
        return Fingerprints.of(network);
    }
}
