package io.github.net2net.dl4j.network;

import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A look at a MultiLayerNetwork.
 *
 * @param dataType the precision it computes in, perhaps another than its own
 */
record ChainProbeNetwork(MultiLayerNetwork original, DataType dataType) implements ProbeNetwork {

    ChainProbeNetwork(MultiLayerNetwork original) {
        this(original, original.getLayerWiseConfigurations().getDataType());
    }

    @Override
    public ProbeNetwork inDoublePrecision() {
        return new ChainProbeNetwork(original, DataType.DOUBLE);
    }

    @Override
    public List<String> outputs() {
        List<String> names = MultiLayerReader.names(original);
        return names.subList(names.size() - 1, names.size());
    }

    @Override
    public List<Form> maskedInputs() {
        return Reading.maskedInputs(() -> new MultiLayerReader(original, null).read(), List.of(MultiLayerReader.INPUT));
    }

    @Override
    public boolean has(String output, Stage stage) {
        return stage == Stage.OUTPUT || last(original.getLayerWiseConfigurations()) instanceof BaseLayer;
    }

    private static Layer last(MultiLayerConfiguration configuration) {
        return configuration.getConf(configuration.getConfs().size() - 1).getLayer();
    }

    private MultiLayerNetwork copy(Mode mode, Stage stage) {
        MultiLayerConfiguration configuration = ConfigurationCopy.of(original.getLayerWiseConfigurations());
        prepare(configuration, stage, new DisabledNoise());
        configuration.setDataType(dataType);
        configuration.setInferenceWorkspaceMode(WorkspaceMode.ENABLED);
        configuration.setTrainingWorkspaceMode(WorkspaceMode.ENABLED);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        // Inference only reads parameters; a training pass of cuDNN's batch norm moves the running statistics.
        network.init(original.params().castTo(dataType), mode == Mode.TRAINING);
        return network;
    }

    private static void prepare(MultiLayerConfiguration configuration, Stage stage, DisabledNoise noise) {
        configuration.getConfs().forEach(layer -> noise.disableIn(layer.getLayer()));
        if (stage == Stage.BEFORE_ACTIVATION && last(configuration) instanceof BaseLayer layer) {
            noise.removeActivation(layer);
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
                prepare(original.getLayerWiseConfigurations(), stage, noise);
                return output(original, mode, features);
            } finally {
                statistics.restore();
                // Not clear(), which drops the updater too.
                Arrays.stream(original.getLayers()).forEach(org.deeplearning4j.nn.api.Layer::clear);
                original.setInput(null);
            }
        });
    }

    private List<INDArray> output(MultiLayerNetwork network, Mode mode, Features features) {
        INDArray[] masks = features.masks();
        return List.of(network.output(
                features.as(dataType())[0], mode == Mode.TRAINING, masks == null ? null : masks[0], null));
    }

    @Override
    public INDArray activations(String layer, INDArray[] features) {
        int index = MultiLayerReader.names(original).indexOf(layer);
        Features given = new Features(List.of(features), null);
        return given.through(() -> {
            List<INDArray> all =
                    copy(Mode.TRAINING, Stage.OUTPUT).feedForwardToLayer(index, given.as(dataType())[0], true);
            return Features.only(all.get(index + 1), all);
        });
    }
}
