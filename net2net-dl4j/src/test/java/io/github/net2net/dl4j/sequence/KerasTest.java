package io.github.net2net.dl4j.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Comparison;
import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Networks that DL4J imports from Keras grow exactly. {@code src/test/keras/make_models.py} wrote the files, as Keras 2 saves
 * sequential and functional models.
 */
class KerasTest {
    private static InputStream file(String name) {
        return Objects.requireNonNull(KerasTest.class.getResourceAsStream("/keras/" + name + ".h5"), name);
    }

    private static MultiLayerNetwork sequential(String name) throws Exception {
        try (InputStream model = file(name)) {
            return KerasModelImport.importKerasSequentialModelAndWeights(model, false)
                    .convertDataType(DataType.DOUBLE);
        }
    }

    private static <N extends Model> void assertExact(Growth<N> growth, N teacher, INDArray features) {
        assertThat(growth.plan().isExactInTraining()).isTrue();
        N student = growth.grow().network();
        assertThat(student.numParams()).isGreaterThan(teacher.numParams());
        Comparison comparison = Net2Net.compare(teacher, student, Probes.features(features));
        assertThat(comparison.largest()).as("%s", comparison).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    @Test
    void textClassifier_grows() throws Exception {
        MultiLayerNetwork teacher = sequential("text");
        assertExact(
                Net2Net.from(teacher)
                        .widen("words")
                        .to(9)
                        .widen("lstm")
                        .to(11)
                        .extendVocabulary("words")
                        .by(5)
                        .deepenAfter("hidden"),
                teacher,
                words());
    }

    private static INDArray words() {
        return TestNetworks.random(1, DataType.DOUBLE, 4, 7)
                .addi(1)
                .muli(9.9)
                .castTo(DataType.INT32)
                .castTo(DataType.DOUBLE);
    }

    @Test
    void bidirectionalLayer_grows() throws Exception {
        MultiLayerNetwork teacher = sequential("both_directions");
        assertExact(
                Net2Net.from(teacher).widen("both").to(7).widen("last").to(8),
                teacher,
                TestNetworks.random(2, DataType.DOUBLE, 4, 7, 3));
    }

    @Test
    void separableConvolutions_grow() throws Exception {
        MultiLayerNetwork teacher = sequential("separable_images");
        assertExact(
                Net2Net.from(teacher)
                        .breakSymmetry(SymmetryBreaking.none())
                        .widenAll(Layers.all())
                        .times(1.7),
                teacher,
                TestNetworks.random(3, DataType.DOUBLE, 4, 8, 8, 3));
    }

    @Test
    void residualNetwork_grows() throws Exception {
        ComputationGraph teacher;
        try (InputStream model = file("residual")) {
            teacher = KerasModelImport.importKerasModelAndWeights(model, false).convertDataType(DataType.DOUBLE);
        }
        assertExact(
                Net2Net.from(teacher)
                        .widen("second")
                        .to(9)
                        .widen("first")
                        .times(1.5)
                        .deepenAfter("first", Deepening.identityUnit().withoutBatchNorm()),
                teacher,
                TestNetworks.random(4, DataType.DOUBLE, 4, 8, 8, 3));
    }

    /** There is nothing to grow: this version of DL4J imports no attention layer of Keras'. */
    @Test
    void attention_isNotImportedByDl4j() throws IOException {
        try (InputStream model = file("attention")) {
            assertThatThrownBy(() -> KerasModelImport.importKerasModelAndWeights(model, false))
                    .hasMessageContaining("Attention");
        }
    }
}
