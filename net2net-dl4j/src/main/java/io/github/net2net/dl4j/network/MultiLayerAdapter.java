package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.dl4j.layer.NodeNames;
import io.github.net2net.dl4j.layer.Weights;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.tensor.Nd4jTensor;
import io.github.net2net.dl4j.training.OptimizerMemory;
import io.github.net2net.dl4j.training.StudentTraining;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.CalibrationData;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.ChannelStatistics;
import io.github.net2net.spi.Memory;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.spi.TrainingOutlook;
import io.github.net2net.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Grows MultiLayerNetworks.
 *
 * @param inputType the form of the input, null if the layers tell
 */
public record MultiLayerAdapter(@Nullable InputType inputType) implements NetworkAdapter<MultiLayerNetwork> {

    @Override
    public NetGraph read(MultiLayerNetwork network) {
        Growable.check(network, network.getLayerWiseConfigurations().getDataType());
        return new MultiLayerReader(network, inputType).read().graph();
    }

    @Override
    public String layerName(MultiLayerNetwork network, String name) {
        List<String> names = MultiLayerReader.names(network);
        if (!names.contains(name) && name.matches("\\d{1,6}") && Integer.parseInt(name) < names.size()) {
            return names.get(Integer.parseInt(name));
        }
        return name;
    }

    @Override
    public Memory memory(MultiLayerNetwork network) {
        Updater updater = network.getUpdater(false);
        return ArrayMemory.of(network.params(), updater != null, updater == null ? null : updater.getStateViewArray());
    }

    @Override
    public String inputSize() {
        return "Net2Net.from(network, inputType)";
    }

    @Override
    public Tensor parameter(MultiLayerNetwork network, ParamKey key) {
        return Nd4jTensor.of(Weights.of(layer(network, key), key.param()));
    }

    private static org.deeplearning4j.nn.api.Layer layer(MultiLayerNetwork network, ParamKey key) {
        return network.getLayer(MultiLayerReader.names(network).indexOf(NodeNames.layerOf(key.node())));
    }

    @Override
    public StudentBuilder<MultiLayerNetwork> student(MultiLayerNetwork teacher, Blueprint blueprint) {
        StudentTraining training = training(teacher, blueprint);
        boolean remembers = blueprint.training().carriesState() && teacher.getUpdater(false) != null;
        Student<MultiLayerNetwork> student =
                Student.of(new StudentConfiguration(teacher, training).build(), training, remembers);
        if (OneDnn.isEngaged(teacher)) {
            OneDnn.engage(student.network());
        }
        return student;
    }

    private static StudentTraining training(MultiLayerNetwork teacher, Blueprint blueprint) {
        MultiLayerConfiguration configuration = teacher.getLayerWiseConfigurations();
        return new StudentTraining(blueprint, configuration.getIterationCount(), configuration.getEpochCount());
    }

    @Override
    public TrainingOutlook outlook(MultiLayerNetwork teacher, Blueprint blueprint) {
        MultiLayerConfiguration configuration = teacher.getLayerWiseConfigurations();
        List<String> names = MultiLayerReader.names(teacher);
        Map<String, Layer> layers = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            layers.put(names.get(i), configuration.getConf(i).getLayer());
        }
        TrainingOutlook outlook =
                training(teacher, blueprint).outlook(layers, cutOff(layers), teacher.getUpdater(false) != null);
        return Listeners.noted(outlook, teacher.getListeners());
    }

    /** The layers in front of the last frozen one, where DL4J ends its backward pass. */
    private static Map<String, String> cutOff(Map<String, Layer> layers) {
        Map<String, String> cutOff = new LinkedHashMap<>();
        List<String> names = List.copyOf(layers.keySet());
        for (int i = 0; i < names.size(); i++) {
            if (layers.get(names.get(i)) instanceof FrozenLayer) {
                for (String before : names.subList(0, i)) {
                    cutOff.put(before, names.get(i));
                }
            }
        }
        return cutOff;
    }

    @Override
    public @Nullable Tensor optimizerState(MultiLayerNetwork network, ParamKey key, StateSlot slot) {
        Updater updater = network.getUpdater(false);
        return updater == null
                ? null
                : Nd4jTensor.of(OptimizerMemory.of(updater, network.params()).view(layer(network, key), key, slot));
    }

    @Override
    public ChannelStatistics statistics(MultiLayerNetwork network, String node, CalibrationData data) {
        String layer = NodeNames.layerOf(node);
        Reading reading = new MultiLayerReader(network, inputType).read();
        return Statistics.measure(
                features -> ProbeNetwork.of(network).activations(layer, features),
                Statistics.form(reading, layer),
                data);
    }

    @Override
    public ImmutableMap<String, String> fingerprint(MultiLayerNetwork network) {
        return Fingerprints.of(network);
    }
}
