package io.github.net2net.dl4j.network;

import io.github.net2net.dl4j.layer.NodeNames;
import io.github.net2net.dl4j.layer.Weights;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.tensor.Nd4jTensor;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.CalibrationData;
import io.github.net2net.spi.ChannelStatistics;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.Tensor;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
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
    public Tensor parameter(MultiLayerNetwork network, ParamKey key) {
        int index = MultiLayerReader.names(network).indexOf(NodeNames.layerOf(key.node()));
        return Nd4jTensor.of(Weights.of(network.getLayer(index), key.param()));
    }

    @Override
    public StudentBuilder<MultiLayerNetwork> student(MultiLayerNetwork teacher, Blueprint blueprint) {
        Student<MultiLayerNetwork> student =
                Student.of(new StudentConfiguration(teacher, blueprint).build(), blueprint.needsInitialValues());
        if (OneDnn.isEngaged(teacher)) {
            OneDnn.engage(student.network());
        }
        return student;
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
}
