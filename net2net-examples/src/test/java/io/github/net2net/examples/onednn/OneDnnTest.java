package io.github.net2net.examples.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

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
                .hasToString("oneDNN: engaged (layers: 2 convolution, 1 batch normalisation, 2 pooling)");
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
                .hasToString("oneDNN: not engaged:" + " the network computes in DOUBLE, oneDNN in FLOAT only");
    }

    @Test
    void batch_normalisation_with_locked_scale_keeps_its_own_code() {
        assertThat(OneDnn.engage(SampleNetworks.lockedScale()).layers()).containsOnlyKeys(LayerKind.CONVOLUTION);
    }

    @Test
    void training_and_inference_really_go_through_the_helper_placed() {
        MultiLayerNetwork network = SampleNetworks.chain(DataType.FLOAT);
        List<String> calls = new ArrayList<>();
        LayerKind.CONVOLUTION.setHelper(network.getLayer(0), recording(calls));

        network.output(batch.getFeatures());
        assertThat(calls).containsOnlyOnce("preOutput").doesNotContain("backpropGradient");
        network.fit(batch);
        assertThat(calls).containsOnlyOnce("backpropGradient");
    }

    private static ConvolutionHelper recording(List<String> calls) {
        var helper = new OneDnnConvolution(DataType.FLOAT);
        return (ConvolutionHelper) Proxy.newProxyInstance(
                OneDnnTest.class.getClassLoader(), new Class<?>[] {ConvolutionHelper.class}, (proxy, method, given) -> {
                    calls.add(method.getName());
                    return method.invoke(helper, given);
                });
    }

    @Test
    void outputs_and_gradients_agree_with_the_plain_code() {
        MultiLayerNetwork plain = SampleNetworks.chain(DataType.FLOAT);
        MultiLayerNetwork fast = plain.clone();
        OneDnn.engage(fast);

        assertClose(fast.output(batch.getFeatures()), plain.output(batch.getFeatures()));
        assertClose(SampleNetworks.gradient(fast, batch), SampleNetworks.gradient(plain, batch));
    }

    /* oneDNN raises to a power by an approximation: float rounding elsewhere, a few 1e-5 here. */
    @Test
    void local_response_normalisation_agrees_less_closely() {
        MultiLayerNetwork plain = SampleNetworks.withLocalResponseNormalization();
        MultiLayerNetwork fast = plain.clone();
        assertThat(OneDnn.engage(fast).layers()).containsEntry(LayerKind.LOCAL_RESPONSE_NORMALIZATION, 1);

        assertClose(fast.output(batch.getFeatures()), plain.output(batch.getFeatures()), 1e-4);
        assertClose(SampleNetworks.gradient(fast, batch), SampleNetworks.gradient(plain, batch), 1e-4);
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
        assertClose(actual, expected, TOLERANCE);
    }

    private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
        double scale = expected.amaxNumber().doubleValue();
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(tolerance * scale);
    }
}
