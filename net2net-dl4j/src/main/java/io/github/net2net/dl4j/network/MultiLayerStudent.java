package io.github.net2net.dl4j.network;

import io.github.net2net.dl4j.tensor.Nd4jTensor;
import io.github.net2net.dl4j.tensor.Nd4jTensors;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A MultiLayerNetwork whose parameters are set one after the other. */
final class MultiLayerStudent implements StudentBuilder<MultiLayerNetwork> {
    private final MultiLayerNetwork network;
    private final Map<String, Integer> indices = new HashMap<>();

    MultiLayerStudent(MultiLayerConfiguration configuration, Blueprint blueprint) {
        network = new MultiLayerNetwork(configuration);
        if (blueprint.needsInitialValues()) {
            network.init();
        } else {
            // Random values that are overwritten at once would cost more than everything else.
            network.init(emptyParameters(configuration), false);
        }
        List<String> names = MultiLayerReader.names(network);
        for (int i = 0; i < names.size(); i++) {
            indices.put(names.get(i), i);
        }
    }

    private static INDArray emptyParameters(MultiLayerConfiguration configuration) {
        long length = 0;
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            var layer = configuration.getConf(i);
            layer.getLayer().setDataType(configuration.getDataType());
            length += layer.getLayer().initializer().numParams(layer);
        }
        return Nd4j.createUninitializedDetached(configuration.getDataType(), 'c', 1, length);
    }

    @Override
    public TensorFactory tensors() {
        return new Nd4jTensors(network.getLayerWiseConfigurations().getDataType());
    }

    @Override
    public Tensor initial(ParamKey key) {
        return Nd4jTensor.of(parameter(key));
    }

    @Override
    public void set(ParamKey key, Tensor value) {
        parameter(key).assign(((Nd4jTensor) value).array());
    }

    private INDArray parameter(ParamKey key) {
        Integer index = indices.get(key.node());
        if (index == null) {
            throw new IllegalStateException("the student has no layer '" + key.node() + "'");
        }
        return network.getLayer(index).getParam(key.param());
    }

    @Override
    public MultiLayerNetwork build() {
        return network;
    }
}
