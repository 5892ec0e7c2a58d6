package io.github.net2net.dl4j.internal.model;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * A MultiLayerNetwork or ComputationGraph: what both have and DL4J gives no interface to.
 *
 * @param <N> the class of the network
 */
public abstract class Dl4jNetwork<N extends Model> {

    /**
     * A view of the network.
     *
     * @throws IllegalArgumentException if it is of another class
     */
    @SuppressWarnings("unchecked")
    public static <N extends Model> Dl4jNetwork<N> of(N network) {
        if (network instanceof MultiLayerNetwork chain) {
            return (Dl4jNetwork<N>) new ChainNetwork(chain);
        } else if (network instanceof ComputationGraph graph) {
            return (Dl4jNetwork<N>) new GraphNetwork(graph);
        }
        throw new IllegalArgumentException("neither a MultiLayerNetwork nor a ComputationGraph: "
                + network.getClass().getName());
    }

    public abstract N network();

    public abstract boolean isInitialized();

    public abstract DataType dataType();

    /** The network's own configuration; changes to its layers are changes to the network's. */
    public abstract Structure structure();

    /** The vertices, every one after those that it reads. */
    public abstract List<String> order();

    /** A copy of the configuration, down to updaters and constraints, from which a network can be made. */
    public abstract Draft<N> draft();

    /** The layers in DL4J's order. */
    public abstract Layer[] layers();

    /** The layer of that name, or the vertex that has none, with their parameters; null if there is neither. */
    public abstract @Nullable Trainable trainable(String name);

    /** What DL4J calls the layer in tables of parameters and gradients, before an underscore. */
    public abstract String prefix(String layer);

    /** The layer that DL4J calls so in tables of parameters. */
    public abstract String layerOfPrefix(String prefix);

    /** The name that is meant where a user names a layer: a layer of a chain can be named by its number. */
    public String layerName(String name) {
        return name;
    }

    public abstract int iterationCount();

    public abstract int epochCount();

    /** Sets the count of epochs, which schedules of learning rates read. */
    public abstract void setEpochCount(int epochs);

    public abstract Collection<TrainingListener> listeners();

    /** The updater, null if the network has not been trained yet; made if {@code create}. */
    public abstract @Nullable BaseMultiLayerUpdater<?> updater(boolean create);

    /** A network of this class from a file, with its updater's state. */
    public abstract N load(File file) throws IOException;

    /** Trains on everything that the iterator gives. */
    public abstract void fit(DataSetIterator data);

    /** As {@link #fit(DataSetIterator)}. */
    public abstract void fit(MultiDataSetIterator data);

    /** The configuration as DL4J's JSON. */
    public abstract String toJson();

    /** Draws initial parameters. */
    public abstract void init();

    /** Takes the given parameters, or a copy of them. */
    public abstract void init(INDArray parameters, boolean copy);

    /** The configuration that initial values are drawn by. */
    public abstract NeuralNetConfiguration defaults();

    /** What the network outputs, in the order of {@link Structure#outputs}. */
    public abstract List<INDArray> output(INDArray[] features, INDArray @Nullable [] masks, boolean training);

    /** What the layers output in training mode, and all that was computed on the way, the caller's to close. */
    public abstract Activations activationsInTraining(Set<String> layers, INDArray[] features);

    /** What some layers output, by name, and what all do. */
    public record Activations(Map<String, INDArray> wanted, Collection<INDArray> all) {}

    /** Drops what a forward pass left behind, and nothing else. */
    public void clear() {
        Arrays.stream(layers()).forEach(Layer::clear);
    }

    /** The layers before another at which DL4J ends its backward pass, with its name; empty in graphs. */
    public abstract Map<String, String> cutOff();
}
