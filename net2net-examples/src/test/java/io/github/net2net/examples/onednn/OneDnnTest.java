package io.github.net2net.examples.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class OneDnnTest {
    private static final double TOLERANCE = 1e-5;

    private final DataSet batch = SampleNetworks.batch(8);

    @BeforeEach
    void skip_where_there_is_no_oneDNN() {
        Optional<String> obstacle = NativeLibrary.loaded().obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "skipped: " + obstacle.orElseThrow());
    }

    @Test
    void layers_of_every_kind_are_engaged_and_counted() {
        assertThat(OneDnn.engage(SampleNetworks.chain(DataType.FLOAT)))
                .hasToString("oneDNN: engaged (layers: 2 convolution, 1 batch normalisation, 2 pooling,"
                        + " 1 local response normalisation)");
        assertThat(OneDnn.engage(SampleNetworks.graph()))
                .hasToString("oneDNN: engaged (layers: 2 convolution, 1 batch normalisation, 1 pooling)");
    }

    @Test
    void a_network_without_such_layers_is_left_alone() {
        assertThat(OneDnn.engage(SampleNetworks.dense()))
                .hasToString("oneDNN: not engaged: the network has no layer that could use it");
    }

    @Test
    void a_double_network_is_left_alone() {
        assertThat(OneDnn.engage(SampleNetworks.chain(DataType.DOUBLE)))
                .hasToString("oneDNN: not engaged, training is slower:"
                        + " the network computes in DOUBLE, oneDNN in FLOAT only");
    }

    @Test
    void batch_normalisation_with_locked_scale_keeps_its_own_code() {
        assertThat(OneDnn.engage(SampleNetworks.lockedScale()).layers())
                .containsOnlyKeys(LayerKind.CONVOLUTION);
    }

    @Test
    void training_and_inference_really_go_through_the_helper_placed() {
        MultiLayerNetwork network = SampleNetworks.chain(DataType.FLOAT);
        var calls = new AtomicInteger();
        LayerKind.CONVOLUTION.setHelper(network.getLayer(0), new CountedConvolution(calls));

        network.output(batch.getFeatures());
        assertThat(calls).hasValue(1);
        network.fit(batch);
        assertThat(calls).hasValue(3);
    }

    @Test
    void outputs_and_gradients_agree_with_the_plain_code() {
        MultiLayerNetwork plain = SampleNetworks.chain(DataType.FLOAT);
        MultiLayerNetwork fast = plain.clone();
        OneDnn.engage(fast);

        assertClose(fast.output(batch.getFeatures()), plain.output(batch.getFeatures()));
        assertClose(SampleNetworks.gradient(fast, batch), SampleNetworks.gradient(plain, batch));
    }

    @Test
    void a_graphs_outputs_agree_with_the_plain_code() {
        var plain = SampleNetworks.graph();
        var fast = plain.clone();
        OneDnn.engage(fast);

        assertClose(fast.outputSingle(batch.getFeatures()), plain.outputSingle(batch.getFeatures()));
        plain.fit(batch);
        fast.fit(batch);
        assertClose(fast.params(), plain.params());
    }

    @Test
    void a_network_saved_and_loaded_can_be_engaged_again() throws IOException {
        MultiLayerNetwork network = SampleNetworks.chain(DataType.FLOAT);
        OneDnn.engage(network);
        network.fit(batch);
        var bytes = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, bytes, true);
        MultiLayerNetwork loaded =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(bytes.toByteArray()), true);

        assertThat(loaded.getLayer(0).getHelper()).isNull();
        assertThat(OneDnn.engage(loaded).engaged()).isTrue();
        assertThat(loaded.getLayer(0).getHelper()).isInstanceOf(OneDnnConvolution.class);
        assertThat(loaded.output(batch.getFeatures())).isEqualTo(network.output(batch.getFeatures()));
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        double scale = expected.amaxNumber().doubleValue();
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(TOLERANCE * scale);
    }
}
