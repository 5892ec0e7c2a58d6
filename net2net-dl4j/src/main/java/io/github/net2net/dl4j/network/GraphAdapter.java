package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableList;
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
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Grows ComputationGraphs.
 *
 * @param inputTypes the forms of the inputs in their order, empty if the layers tell
 */
public record GraphAdapter(ImmutableList<InputType> inputTypes) implements NetworkAdapter<ComputationGraph> {

    @Override
    public NetGraph read(ComputationGraph network) {
        Growable.check(network, network.getConfiguration().getDataType());
        return new GraphReader(network, inputTypes).read().graph();
    }

    @Override
    public Memory memory(ComputationGraph network) {
        ComputationGraphUpdater updater = network.getUpdater(false);
        return ArrayMemory.of(network.params(), updater != null, updater == null ? null : updater.getStateViewArray());
    }

    @Override
    public String inputSize() {
        return "Net2Net.from(network, inputType)";
    }

    @Override
    public Tensor parameter(ComputationGraph network, ParamKey key) {
        return Nd4jTensor.of(Weights.of(network.getLayer(NodeNames.layerOf(key.node())), key.param()));
    }

    @Override
    public StudentBuilder<ComputationGraph> student(ComputationGraph teacher, Blueprint blueprint) {
        StudentTraining training = training(teacher, blueprint);
        boolean remembers = blueprint.training().carriesState() && teacher.getUpdater(false) != null;
        Student<ComputationGraph> student =
                Student.of(new GraphStudentConfiguration(teacher, training).build(), training, remembers);
        if (OneDnn.isEngaged(teacher)) {
            OneDnn.engage(student.network());
        }
        return student;
    }

    private static StudentTraining training(ComputationGraph teacher, Blueprint blueprint) {
        ComputationGraphConfiguration configuration = teacher.getConfiguration();
        return new StudentTraining(blueprint, configuration.getIterationCount(), configuration.getEpochCount());
    }

    @Override
    public TrainingOutlook outlook(ComputationGraph teacher, Blueprint blueprint) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        teacher.getConfiguration().getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layer) {
                layers.put(name, layer.getLayerConf().getLayer());
            }
        });
        TrainingOutlook outlook =
                training(teacher, blueprint).outlook(layers, Map.of(), teacher.getUpdater(false) != null);
        return Listeners.noted(outlook, teacher.getListeners());
    }

    @Override
    public @Nullable Tensor optimizerState(ComputationGraph network, ParamKey key, StateSlot slot) {
        ComputationGraphUpdater updater = network.getUpdater(false);
        return updater == null
                ? null
                : Nd4jTensor.of(OptimizerMemory.of(updater, network.params())
                        .view(network.getLayer(NodeNames.layerOf(key.node())), key, slot));
    }

    @Override
    public ChannelStatistics statistics(ComputationGraph network, String node, CalibrationData data) {
        String vertex = NodeNames.layerOf(node);
        Reading reading = new GraphReader(network, inputTypes).read();
        return Statistics.measure(
                features -> ProbeNetwork.of(network).activations(vertex, features),
                Statistics.form(reading, vertex),
                data);
    }

    @Override
    public ImmutableMap<String, String> fingerprint(ComputationGraph network) {
        return Fingerprints.of(network);
    }
}
