package io.github.net2net.dl4j.internal.adapter;

import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.model.Draft;
import io.github.net2net.dl4j.internal.model.Structure;
import io.github.net2net.dl4j.internal.model.Wrappers;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.dl4j.layer.LayerActivations;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks at what a network computes without touching it, through a second network with the same parameters from which
 * dropout and other noise are gone.
 *
 * @param kinds those of its layers
 * @param dataType the precision it computes in, perhaps another than its own
 */
record ProbeNetwork<N extends Model>(Dl4jNetwork<N> original, LayerKinds kinds, DataType dataType) {

    /** A look at the given network. */
    ProbeNetwork(N network, LayerKinds kinds) {
        this(Dl4jNetwork.of(network), kinds, Dl4jNetwork.of(network).dataType());
    }

    /** A look at the same weights, computing in double precision. */
    ProbeNetwork<N> inDoublePrecision() {
        return new ProbeNetwork<>(original, kinds, DataType.DOUBLE);
    }

    int inputs() {
        return original.structure().inputs().size();
    }

    /** The names of the outputs. */
    List<String> outputs() {
        return original.structure().outputs();
    }

    /**
     * The formats of the inputs that take masks, in the order of all inputs; unknown for the others, and where a mask
     * would come to a layer that is not DL4J's.
     */
    List<ActivationFormat> maskedInputs() {
        return Reading.maskedInputs(
                () -> new NetworkReader(original, LayerKinds.standard(), List.of()).read(),
                original.structure().inputs());
    }

    /** The inputs in their order; no channels where their number is not known, or for indices. */
    List<LayerActivations> readInputs() {
        return new NetworkReader(original, kinds, List.of())
                .statedInputs().stream()
                        .map(input -> holdsIndices(input.node())
                                ? new LayerActivations(input.node(), 0, input.format())
                                : input)
                        .toList();
    }

    private boolean holdsIndices(String input) {
        Structure structure = original.structure();
        return structure.layers().entrySet().stream()
                .filter(layer -> structure
                        .inputsOf()
                        .getOrDefault(layer.getKey(), List.of())
                        .contains(input))
                .map(layer -> Wrappers.innermost(layer.getValue().getLayer()))
                .anyMatch(layer -> layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer);
    }

    /** Whether what the network computes there are probabilities: of a softmax, also one before a loss layer. */
    boolean isSoftmax(String output, Stage stage) {
        BaseLayer layer = original.structure().activated(output);
        if (layer instanceof BaseOutputLayer
                || (layer != null && layer.getActivationFn() instanceof ActivationSoftmax)) {
            return stage == Stage.OUTPUT && layer.getActivationFn() instanceof ActivationSoftmax;
        }
        return isSoftmax(layer == null ? output : input(output));
    }

    private boolean isSoftmax(String vertex) {
        NeuralNetConfiguration conf = original.structure().layers().get(vertex);
        Layer layer = conf == null ? null : conf.getLayer();
        if (layer instanceof ActivationLayer activation && activation.getActivationFn() instanceof ActivationSoftmax) {
            return true;
        }
        boolean passes = layer instanceof DropoutLayer
                || (layer instanceof ActivationLayer activation
                        && activation.getActivationFn() instanceof ActivationIdentity);
        return passes && isSoftmax(input(vertex));
    }

    private String input(String vertex) {
        return original.structure().inputsOf().getOrDefault(vertex, List.of("")).get(0);
    }

    /** Whether the output has an activation that can be taken away. */
    boolean has(String output, Stage stage) {
        return stage == Stage.OUTPUT || original.structure().activated(output) != null;
    }

    private Dl4jNetwork<N> copy(Mode mode, Stage stage) {
        Draft<N> draft = original.draft();
        prepare(draft.structure(), stage, new DisabledNoise());
        draft.setDataType(dataType);
        draft.setWorkspaceMode(WorkspaceMode.ENABLED);
        Dl4jNetwork<N> network = draft.create();
        // A training pass of cuDNN's batch norm moves the running statistics. Nothing else writes to parameters.
        boolean writes = mode == Mode.TRAINING
                && !RunningStatistics.of(original.layers()).arrays().isEmpty();
        network.init(original.network().params().castTo(dataType), writes);
        return network;
    }

    private static void prepare(Structure structure, Stage stage, DisabledNoise noise) {
        structure.layers().values().forEach(layer -> noise.disableIn(layer.getLayer()));
        if (stage == Stage.BEFORE_ACTIVATION) {
            structure.outputs().stream()
                    .map(structure::activated)
                    .filter(Objects::nonNull)
                    .forEach(noise::removeActivation);
        }
    }

    /**
     * What the network outputs, in the order of {@link #outputs()}. Where an output has no activation to take away, it
     * is the output itself at either stage.
     *
     * @throws io.github.net2net.GrowthException if the features do not fit
     */
    List<INDArray> run(Mode mode, Stage stage, Features features) {
        return features.through(() -> {
            Dl4jNetwork<N> copy = copy(mode, stage);
            try {
                return output(copy, mode, features);
            } finally {
                INDArray own = copy.network().params();
                if (own.data() != original.network().params().data()) {
                    own.close();
                }
            }
        });
    }

    /**
     * As {@link #run}, by the network itself in its own precision instead of a copy. Its settings, parameters and running
     * statistics are afterwards what they were.
     *
     * @throws io.github.net2net.GrowthException if the features do not fit
     */
    List<INDArray> runItself(Mode mode, Stage stage, Features features) {
        return features.through(() -> {
            RunningStatistics statistics = RunningStatistics.of(original.layers());
            try (DisabledNoise noise = new DisabledNoise()) {
                noise.disableIn(original.layers());
                prepare(original.structure(), stage, noise);
                return output(original, mode, features);
            } finally {
                statistics.restore();
                original.clear();
            }
        });
    }

    private List<INDArray> output(Dl4jNetwork<N> network, Mode mode, Features features) {
        return network.output(features.as(dataType), features.masksAs(dataType), mode == Mode.TRAINING);
    }

    /** What the given layers output with each batch's own statistics, as in training but without dropout, by name. */
    Map<String, INDArray> activations(Set<String> layers, INDArray[] features) {
        Features given = new Features(List.of(features), null);
        return given.through(() -> {
            Dl4jNetwork.Activations activations =
                    copy(Mode.TRAINING, Stage.OUTPUT).activationsInTraining(layers, given.as(dataType));
            return Features.only(activations.wanted(), activations.all());
        });
    }
}
