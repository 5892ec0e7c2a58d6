package io.github.net2net.dl4j.copies;

import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.dl4j.internal.model.Trainables;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.graph.ChannelCopies;
import io.github.net2net.graph.ParamKey;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A training network's parameters and gradients, by the names they have in plans. */
record StudentArrays(Model network) {
    private static final LayerKinds KINDS = LayerKinds.standard();

    DataType dataType() {
        return network.params().dataType();
    }

    /**
     * The parameter, a live view.
     *
     * @throws IllegalArgumentException if the network has no such parameter, or one of another size
     */
    INDArray parameter(ChannelCopies.Slices slices) {
        ParamKey key = slices.param();
        Trainable layer = layer(key);
        INDArray array = layer == null ? null : Trainables.parameter(layer, key.param());
        if (layer == null || array == null) {
            throw new IllegalArgumentException("cannot watch this network: it has no parameter " + key
                    + ". Give the listener to the student of the growth it was made for.");
        }
        INDArray weights = KINDS.parameter(layer, key.param());
        if (weights.size(slices.axis()) != slices.channelOf().length()) {
            throw new IllegalArgumentException("cannot watch this network: its " + key + " has "
                    + weights.size(slices.axis()) + " channels on axis " + slices.axis() + ", the student has "
                    + slices.channelOf().length()
                    + ". Give the listener to the student of the growth it was made for.");
        }
        return weights;
    }

    /**
     * The gradient of the parameter in this iteration; null if the parameter is not trained.
     *
     * @throws IllegalArgumentException if the network has no such parameter, or one of another size
     */
    @Nullable
    INDArray gradient(ChannelCopies.Slices slices) {
        parameter(slices);
        ParamKey key = slices.param();
        Trainable layer = layer(key);
        if (layer == null) {
            return null;
        }
        String name = prefix(key) + "_" + Trainables.arrayOf(key.param());
        INDArray gradient = network.gradient().gradientForVariable().get(name);
        return gradient == null ? null : KINDS.view(Trainables.configuration(layer), key.param(), gradient);
    }

    private @Nullable Trainable layer(ParamKey key) {
        return Dl4jNetwork.of(network).trainable(NodeNames.layerOf(key.node()));
    }

    private String prefix(ParamKey key) {
        return Dl4jNetwork.of(network).prefix(NodeNames.layerOf(key.node()));
    }
}
