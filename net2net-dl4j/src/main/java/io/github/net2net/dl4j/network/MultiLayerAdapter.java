package io.github.net2net.dl4j.network;

import io.github.net2net.GrowthException;
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
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Grows MultiLayerNetworks.
 *
 * @param inputType the form of the input, null if the layers tell
 */
public record MultiLayerAdapter(@Nullable InputType inputType) implements NetworkAdapter<MultiLayerNetwork> {

    @Override
    public NetGraph read(MultiLayerNetwork network) {
        if (!network.isInitCalled()) {
            throw new GrowthException("cannot grow a network that is not initialised: it has no weights to keep. Call"
                    + " init() and train it first.");
        }
        checkType(network.getLayerWiseConfigurations().getDataType());
        checkFinite(network);
        return new MultiLayerReader(network, inputType).read();
    }

    private static void checkType(DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new GrowthException("cannot grow a network of data type " + type
                    + ": FLOAT and DOUBLE are supported. Use network.convertDataType(DataType.FLOAT).");
        }
    }

    private static void checkFinite(MultiLayerNetwork network) {
        if (network.params() == null || !Nd4jTensor.of(network.params()).hasNonFinite()) {
            return;
        }
        List<String> names = MultiLayerReader.names(network);
        for (int i = 0; i < names.size(); i++) {
            for (var param : network.getLayer(i).paramTable().entrySet()) {
                if (Nd4jTensor.of(param.getValue()).hasNonFinite()) {
                    throw new GrowthException("cannot grow a network with broken weights: " + names.get(i) + "."
                            + param.getKey() + " holds NaN or infinity. Go back to a checkpoint from before training"
                            + " diverged.");
                }
            }
        }
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
        int index = MultiLayerReader.names(network).indexOf(key.node());
        return Nd4jTensor.of(network.getLayer(index).getParam(key.param()));
    }

    @Override
    public StudentBuilder<MultiLayerNetwork> student(MultiLayerNetwork teacher, Blueprint blueprint) {
        return new MultiLayerStudent(new StudentConfiguration(teacher, blueprint).build(), blueprint);
    }

    @Override
    public ChannelStatistics statistics(MultiLayerNetwork network, String node, CalibrationData data) {
        return Statistics.measure(network, layerIndex(network, node), data);
    }

    /** The layer that ends with the given node. */
    private static int layerIndex(MultiLayerNetwork network, String node) {
        return MultiLayerReader.indexOf(MultiLayerReader.names(network), node);
    }
}
