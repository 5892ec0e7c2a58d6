package io.github.net2net.dl4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Comparison;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.model.NASNet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks that people use, with random weights and random batch norm statistics. */
class ZooTest {

    @ParameterizedTest
    @EnumSource(names = {"SQUEEZE_NET", "FACE_NET"})
    void small_network_grows_in_single_layers_and_as_a_whole(ZooNetwork zoo) {
        check(zoo);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SQUEEZE_NET", "FACE_NET"})
    @Tag("long")
    void large_network_grows_in_single_layers_and_as_a_whole(ZooNetwork zoo) {
        check(zoo);
    }

    /** DL4J's activation is the sigmoid unless another is set, even where an activation layer follows. */
    @ParameterizedTest
    @CsvSource({
        "SQUEEZE_NET, fire4_exp1x1, sigmoid",
        "XCEPTION, block1_conv2, sigmoid",
        "DARKNET_19, convolution2d_4, leakyrelu(a=0.1)"
    })
    void identity_unit_behind_what_is_not_idempotent_is_refused(ZooNetwork zoo, String layer, String activation) {
        Growth<ComputationGraph> growth = Net2Net.from(zoo.untrained());

        assertThatThrownBy(() -> growth.deepenAfter(layer, Deepening.identityUnit()))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot deepen after '" + layer + "'")
                .hasMessageContaining(activation);
        assertThat(growth.deepenAfter(layer).plan().isExact()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQUEEZE_NET", "FACE_NET"})
    void fault_in_one_layer_is_seen_in_the_output(ZooNetwork zoo) {
        ComputationGraph teacher = zoo.teacher();
        ComputationGraph student =
                singleLayers(zoo, Net2Net.from(teacher)).grow().network();
        String layer = zoo == ZooNetwork.SQUEEZE_NET ? "fire3_sq1x1" : "3c-3x3";
        student.getLayer(layer).getParam("W").muli(1.1);

        assertThat(Net2Net.compare(teacher, student, Probes.features(zoo.features(8)))
                        .largest())
                .isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    /** There is nothing to grow: DL4J's NASNet fails before it has any layer. */
    @Test
    void nasNet_canNotBeBuilt() {
        assertThatThrownBy(() -> NASNet.builder()
                        .numClasses(7)
                        .inputShape(new int[] {3, 224, 224})
                        .build()
                        .init())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cannot calculate activation types if no inputs have been set");
    }

    private static void check(ZooNetwork zoo) {
        ComputationGraph teacher = zoo.teacher();
        assertPreserved(zoo, teacher, singleLayers(zoo, Net2Net.from(teacher)));
        Growth<ComputationGraph> whole = Net2Net.from(teacher)
                .breakSymmetry(SymmetryBreaking.none())
                .widenAll(Layers.all())
                .times(Math.sqrt(2));
        assertThat(whole.plan()
                        .toString()
                        .lines()
                        .filter(line -> line.contains("skipped"))
                        .map(String::strip))
                .containsExactlyElementsOf(skipped(zoo));
        assertPreserved(zoo, teacher, whole);
    }

    private static void assertPreserved(ZooNetwork zoo, ComputationGraph teacher, Growth<ComputationGraph> growth) {
        assertThat(growth.plan().isExactInTraining()).isTrue();
        ComputationGraph student = growth.grow().network();
        Comparison comparison = Net2Net.compare(teacher, student, Probes.features(zoo.features(8)));
        assertThat(student.numParams()).isGreaterThan(teacher.numParams());
        assertThat(comparison.largest()).as("%s", comparison).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    private static Growth<ComputationGraph> singleLayers(ZooNetwork zoo, Growth<ComputationGraph> growth) {
        return switch (zoo) {
            case SQUEEZE_NET -> widened(growth, "conv1", "fire3_sq1x1", "fire5_exp3x3");
            case FACE_NET -> deepened(widened(growth, "inception-3a-cnn1-0", "3c-3x3"), "inception-2-cnn1");
            case DARKNET_19 -> widened(growth, "convolution2d_3", "convolution2d_9", "convolution2d_18");
            case U_NET -> deepened(widened(growth, "conv1-1", "conv1-2", "up6-2"), "conv4-1");
            case VGG_19 -> deepened(widened(growth, "1", "6", "18"), "3");
            case LE_NET -> deepened(widened(growth, "0", "2"), "4");
            case ALEX_NET -> widened(growth, "6", "10");
            case SIMPLE_CNN -> widened(growth, "0", "9");
            case TINY_YOLO -> widened(growth, "convolution2d_3", "convolution2d_8");
            case YOLO_2 -> widened(growth, "convolution2d_3", "convolution2d_13", "convolution2d_21");
            case TEXT_GENERATION_LSTM -> widened(growth, "0", "1");
            case VGG_16 -> deepened(widened(growth, "1", "6", "18"), "3");
            case XCEPTION -> widened(growth, "block1_conv2", "block5_sepconv2", "residual2_conv");
            case RES_NET_50 -> deepened(widened(growth, "res2a_branch2c", "res3b_branch2a"), "res4b_branch2a");
            case INCEPTION_RES_NET_V1 ->
                deepened(widened(growth, "stem-cnn2", "resnetA-cnn3-1", "resnetA-cnn7-2"), "stem-cnn1");
        };
    }

    private static Growth<ComputationGraph> widened(Growth<ComputationGraph> growth, String... layers) {
        Growth<ComputationGraph> widened = growth;
        for (String layer : layers) {
            widened = widened.widen(layer).times(1.3);
        }
        return widened;
    }

    private static Growth<ComputationGraph> deepened(Growth<ComputationGraph> growth, String layer) {
        return growth.deepenAfter(layer, Deepening.identityUnit().withoutBatchNorm());
    }

    private static List<String> skipped(ZooNetwork zoo) {
        String softmax = " is a softmax over its channels, so copies would change every channel's result";
        String neighbors = " normalizes each channel by its neighbors, so copies would change the result";
        String boxes = " reads each channel as a number of a bounding box or as a class";
        String norm =
                "skipped bottleneck: 'embeddings' divides by a norm over all channels (L2 normalization), so each of"
                        + " its channels must be copied equally often, and the whole number nearest to 1.4142135623730951 is 1;"
                        + " give 1.5 or more";
        return switch (zoo) {
            case SQUEEZE_NET -> List.of("skipped conv10: 'softmax'" + softmax);
            case FACE_NET ->
                List.of(
                        "skipped stem-cnn1: 'stem-lrn1'" + neighbors,
                        "skipped inception-2-cnn2: 'inception-2-lrn1'" + neighbors,
                        norm,
                        "skipped lossLayer: 'lossLayer'" + softmax);
            case DARKNET_19 -> List.of("skipped convolution2d_19: 'softmax'" + softmax);
            case U_NET -> List.of("skipped conv10: 'output' is an output of the network");
            case VGG_16 -> List.of("skipped 20: '20'" + softmax);
            case VGG_19 -> List.of("skipped 22: '22'" + softmax);
            case LE_NET -> List.of("skipped 5: '5'" + softmax);
            case ALEX_NET ->
                List.of("skipped 0: '1'" + neighbors, "skipped 3: '5'" + neighbors, "skipped 12: '12'" + softmax);
            case SIMPLE_CNN -> List.of("skipped 30: '32'" + softmax);
            case TINY_YOLO -> List.of("skipped convolution2d_9: 'outputs'" + boxes);
            case YOLO_2 -> List.of("skipped convolution2d_23: 'outputs'" + boxes);
            case TEXT_GENERATION_LSTM -> List.of("skipped 2: '2'" + softmax);
            case XCEPTION -> List.of("skipped predictions: 'predictions'" + softmax);
            case RES_NET_50 -> List.of("skipped output: 'output'" + softmax);
            case INCEPTION_RES_NET_V1 -> List.of(norm, "skipped outputLayer: 'outputLayer'" + softmax);
        };
    }
}
