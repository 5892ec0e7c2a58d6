package io.github.net2net.dl4j.network;

import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A look at a ComputationGraph.
 *
 * @param dataType the precision it computes in, perhaps another than its own
 */
record GraphProbeNetwork(ComputationGraph original, DataType dataType) implements ProbeNetwork {

    GraphProbeNetwork(ComputationGraph original) {
        this(original, original.getConfiguration().getDataType());
    }

    @Override
    public ProbeNetwork inDoublePrecision() {
        return new GraphProbeNetwork(original, DataType.DOUBLE);
    }

    @Override
    public List<String> outputs() {
        return original.getConfiguration().getNetworkOutputs();
    }

    @Override
    public boolean has(String output, Stage stage) {
        return stage == Stage.OUTPUT || activated(original.getConfiguration(), output) != null;
    }

    private static @Nullable BaseLayer activated(ComputationGraphConfiguration configuration, String vertex) {
        return configuration.getVertices().get(vertex) instanceof LayerVertex layer
                        && layer.getLayerConf().getLayer() instanceof BaseLayer base
                ? base
                : null;
    }

    private ComputationGraph copy(Mode mode, Stage stage) {
        ComputationGraphConfiguration configuration = ConfigurationCopy.withoutNoise(original.getConfiguration());
        if (stage == Stage.BEFORE_ACTIVATION) {
            for (String output : outputs()) {
                BaseLayer layer = activated(configuration, output);
                if (layer != null) {
                    layer.setActivationFn(new ActivationIdentity());
                }
            }
        }
        configuration.setDataType(dataType);
        configuration.setInferenceWorkspaceMode(WorkspaceMode.ENABLED);
        configuration.setTrainingWorkspaceMode(WorkspaceMode.ENABLED);
        ComputationGraph network = new ComputationGraph(configuration);
        // Inference only reads parameters; a training pass of cuDNN's batch norm moves the running statistics.
        network.init(original.params().castTo(dataType), mode == Mode.TRAINING);
        return network;
    }

    @Override
    public List<INDArray> run(Mode mode, Stage stage, Features features) {
        INDArray[] inputs = features.as(dataType());
        return features.through(
                () -> List.of(copy(mode, stage).output(mode == Mode.TRAINING, inputs, features.masks(), null)));
    }

    @Override
    public INDArray activations(String layer, INDArray[] features) {
        Features given = new Features(List.of(features), null);
        return given.through(() -> {
            Map<String, INDArray> all = copy(Mode.TRAINING, Stage.OUTPUT).feedForward(given.as(dataType()), true);
            return Features.only(Objects.requireNonNull(all.get(layer)), all.values());
        });
    }
}
