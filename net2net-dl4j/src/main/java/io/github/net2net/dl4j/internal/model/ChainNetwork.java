package io.github.net2net.dl4j.internal.model;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import java.io.File;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** A MultiLayerNetwork. */
final class ChainNetwork extends Dl4jNetwork<MultiLayerNetwork> {
    private final MultiLayerNetwork network;
    private final Supplier<Structure> structure;

    ChainNetwork(MultiLayerNetwork network) {
        this.network = network;
        this.structure = Suppliers.memoize(() -> Structure.of(configuration()));
    }

    private MultiLayerConfiguration configuration() {
        return network.getLayerWiseConfigurations();
    }

    /** The layers' names, as DL4J would give them where there are none. */
    private ImmutableList<String> names() {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (int i = 0; i < configuration().getConfs().size(); i++) {
            names.add(NodeNames.of(configuration().getConf(i).getLayer(), i));
        }
        return names.build();
    }

    @Override
    public MultiLayerNetwork network() {
        return network;
    }

    @Override
    public boolean isInitialized() {
        return network.isInitCalled();
    }

    @Override
    public DataType dataType() {
        return configuration().getDataType();
    }

    @Override
    public Structure structure() {
        return structure.get();
    }

    @Override
    public List<String> order() {
        return names();
    }

    @Override
    public Draft<MultiLayerNetwork> draft() {
        MultiLayerConfiguration copy = ConfigurationCopy.of(configuration());
        return new ChainDraft(copy, Structure.of(copy));
    }

    private record ChainDraft(MultiLayerConfiguration configuration, Structure structure)
            implements Draft<MultiLayerNetwork> {
        @Override
        public void setDataType(DataType type) {
            configuration.setDataType(type);
        }

        @Override
        public void setCounts(int iterations, int epochs) {
            structure.writeTo(configuration); // DL4J writes the epoch into the layers too
            configuration.setIterationCount(iterations);
            configuration.setEpochCount(epochs);
        }

        @Override
        public void setWorkspaceMode(WorkspaceMode mode) {
            configuration.setInferenceWorkspaceMode(mode);
            configuration.setTrainingWorkspaceMode(mode);
        }

        @Override
        public Dl4jNetwork<MultiLayerNetwork> create() {
            structure.writeTo(configuration);
            return new ChainNetwork(new MultiLayerNetwork(configuration));
        }
    }

    @Override
    public Layer[] layers() {
        return network.getLayers();
    }

    @Override
    public @Nullable Trainable trainable(String name) {
        int index = names().indexOf(name);
        return index < 0 ? null : network.getLayer(index);
    }

    @Override
    public String prefix(String layer) {
        return String.valueOf(names().indexOf(layer));
    }

    @Override
    public String layerOfPrefix(String prefix) {
        return names().get(Integer.parseInt(prefix));
    }

    @Override
    public String layerName(String name) {
        List<String> names = names();
        boolean number = !names.contains(name) && name.matches("\\d{1,6}") && Integer.parseInt(name) < names.size();
        return number ? names.get(Integer.parseInt(name)) : name;
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
        return (BaseMultiLayerUpdater<?>) network.getUpdater(create);
    }

    @Override
    public MultiLayerNetwork load(File file) throws IOException {
        return ModelSerializer.restoreMultiLayerNetwork(file, true);
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
        return network.getDefaultConfiguration();
    }

    @Override
    public List<INDArray> output(INDArray[] features, INDArray @Nullable [] masks, boolean training) {
        return List.of(network.output(features[0], training, masks == null ? null : masks[0], null));
    }

    @Override
    public Activations activationsInTraining(Set<String> layers, INDArray[] features) {
        List<String> names = names();
        int last = layers.stream().mapToInt(names::indexOf).max().orElseThrow();
        List<INDArray> all = network.feedForwardToLayer(last, features[0], true);
        return new Activations(Maps.toMap(layers, layer -> all.get(names.indexOf(layer) + 1)), all);
    }

    /** Not by the network's own clear(), which drops the updater too. */
    @Override
    public void clear() {
        super.clear();
        network.setInput(null);
    }

    @Override
    public Map<String, String> cutOff() {
        Map<String, String> cutOff = new LinkedHashMap<>();
        List<String> names = names();
        for (int i = 0; i < names.size(); i++) {
            if (configuration().getConf(i).getLayer() instanceof FrozenLayer) {
                for (String before : names.subList(0, i)) {
                    cutOff.put(before, names.get(i));
                }
            }
        }
        return cutOff;
    }
}
