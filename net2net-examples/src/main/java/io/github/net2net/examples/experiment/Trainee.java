package io.github.net2net.examples.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.schedule.GrowthTraining;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A network in training, with oneDNN enabled: what MultiLayerNetwork and ComputationGraph share without an interface of
 * DL4J's for it.
 *
 * @param model one of the two, with one input and one output
 */
record Trainee(Model model) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DataSetIterator NO_DATA = new ExistingDataSetIterator(List.of());

    Trainee {
        OneDnn.enable(model);
    }

    /** The probabilities [N, classes] that one of the two computes. */
    static INDArray output(Model model, INDArray features) {
        return model instanceof ComputationGraph graph
                ? graph.outputSingle(features)
                : ((MultiLayerNetwork) model).output(features);
    }

    /** A growth of the network, which takes features such as the given ones. */
    Growth<? extends Model> growth(INDArray features) {
        return features.rank() == 4
                ? Net2Net.from(model, InputType.convolutional(features.size(2), features.size(3), features.size(1)))
                : Net2Net.from(model);
    }

    /** A training still without data and score. */
    GrowthTraining<? extends Model, DataSetIterator> training() {
        return GrowthTraining.of(model, NO_DATA, NO_DATA);
    }

    void save(Path file) throws IOException {
        ModelSerializer.writeModel(model, file.toFile(), true);
    }

    static Trainee load(Path file) throws IOException {
        return new Trainee(
                isGraph(file)
                        ? ModelSerializer.restoreComputationGraph(file.toFile(), true)
                        : ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true));
    }

    private static boolean isGraph(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream configuration = zip.getInputStream(zip.getEntry(ModelSerializer.CONFIGURATION_JSON))) {
            return JSON.readTree(configuration).has("vertices");
        }
    }
}
