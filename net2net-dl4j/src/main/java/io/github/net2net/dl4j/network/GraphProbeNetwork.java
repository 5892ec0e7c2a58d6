package io.github.net2net.dl4j.network;

import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
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
    public List<Form> maskedInputs() {
        return Reading.maskedInputs(
                () -> new GraphReader(original, List.of()).read(),
                original.getConfiguration().getNetworkInputs());
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
        ComputationGraphConfiguration configuration = ConfigurationCopy.of(original.getConfiguration());
        prepare(configuration, stage, new DisabledNoise());
        configuration.setDataType(dataType);
        configuration.setInferenceWorkspaceMode(WorkspaceMode.ENABLED);
        configuration.setTrainingWorkspaceMode(WorkspaceMode.ENABLED);
        ComputationGraph network = new ComputationGraph(configuration);
        // Inference only reads parameters; a training pass of cuDNN's batch norm moves the running statistics.
        network.init(original.params().castTo(dataType), mode == Mode.TRAINING);
        return network;
    }

    private void prepare(ComputationGraphConfiguration configuration, Stage stage, DisabledNoise noise) {
        for (GraphVertex vertex : configuration.getVertices().values()) {
            if (vertex instanceof LayerVertex layer) {
                noise.disableIn(layer.getLayerConf().getLayer());
            }
        }
        if (stage == Stage.BEFORE_ACTIVATION) {
            outputs().stream()
                    .map(output -> activated(configuration, output))
                    .filter(Objects::nonNull)
                    .forEach(noise::removeActivation);
        }
    }

    @Override
    public List<INDArray> run(Mode mode, Stage stage, Features features) {
        return features.through(() -> output(copy(mode, stage), mode, features));
    }

    @Override
    public List<INDArray> runItself(Mode mode, Stage stage, Features features) {
        return features.through(() -> {
            RunningStatistics statistics = RunningStatistics.of(original.getLayers());
            try (DisabledNoise noise = new DisabledNoise()) {
                noise.disableIn(original.getLayers());
                prepare(original.getConfiguration(), stage, noise);
                return output(original, mode, features);
            } finally {
                statistics.restore();
                Arrays.stream(original.getVertices()).forEach(org.deeplearning4j.nn.graph.vertex.GraphVertex::clear);
                original.clear();
            }
        });
    }

    private List<INDArray> output(ComputationGraph network, Mode mode, Features features) {
        INDArray[] inputs = features.as(dataType());
        return List.of(network.output(mode == Mode.TRAINING, inputs, features.masks(), null));
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
