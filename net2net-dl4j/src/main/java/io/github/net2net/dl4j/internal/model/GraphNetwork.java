package io.github.net2net.dl4j.internal.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** A ComputationGraph. */
final class GraphNetwork extends Dl4jNetwork<ComputationGraph> {
    private final ComputationGraph network;

    GraphNetwork(ComputationGraph network) {
        this.network = network;
    }

    private ComputationGraphConfiguration configuration() {
        return network.getConfiguration();
    }

    @Override
    public ComputationGraph network() {
        return network;
    }

    @Override
    public boolean isInitialized() {
        return network.getLayers() != null;
    }

    @Override
    public DataType dataType() {
        return configuration().getDataType();
    }

    @Override
    public Structure structure() {
        return Structure.of(configuration());
    }

    @Override
    public List<String> order() {
        return Arrays.stream(network.topologicalSortOrder())
                .mapToObj(index -> network.getVertices()[index].getVertexName())
                .filter(configuration().getVertices()::containsKey)
                .toList();
    }

    @Override
    public Draft<ComputationGraph> draft() {
        ComputationGraphConfiguration copy = ConfigurationCopy.of(configuration());
        return new GraphDraft(copy, Structure.of(copy));
    }

    private record GraphDraft(ComputationGraphConfiguration configuration, Structure structure)
            implements Draft<ComputationGraph> {
        @Override
        public void setDataType(DataType type) {
            configuration.setDataType(type);
        }

        @Override
        public void setCounts(int iterations, int epochs) {
            configuration.setIterationCount(iterations);
            configuration.setEpochCount(epochs);
        }

        @Override
        public void setWorkspaceMode(WorkspaceMode mode) {
            configuration.setInferenceWorkspaceMode(mode);
            configuration.setTrainingWorkspaceMode(mode);
        }

        @Override
        public Dl4jNetwork<ComputationGraph> create() {
            return new GraphNetwork(new ComputationGraph(configuration));
        }
    }

    @Override
    public Layer[] layers() {
        return network.getLayers();
    }

    @Override
    public @Nullable Trainable trainable(String name) {
        if (!configuration().getVertices().containsKey(name)) {
            return null;
        }
        GraphVertex vertex = network.getVertex(name);
        return vertex.hasLayer() ? vertex.getLayer() : vertex;
    }

    @Override
    public String prefix(String layer) {
        return layer;
    }

    @Override
    public String layerOfPrefix(String prefix) {
        return prefix;
    }

    @Override
    public int iterationCount() {
        return configuration().getIterationCount();
    }

    @Override
    public int epochCount() {
        return configuration().getEpochCount();
    }

    @Override
    public void setEpochCount(int epochs) {
        configuration().setEpochCount(epochs);
    }

    @Override
    public Collection<TrainingListener> listeners() {
        return ImmutableList.copyOf(network.getListeners());
    }

    @Override
    public @Nullable BaseMultiLayerUpdater<?> updater(boolean create) {
        return network.getUpdater(create);
    }

    @Override
    public ComputationGraph load(File file) throws IOException {
        return ModelSerializer.restoreComputationGraph(file, true);
    }

    @Override
    public void fit(DataSetIterator data) {
        network.fit(data);
    }

    @Override
    public void fit(MultiDataSetIterator data) {
        network.fit(data);
    }

    @Override
    public String toJson() {
        return configuration().toJson();
    }

    @Override
    public void init() {
        network.init();
    }

    @Override
    public void init(INDArray parameters, boolean copy) {
        network.init(parameters, copy);
    }

    @Override
    public NeuralNetConfiguration defaults() {
        return network.conf();
    }

    @Override
    public List<INDArray> output(INDArray[] features, INDArray @Nullable [] masks, boolean training) {
        return List.of(network.output(training, features, masks, null));
    }

    @Override
    public Activations activationsInTraining(Set<String> layers, INDArray[] features) {
        Map<String, INDArray> all = network.feedForward(features, true);
        return new Activations(Maps.toMap(layers, layer -> Objects.requireNonNull(all.get(layer))), all.values());
    }

    @Override
    public void clear() {
        Arrays.stream(network.getVertices()).forEach(GraphVertex::clear);
        Arrays.stream(network.getVertices())
                .filter(vertex -> !vertex.hasLayer() && vertex.numParams() > 0)
                .forEach(GraphNetwork::dropMasks);
        network.clear();
    }

    /** DL4J clears the masks of layers after a pass; those of such a vertex would hold for the next pass without masks. */
    private static void dropMasks(GraphVertex vertex) {
        try {
            vertex.feedForwardMaskArrays(null, MaskState.Active, 1);
        } catch (UnsupportedOperationException noMasks) {
            return; // by a vertex of the user's own, which takes none
        }
    }

    @Override
    public Map<String, String> cutOff() {
        return Map.of();
    }
}
