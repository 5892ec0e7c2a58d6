package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network that was saved and loaded is the same. */
final class AfterSaving {
    private AfterSaving() {}

    static void check(Model network, List<INDArray> features, Object description) {
        if (!Double.isFinite(network.params().sumNumber().doubleValue())) {
            return; // DL4J's gradient of a p-norm of zeros is NaN, at a rate of 0 too
        }
        Model loaded = loaded(network);
        DataType type = Agreement.runs(Agreement.precise(network), features)
                ? DataType.DOUBLE
                : network.params().dataType();
        INDArray[] inputs = features.stream().map(array -> array.castTo(type)).toArray(INDArray[]::new);
        assertThat(loaded.params()).as("%s", description).isEqualTo(network.params());
        assertThat(Agreement.outputs(Agreement.as(type, loaded), inputs))
                .as("%s%nafter a save", description)
                .isEqualTo(Agreement.outputs(Agreement.as(type, network), inputs));
    }

    private static Model loaded(Model network) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ModelSerializer.writeModel(network, bytes, true);
            ByteArrayInputStream file = new ByteArrayInputStream(bytes.toByteArray());
            return network instanceof MultiLayerNetwork
                    ? ModelSerializer.restoreMultiLayerNetwork(file, true)
                    : ModelSerializer.restoreComputationGraph(file, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
