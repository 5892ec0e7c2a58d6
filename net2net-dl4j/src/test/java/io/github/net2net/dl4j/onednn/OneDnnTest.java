package io.github.net2net.dl4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

class OneDnnTest {
    private final DataSet batch = SampleNetworks.batch(8);

    @BeforeEach
    void skip_where_there_is_no_oneDNN() {
        Platform.assumeOneDnn();
    }

    @Test
    void layers_of_every_kind_are_enabled_and_counted() {
        assertThat(OneDnn.enable(SampleNetworks.chain(DataType.FLOAT)))
                .hasToString("oneDNN: enabled (layers: 2 convolution, 1 batch normalization, 2 pooling)");
        assertThat(OneDnn.enable(SampleNetworks.graph()))
                .hasToString("oneDNN: enabled (layers: 2 convolution, 1 batch normalization, 1 pooling)");
    }

    @Test
    void a_network_without_such_layers_is_left_alone() {
        assertThat(OneDnn.enable(SampleNetworks.dense()))
                .hasToString("oneDNN: not enabled: the network has no layer that could use it");
    }

    @Test
    void a_double_network_is_left_alone() {
        MultiLayerNetwork network = SampleNetworks.chain(DataType.DOUBLE);

        assertThat(OneDnn.enable(network))
                .hasToString("oneDNN: not enabled: the network computes in DOUBLE, oneDNN in FLOAT only");
        assertThat(OneDnn.isEnabled(network)).isFalse();
    }

    @Test
    void a_network_that_is_not_initialized_is_refused() {
        MultiLayerNetwork chain =
                new MultiLayerNetwork(SampleNetworks.chain(DataType.FLOAT).getLayerWiseConfigurations());
        ComputationGraph graph = new ComputationGraph(SampleNetworks.graph().getConfiguration());
        String refusal =
                "cannot enable oneDNN in a network that is not initialized: it has no layers yet. Call init() first.";

        assertThatThrownBy(() -> OneDnn.enable(chain)).hasMessage(refusal);
        assertThatThrownBy(() -> OneDnn.enable(graph)).hasMessage(refusal);
        assertThat(OneDnn.isEnabled(chain) || OneDnn.isEnabled(graph)).isFalse();
    }

    @Test
    void training_and_inference_really_go_through_the_helper_placed() {
        MultiLayerNetwork network = SampleNetworks.chain(DataType.FLOAT);
        List<String> calls = new ArrayList<>();
        HelperKind.CONVOLUTION.setHelper(network.getLayer(0), recording(calls));

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
    void a_networks_outputs_and_gradients_agree_with_the_plain_code() {
        Agreement.check(SampleNetworks.chain(DataType.FLOAT), batch);
    }

    @Test
    void a_graphs_outputs_and_training_agree_with_the_plain_code() {
        var plain = SampleNetworks.graph();
        var fast = OneDnn.enabled(plain.clone());

        Agreement.assertClose(fast.outputSingle(batch.getFeatures()), plain.outputSingle(batch.getFeatures()));
        plain.fit(batch);
        fast.fit(batch);
        Agreement.assertClose(fast.params(), plain.params());
    }
}
