package io.github.net2net.dl4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.rule.Deepening;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Who opted in once stays in: through growth by itself, through loading and cloning by saying so. */
class KeepingEnabledTest {
    private final DataSet batch = SampleNetworks.batch(8);

    @TempDir
    private Path folder;

    @BeforeEach
    void skip_where_there_is_no_oneDNN() {
        Platform.assumeOneDnn();
    }

    @Test
    void a_network_loaded_and_enabled_puts_out_the_same_bits() throws IOException {
        MultiLayerNetwork network = OneDnn.enabled(SampleNetworks.chain(DataType.FLOAT));
        network.fit(batch);
        File file = folder.resolve("network.zip").toFile();
        network.save(file);

        assertThat(OneDnn.isEnabled(MultiLayerNetwork.load(file, true))).isFalse();
        MultiLayerNetwork loaded = OneDnn.enabled(MultiLayerNetwork.load(file, true));
        assertThat(helpers(loaded.getLayers())).isEqualTo(helpers(network.getLayers()));
        assertThat(loaded.output(batch.getFeatures())).isEqualTo(network.output(batch.getFeatures()));
        assertThat(loaded.getUpdater().getStateViewArray())
                .isEqualTo(network.getUpdater().getStateViewArray());
    }

    @Test
    void a_graph_loaded_and_enabled_puts_out_the_same_bits() throws IOException {
        ComputationGraph network = OneDnn.enabled(SampleNetworks.graph());
        network.fit(batch);
        File file = folder.resolve("network.zip").toFile();
        network.save(file);

        assertThat(OneDnn.isEnabled(ComputationGraph.load(file, true))).isFalse();
        ComputationGraph loaded = OneDnn.enabled(ComputationGraph.load(file, true));
        assertThat(helpers(loaded.getLayers())).isEqualTo(helpers(network.getLayers()));
        assertThat(loaded.outputSingle(batch.getFeatures())).isEqualTo(network.outputSingle(batch.getFeatures()));
    }

    @Test
    void a_clone_forgets_until_it_is_enabled() {
        MultiLayerNetwork network = OneDnn.enabled(SampleNetworks.chain(DataType.FLOAT));

        assertThat(OneDnn.isEnabled(network.clone())).isFalse();
        assertThat(OneDnn.isEnabled(OneDnn.enabled(network.clone()))).isTrue();
    }

    @Test
    void an_enabled_teachers_student_is_enabled_with_its_new_layers() {
        MultiLayerNetwork teacher = OneDnn.enabled(SampleNetworks.chain(DataType.FLOAT));

        MultiLayerNetwork student = Net2Net.from(teacher)
                .widen("layer0")
                .to(9)
                .deepenAfter("layer3", Deepening.identityUnit())
                .grow()
                .network();

        assertThat(helpers(student.getLayers()))
                .containsExactly(
                        OneDnnConvolution.class,
                        OneDnnBatchNormalization.class,
                        OneDnnPooling.class,
                        OneDnnConvolution.class,
                        OneDnnConvolution.class,
                        OneDnnPooling.class);
        Agreement.assertClose(student.output(batch.getFeatures()), teacher.output(batch.getFeatures()));
    }

    @Test
    void an_enabled_graphs_student_is_enabled_with_its_new_layers() {
        ComputationGraph teacher = OneDnn.enabled(SampleNetworks.graph());

        ComputationGraph student = Net2Net.from(teacher)
                .widen("left")
                .to(5)
                .deepenAfter("right", Deepening.identityUnit())
                .grow()
                .network();

        assertThat(helpers(student.getLayers()))
                .hasSize(helpers(teacher.getLayers()).size() + 1);
        assertThat(student.getLayer("right_1").getHelper()).isInstanceOf(OneDnnConvolution.class);
        Agreement.assertClose(student.outputSingle(batch.getFeatures()), teacher.outputSingle(batch.getFeatures()));
    }

    @Test
    void a_student_of_a_teacher_that_did_not_opt_in_is_not_enabled() {
        assertThat(OneDnn.isEnabled(Net2Net.from(SampleNetworks.chain(DataType.FLOAT))
                        .widen("layer0")
                        .to(9)
                        .grow()
                        .network()))
                .isFalse();
        assertThat(OneDnn.isEnabled(Net2Net.from(SampleNetworks.graph())
                        .widen("left")
                        .to(5)
                        .grow()
                        .network()))
                .isFalse();
    }

    /** The classes of the helpers there are. */
    private static List<Class<?>> helpers(Layer[] layers) {
        return Arrays.stream(layers)
                .map(Layer::getHelper)
                .filter(helper -> helper != null)
                .<Class<?>>map(LayerHelper::getClass)
                .toList();
    }
}
