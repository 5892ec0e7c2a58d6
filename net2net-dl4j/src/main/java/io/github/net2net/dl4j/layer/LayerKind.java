package io.github.net2net.dl4j.layer;

import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that net2net knows of one kind of DL4J layer or vertex: what it does to channels, what its parameters' axes stand
 * for, and how other sizes are written into its configuration. Add your own to {@link LayerKinds#standard()}.
 *
 * @param <L> the class of the configuration, a {@link Layer} or a {@link GraphVertex}
 */
public interface LayerKind<L> {

    /** The class of the configuration. Subclasses of it are other kinds, because they may do anything. */
    Class<L> type();

    /** Describes the layer as nodes, added to {@code scope}. */
    void describe(L layer, LayerScope scope);

    /**
     * Writes the student's sizes into the student's own copy of the configuration.
     *
     * @param sizes the sizes of the nodes that {@link #describe} added
     */
    default void resize(L layer, StudentSizes sizes) {}

    /** The input that the layer must get by its own settings; empty if unknown. */
    default Optional<ExpectedInput> expects(L layer) {
        return Optional.empty();
    }

    /** As {@link #expects(Object)}, for one of the inputs of a vertex, from 0. */
    default Optional<ExpectedInput> expects(L layer, int input) {
        return expects(layer);
    }

    /**
     * Whether the nodes, their activations aside, are linear in their input and in their weights, a bias included. If so,
     * {@code deepenAfter} may insert a copy with identity weights, and {@code Shares.balanced()} may scale channels.
     */
    default boolean isLinear(L layer) {
        return false;
    }

    /**
     * Whether DL4J lists the layer's parameters in another order than they lie in memory, so that updater and
     * regularization meant for weights apply to biases too, and the other way round.
     */
    default boolean mixesUpWeightsAndBiases(L layer) {
        return false;
    }

    /** Whether the layer certainly outputs as many channels as it reads. */
    default boolean keepsChannels(L layer) {
        return mayKeepChannels(layer) && keepsFormat(layer);
    }

    /** Whether the layer outputs as many channels as it reads, as far as its configuration alone tells. */
    default boolean mayKeepChannels(L layer) {
        return layer instanceof Layer
                && !(layer instanceof FeedForwardLayer sized && sized.getNOut() != sized.getNIn());
    }

    /** Whether the layer outputs arrays of the format that it reads. */
    default boolean keepsFormat(L layer) {
        return true;
    }

    /**
     * A view of a parameter, or of an array of its shape, with the axes that the forward pass reads, where DL4J reads the
     * memory otherwise than the array's shape says, or where one array holds several parameters.
     *
     * @param param the name by which {@link #describe} asked for it: DL4J's name of the array, or for a part of an array
     *     "array[part]"
     * @param array the whole array
     */
    default INDArray view(L layer, String param, INDArray array) {
        return array;
    }
}
