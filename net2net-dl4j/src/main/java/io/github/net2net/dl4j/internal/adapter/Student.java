package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.model.Draft;
import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.dl4j.internal.model.Structure;
import io.github.net2net.dl4j.internal.model.Trainables;
import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import io.github.net2net.dl4j.internal.tensor.Nd4jTensor;
import io.github.net2net.dl4j.internal.tensor.Nd4jTensors;
import io.github.net2net.dl4j.internal.training.OptimizerMemory;
import io.github.net2net.dl4j.internal.training.StudentTraining;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
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
 * @param training how its training continues
 * @param memory what its optimizer keeps, null if that is not to be carried over
 */
record Student<N extends Model>(
        Dl4jNetwork<N> teacher,
        Dl4jNetwork<N> network,
        StudentTraining training,
        LayerKinds kinds,
        @Nullable OptimizerMemory memory)
        implements StudentBuilder<N> {

    static <N extends Model> Student<N> of(
            Dl4jNetwork<N> teacher, StudentTraining training, LayerKinds kinds, boolean remembers) {
        Draft<N> draft = draft(teacher, training, kinds);
        draft.setCounts(training.startIteration(), training.startEpoch());
        DataType type = teacher.dataType();
        Dl4jNetwork<N> network = draft.create();
        OptionalLong initialValues = training.blueprint().initialValues();
        if (initialValues.isPresent()) {
            initialize(network, initialValues.getAsLong());
        } else {
            network.init(unwritten(draft.structure(), type), false);
        }
        OptimizerMemory memory = remembers
                ? OptimizerMemory.of(
                        Objects.requireNonNull(network.updater(true)),
                        network.network().params(),
                        kinds)
                : null;
        return new Student<>(teacher, network, training, kinds, memory);
    }

    /** The student's configuration. */
    static <N extends Model> Draft<N> draft(Dl4jNetwork<N> teacher, StudentTraining training, LayerKinds kinds) {
        Draft<N> draft = teacher.draft();
        write(training, kinds, draft.structure(), teacher.defaults());
        return draft;
    }

    /**
     * Inserts the new layers into a copy of the teacher's configuration, and writes the student's sizes over. What a layer
     * sets besides its sizes stays as it is, because it is never read.
     */
    private static void write(
            StudentTraining training, LayerKinds kinds, Structure structure, NeuralNetConfiguration defaults) {
        InsertedLayers inserted = new InsertedLayers(structure, defaults);
        training.blueprint().insertions().forEach(inserted::insert);
        inserted.dropIdlePreprocessors(training.blueprint().insertions());
        structure
                .vertices()
                .forEach((name, vertex) ->
                        kinds.resize(name, vertex, training.blueprint().student()));
        structure.layers().forEach((name, layer) -> training.writeTo(name, layer.getLayer()));
        structure.sameDiffVertices().values().forEach(training::writeTo);
    }

    /**
     * Draws a network's initial values. {@code init} seeds the generator of the thread that it runs in, and the caller's
     * must not change; from a configuration's seed 0, ND4J would draw others each time.
     */
    private static void initialize(Dl4jNetwork<?> network, long added) {
        NeuralNetConfiguration configuration = network.defaults();
        long seed = configuration.getSeed();
        configuration.setSeed(Nd4jSeed.repeatable(seed + added));
        try {
            IsolatedForwardPass.run(network::init);
        } finally {
            configuration.setSeed(seed);
        }
    }

    /** Memory for the parameters that nothing has been written to. */
    static INDArray unwritten(Structure structure, DataType type) {
        long length = 0;
        for (GraphVertex vertex : structure.vertices().values()) {
            if (vertex instanceof LayerVertex layer) {
                Layer configuration = layer.getLayerConf().getLayer();
                configuration.setDataType(type);
                length += configuration.initializer().numParams(layer.getLayerConf());
            } else {
                length += vertex.numParams(true);
            }
        }
        return Nd4j.createUninitializedDetached(type, 'c', length);
    }

    @Override
    public TensorFactory tensors() {
        return new Nd4jTensors(network.dataType());
    }

    @Override
    public Tensor initial(ParamKey key) {
        return Nd4jTensor.of(parameter(key));
    }

    @Override
    public Tensor set(ParamKey key, Tensor value) {
        INDArray view = parameter(key);
        ((Nd4jTensor) value).writeTo(view);
        return Nd4jTensor.of(view);
    }

    private INDArray parameter(ParamKey key) {
        return kinds.parameter(trainable(key), key.param());
    }

    private Trainable trainable(ParamKey key) {
        return Objects.requireNonNull(network.trainable(NodeNames.layerOf(key.node())), key.node());
    }

    @Override
    public ImmutableList<StateSlot> stateSlots(ParamKey key) {
        return memory == null
                ? ImmutableList.of()
                : training.slots(memory, Objects.requireNonNull(Trainables.parameter(trainable(key), key.param())));
    }

    @Override
    public void setState(ParamKey key, StateSlot slot, Tensor value) {
        Trainable trainable = trainable(key);
        INDArray view = Objects.requireNonNull(memory).view(trainable, key, slot);
        ((Nd4jTensor) value).writeTo(view);
        double factor = training.rateFactor(Trainables.configuration(trainable), key, slot);
        if (factor != 1) {
            view.muli(factor);
        }
    }

    @Override
    public void carryActivations(Function<String, ChannelMap> channelsOf) {
        RecurrentState.carry(teacher, network, channelsOf);
    }

    @Override
    public N build() {
        return network.network();
    }
}
