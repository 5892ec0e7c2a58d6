package io.github.net2net.dl4j.network;

import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
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
    public boolean has(String output, Stage stage) {
        return stage == Stage.OUTPUT || last(original.getLayerWiseConfigurations()) instanceof BaseLayer;
    }

    private static Layer last(MultiLayerConfiguration configuration) {
        return configuration.getConf(configuration.getConfs().size() - 1).getLayer();
    }

    private MultiLayerNetwork copy(Mode mode, Stage stage) {
        MultiLayerConfiguration configuration = ConfigurationCopy.withoutNoise(original.getLayerWiseConfigurations());
        if (stage == Stage.BEFORE_ACTIVATION && last(configuration) instanceof BaseLayer layer) {
            layer.setActivationFn(new ActivationIdentity());
        }
        configuration.setDataType(dataType);
        configuration.setInferenceWorkspaceMode(WorkspaceMode.ENABLED);
        configuration.setTrainingWorkspaceMode(WorkspaceMode.ENABLED);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        // Inference only reads parameters; a training pass of cuDNN's batch norm moves the running statistics.
        network.init(original.params().castTo(dataType), mode == Mode.TRAINING);
        return network;
    }

    @Override
    public List<INDArray> run(Mode mode, Stage stage, Features features) {
        INDArray input = features.as(dataType())[0];
        INDArray mask = features.masks() == null ? null : features.masks()[0];
        return features.through(() -> List.of(copy(mode, stage).output(input, mode == Mode.TRAINING, mask, null)));
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
