package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableList;
import io.github.net2net.dl4j.layer.NodeNames;
import io.github.net2net.dl4j.layer.Weights;
import io.github.net2net.dl4j.tensor.Nd4jSeed;
import io.github.net2net.dl4j.tensor.Nd4jTensor;
import io.github.net2net.dl4j.tensor.Nd4jTensors;
import io.github.net2net.dl4j.training.OptimizerMemory;
import io.github.net2net.dl4j.training.StudentTraining;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network whose parameters are set one after the other.
 *
 * <p>Where initial values are not asked for, the network is made over memory that nothing has been written to: random
 * values that are overwritten at once would cost more than everything else.
 *
 * @param layers finds a layer by name
 * @param training how its training goes on
 * @param memory what its optimizer keeps, null if that is not to be carried over
 */
record Student<N>(
        N network,
        DataType type,
        Function<String, Layer> layers,
        StudentTraining training,
        @Nullable OptimizerMemory memory)
        implements StudentBuilder<N> {

    static Student<MultiLayerNetwork> of(
            MultiLayerConfiguration configuration, StudentTraining training, boolean remembers) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        DataType type = configuration.getDataType();
        if (training.blueprint().needsInitialValues()) {
            initialize(network.getDefaultConfiguration(), network::init);
        } else {
            network.init(empty(configuration.getConfs(), type), false);
        }
        List<String> names = MultiLayerReader.names(network);
        OptimizerMemory memory = remembers ? OptimizerMemory.of(network.getUpdater(), network.params()) : null;
        return new Student<>(network, type, name -> network.getLayer(names.indexOf(name)), training, memory);
    }

    static Student<ComputationGraph> of(
            ComputationGraphConfiguration configuration, StudentTraining training, boolean remembers) {
        ComputationGraph network = new ComputationGraph(configuration);
        DataType type = configuration.getDataType();
        if (training.blueprint().needsInitialValues()) {
            initialize(network.conf(), network::init);
        } else {
            List<NeuralNetConfiguration> layers = configuration.getVertices().values().stream()
                    .filter(LayerVertex.class::isInstance)
                    .map(vertex -> ((LayerVertex) vertex).getLayerConf())
                    .toList();
            network.init(empty(layers, type), false);
        }
        OptimizerMemory memory = remembers ? OptimizerMemory.of(network.getUpdater(), network.params()) : null;
        return new Student<>(network, type, network::getLayer, training, memory);
    }

    /**
     * Draws a network's initial values. {@code init} seeds the generator of the thread that it runs in, and the caller's
     * must not change; from a configuration's seed 0, ND4J would draw others each time.
     */
    private static void initialize(NeuralNetConfiguration configuration, Runnable init) {
        long seed = configuration.getSeed();
        configuration.setSeed(Nd4jSeed.repeatable(seed));
        try {
            OwnThread.run(init);
        } finally {
            configuration.setSeed(seed);
        }
    }

    private static INDArray empty(List<NeuralNetConfiguration> layers, DataType type) {
        long length = 0;
        for (NeuralNetConfiguration layer : layers) {
            layer.getLayer().setDataType(type);
            length += layer.getLayer().initializer().numParams(layer);
        }
        return Nd4j.createUninitializedDetached(type, 'c', 1, length);
    }

    @Override
    public TensorFactory tensors() {
        return new Nd4jTensors(type);
    }

    @Override
    public Tensor initial(ParamKey key) {
        return Nd4jTensor.of(parameter(key));
    }

    @Override
    public void set(ParamKey key, Tensor value) {
        ((Nd4jTensor) value).writeTo(parameter(key));
    }

    private INDArray parameter(ParamKey key) {
        return Weights.of(layer(key), key.param());
    }

    private Layer layer(ParamKey key) {
        return Objects.requireNonNull(layers.apply(NodeNames.layerOf(key.node())), key.node());
    }

    @Override
    public ImmutableList<StateSlot> stateSlots(ParamKey key) {
        return memory == null
                ? ImmutableList.of()
                : training.slots(memory, layer(key).getParam(key.param()));
    }

    @Override
    public void setState(ParamKey key, StateSlot slot, Tensor value) {
        Layer layer = layer(key);
        INDArray view = Objects.requireNonNull(memory).view(layer, key, slot);
        ((Nd4jTensor) value).writeTo(view);
        double factor = training.rateFactor(layer.conf().getLayer(), key, slot);
        if (factor != 1) {
            view.muli(factor);
        }
    }

    @Override
    public N build() {
        return network;
    }
}
