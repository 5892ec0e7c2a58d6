package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.layer.LayerActivations;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.spi.Description;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional3D;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Reads configurations of networks that do not exist yet. */
record TargetReader(LayerKinds kinds, ImmutableList<InputType> inputTypes) {

    /**
     * Describes a configuration for a network of the teacher's class.
     *
     * @throws GrowthException if it is no such configuration, or sizes are missing
     */
    Description read(Model teacher, Object configuration) {
        Dl4jNetwork<?> network = network(teacher, configuration);
        try {
            network.init(Student.unwritten(network.structure(), network.dataType()), false);
        } catch (RuntimeException e) {
            throw new GrowthException(
                    "cannot read the target: no network can be made from the configuration (" + e.getMessage()
                            + "). Set nIn and nOut of every layer, or the input type.",
                    e);
        }
        NetGraph graph =
                new NetworkReader(network, kinds, ownTypes(network)).read().graph();
        return new Description(graph, LayerSettings.of(network, network.structure(), graph));
    }

    /** The teacher's types with the target's channels, which may be more. */
    private List<InputType> ownTypes(Dl4jNetwork<?> network) {
        List<LayerActivations> stated = new NetworkReader(network, kinds, inputTypes).statedInputs();
        List<InputType> types = new ArrayList<>(inputTypes);
        for (int i = 0; i < Math.min(types.size(), stated.size()); i++) {
            int channels = stated.get(i).channels();
            if (channels > 0) {
                types.set(i, withChannels(types.get(i), channels));
            }
        }
        return types;
    }

    private static InputType withChannels(InputType type, int channels) {
        if (type instanceof InputTypeConvolutional images) {
            return InputType.convolutional(images.getHeight(), images.getWidth(), channels, images.getFormat());
        } else if (type instanceof InputTypeRecurrent series) {
            return InputType.recurrent(channels, series.getTimeSeriesLength(), series.getFormat());
        } else if (type instanceof InputTypeConvolutional3D volumes) {
            return InputType.convolutional3D(
                    volumes.getDataFormat(), volumes.getDepth(), volumes.getHeight(), volumes.getWidth(), channels);
        }
        return type instanceof InputTypeFeedForward ? InputType.feedForward(channels) : type;
    }

    private static Dl4jNetwork<?> network(Model teacher, Object configuration) {
        if (configuration instanceof MultiLayerConfiguration chain && teacher instanceof MultiLayerNetwork) {
            return Dl4jNetwork.of(new MultiLayerNetwork(chain.clone()));
        } else if (configuration instanceof ComputationGraphConfiguration graph
                && teacher instanceof ComputationGraph) {
            return Dl4jNetwork.of(new ComputationGraph(graph.clone()));
        } else if (configuration instanceof ComputationGraphConfiguration) {
            throw new GrowthException(
                    "cannot read the target: it is a ComputationGraphConfiguration, and the network is a"
                            + " MultiLayerNetwork. Grow network.toComputationGraph(), or give a MultiLayerConfiguration.");
        } else if (configuration instanceof MultiLayerConfiguration) {
            throw new GrowthException("cannot read the target: it is a MultiLayerConfiguration, and the network is a"
                    + " ComputationGraph. Give a ComputationGraphConfiguration, such as that of"
                    + " new MultiLayerNetwork(target).toComputationGraph().");
        }
        throw new GrowthException(
                "cannot read the target: " + configuration.getClass().getName()
                        + " is no configuration. Give a MultiLayerConfiguration or a ComputationGraphConfiguration.");
    }
}
