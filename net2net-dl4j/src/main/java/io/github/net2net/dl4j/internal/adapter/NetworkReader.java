package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.dl4j.internal.model.Structure;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.dl4j.layer.ExpectedInput;
import io.github.net2net.dl4j.layer.LayerActivations;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads a network into a graph. Nodes have the names of DL4J's layers and vertices. */
final class NetworkReader {
    private final Dl4jNetwork<?> network;
    private final Structure structure;
    private final LayerKinds kinds;
    private final List<InputType> inputTypes;
    private final InputsAfter inputsAfter;
    private final Map<String, LayerActivations> outputs = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    /**
     * A reader.
     *
     * @param inputTypes one for each input, or none
     */
    NetworkReader(Dl4jNetwork<?> network, LayerKinds kinds, List<InputType> inputTypes) {
        this.network = network;
        this.structure = network.structure();
        this.kinds = kinds;
        this.inputTypes = inputTypes;
        this.inputsAfter = new InputsAfter(structure, network.order(), kinds);
    }

    /**
     * Reads it.
     *
     * @throws GrowthException if its input is unknown, or contradicts the given input types, or its sizes contradict
     *     each other
     */
    Reading read() {
        structure.vertices().keySet().forEach(NodeNames::check);
        readInputs();
        for (String name : network.order()) {
            try {
                outputs.put(name, read(name));
            } catch (GrowthException e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw Reading.contradiction(e);
            } catch (RuntimeException e) {
                throw new GrowthException(
                        "cannot read the network: the configuration of '" + name
                                + "' is incomplete, or its values make no sense (" + e
                                + "). Build the layer again, or load the network from an intact file.",
                        e);
            }
        }
        ImmutableMap.Builder<String, ActivationFormat> formats = ImmutableMap.builder();
        outputs.forEach((name, output) -> formats.put(name, output.format()));
        return Reading.of(
                nodes,
                structure.outputs().stream().map(name -> output(name).node()).toList(),
                formats.buildOrThrow());
    }

    private LayerActivations output(String name) {
        return Objects.requireNonNull(outputs.get(name), name);
    }

    private void readInputs() {
        for (LayerActivations input : inputs()) {
            ActivationFormat format = input.format();
            nodes.add(Node.named(input.node())
                    .kind("input")
                    .behavior(new ChannelBehavior.Source(input.channels()))
                    .maskUse(format.maskUse())
                    .format(format.isKnown() ? format : null)
                    .build());
            outputs.put(input.node(), input);
        }
    }

    /** The inputs in their order, as far as layers of known kinds state them; 0 channels where they do not. */
    List<LayerActivations> statedInputs() {
        return structure.inputs().stream()
                .map(name -> new LayerActivations(
                        name, inputsAfter.knownChannels(name).orElse(0), inputsAfter.format(name)))
                .toList();
    }

    /** As given or, by default, as the layers after them state. */
    private List<LayerActivations> inputs() {
        List<String> inputs = structure.inputs();
        if (!inputTypes.isEmpty() && inputTypes.size() != inputs.size()) {
            throw new GrowthException("cannot read the network: it has the inputs " + inputs + ", but "
                    + inputTypes.size() + " input types are given. Give one for each.");
        }
        List<LayerActivations> all = new ArrayList<>();
        for (String name : inputs) {
            ExpectedInput input = input(name, inputTypes.isEmpty() ? null : inputTypes.get(all.size()));
            all.add(new LayerActivations(name, input.channels(), input.format()));
        }
        return all;
    }

    private ExpectedInput input(String name, @Nullable InputType given) {
        if (given == null) {
            return inputsAfter
                    .expected(name)
                    .orElseThrow(() -> new GrowthException("cannot read the network: no layer says how many channels"
                            + " its input '" + name + "' has. Give an input type for each input, in"
                            + " Net2Net.from(network, inputTypes)."));
        }
        Optional<Integer> channels = inputsAfter.certainChannels(name);
        if (channels.isPresent() && channels.get() != channels(given)) {
            throw new GrowthException("cannot read the network: the layers after its input '" + name + "' take "
                    + Quantities.of(channels.get(), "channel") + ", but the input type given has " + channels(given)
                    + ". Give the type that the network was built with.");
        }
        return new ExpectedInput(channels(given), ActivationFormat.of(given));
    }

    private static int channels(InputType type) {
        long channels = type.arrayElementsPerExample();
        if (type instanceof InputType.InputTypeConvolutional images) {
            channels = images.getChannels();
        } else if (type instanceof InputType.InputTypeRecurrent series) {
            channels = series.getSize();
        } else if (type instanceof InputType.InputTypeConvolutional3D volumes) {
            channels = volumes.getChannels();
        }
        return Math.toIntExact(channels);
    }

    private LayerActivations read(String name) {
        List<LayerActivations> inputs = structure.inputsOf().getOrDefault(name, List.of()).stream()
                .map(this::output)
                .toList();
        Trainable trainable = network.trainable(name);
        Map<String, INDArray> params = trainable == null ? Map.of() : trainable.paramTable(false);
        LayerKinds.Description description = kinds.describe(
                name,
                Objects.requireNonNull(structure.vertices().get(name)),
                params == null ? Map.of() : params,
                inputs,
                inputsAfter.expected(name).map(ExpectedInput::channels).orElse(null));
        nodes.addAll(description.nodes());
        return description.output();
    }
}
