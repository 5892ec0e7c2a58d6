package io.github.net2net.dl4j.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.saving.GrownFile;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.SymmetryBreaking;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** Text classifiers grow: an embedding, recurrent layers, the last step, dense layers. */
class TextTest {
    private static final INDArray WORDS = Sequences.words(1, Sequences.VOCABULARY);

    @TempDir
    Path folder;

    private static DataSet labeled(long seed) {
        return TestNetworks.labeled(Sequences.words(seed, Sequences.VOCABULARY));
    }

    private static MultiLayerNetwork trained(IUpdater updater) {
        MultiLayerNetwork teacher = Sequences.text(Sequences.settings(updater));
        for (int i = 0; i < 3; i++) {
            teacher.fit(labeled(i));
        }
        return teacher;
    }

    @Test
    void everyLayer_widens_deepens_andIsSaved() throws Exception {
        Grown<MultiLayerNetwork> grown = Net2Net.from(trained(new Adam(0.01)))
                .widen("embedding")
                .to(7)
                .widen("first")
                .by(3)
                .widen("last")
                .times(2)
                .deepenAfter("dense")
                .verifyOn(Probes.features(WORDS))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
        assertThat(grown.report().comparison().deviations().stream().anyMatch(each -> each.masked()))
                .isTrue();
        assertThat(grown.plan().toString())
                .contains(
                        "embedding.W  out 4->7  copy",
                        "last.RW  recurrent 5->10  copy, divide by copies; gates 20->40  copy");
        MultiLayerNetwork student = grown.network();
        double before = student.score(labeled(1));
        for (int i = 0; i < 20; i++) {
            student.fit(labeled(1));
        }
        assertThat(student.score(labeled(1))).isLessThan(before);
        Path file = folder.resolve("student.zip");
        GrownFile.of(grown).write(file);
        assertThat(MultiLayerNetwork.load(file.toFile(), true).numParams()).isEqualTo(student.numParams());
    }

    static List<IUpdater> updaters() {
        return List.of(new Sgd(0.3), new Nesterovs(0.1, 0.9), new Adam(0.01));
    }

    /**
     * With all channels twice, one rate for a recurrent layer's weights serves those that read the input and those that read
     * the output: both read twice as many channels.
     */
    @ParameterizedTest
    @MethodSource("updaters")
    void studentOfDoubleWidth_followsTheTeacher(IUpdater updater) {
        MultiLayerNetwork teacher = trained(updater);
        MultiLayerNetwork student = Net2Net.from(teacher)
                .widenAll(Layers.all())
                .times(2)
                .donors(Donors.cyclic())
                .breakSymmetry(SymmetryBreaking.none())
                .learningRate(LearningRates.followTrajectory())
                .grow()
                .network();
        INDArray before = teacher.output(WORDS).dup();
        for (int i = 3; i < 28; i++) {
            teacher.fit(labeled(i));
            student.fit(labeled(i));
        }
        assertThat(teacher.output(WORDS).distance2(before)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
        assertThat(teacher.output(WORDS).distance2(student.output(WORDS))).isLessThan(Tolerances.TRAJECTORY);
    }

    @Test
    void vocabulary_isExtended() {
        MultiLayerNetwork teacher = trained(new Adam(0.01));
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .extendVocabulary("embedding")
                .by(4)
                .widen("embedding")
                .to(6)
                .verifyOn(Probes.features(WORDS))
                .grow();
        assertThat(grown.plan().toString())
                .contains(
                        "extend vocabulary of embedding 9 -> 13", "embedding.W  vocabulary 9->13  add, initial values");
        assertThat(grown.plan().isExact()).isTrue();
        MultiLayerNetwork student = grown.network();
        assertThat(student.output(WORDS).distance2(teacher.output(WORDS))).isLessThan(Tolerances.DOUBLE);
        assertThat(((FeedForwardLayer) student.getLayer("embedding").conf().getLayer()).getNIn())
                .isEqualTo(13);
        INDArray rows = TestNetworks.param(student, "embedding", "W");
        INDArray added =
                rows.get(NDArrayIndex.interval(9, 13), NDArrayIndex.all()).dup();
        assertThat(added.norm2Number().doubleValue()).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
        student.fit(TestNetworks.labeled(Sequences.words(3, 13)));
        assertThat(rows.get(NDArrayIndex.interval(9, 13), NDArrayIndex.all()).distance2(added))
                .as("new rows learn")
                .isGreaterThan(Tolerances.APART);
    }

    @Test
    void vocabularyOfOneOfTwoEmbeddings_tellsOfTheOther() {
        ComputationGraph teacher = new ComputationGraph(Sequences.settings(new Sgd(0.1))
                .graphBuilder()
                .addInputs("in")
                .addLayer("words", embeddings(4), "in")
                .addLayer("more", embeddings(3), "in")
                .addVertex("both", new MergeVertex(), "words", "more")
                .addLayer("out", new RnnOutputLayer.Builder().nIn(7).nOut(2).build(), "both")
                .setOutputs("out")
                .build());
        teacher.init();
        String note = " entries, so new indices need its vocabulary extended too";
        assertThat(Net2Net.from(teacher)
                        .extendVocabulary("words")
                        .by(3)
                        .extendVocabulary("more")
                        .by(3)
                        .plan()
                        .toString())
                .contains("more reads the same indices and has 9" + note)
                .doesNotContain("words reads the same indices");
    }

    private static EmbeddingSequenceLayer embeddings(int width) {
        return new EmbeddingSequenceLayer.Builder()
                .nIn(Sequences.VOCABULARY)
                .nOut(width)
                .inferInputLength(true)
                .build();
    }

    @Test
    void vocabularyThatCanNotGrow_isRefused() {
        MultiLayerNetwork teacher = trained(new Sgd(0.1));
        assertThatThrownBy(() -> Net2Net.from(teacher).extendVocabulary("dense").by(1))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot extend the vocabulary of 'dense': a dense layer has no vocabulary. Name an embedding."
                                + " inspect() lists what can grow.");
        assertThatThrownBy(() ->
                        Net2Net.from(teacher).extendVocabulary("embedding").to(9))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot extend the vocabulary of 'embedding' to 9: it has 9 entries now, and can only grow, to"
                                + " at most 2147483647. Give a number in between.");
    }

    @Test
    void embeddingOfOneWord_widens() {
        MultiLayerNetwork teacher = Sequences.initialized(Sequences.settings(new Sgd(0.1))
                .list(
                        new EmbeddingLayer.Builder()
                                .name("embedding")
                                .nIn(Sequences.VOCABULARY)
                                .nOut(4)
                                .hasBias(true)
                                .build(),
                        TestNetworks.softmax("out"))
                .setInputType(org.deeplearning4j.nn.conf.inputs.InputType.feedForward(Sequences.VOCABULARY))
                .build());
        INDArray words = Sequences.words(2, Sequences.VOCABULARY).reshape('c', 30, 1);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .widen("embedding")
                .to(9)
                .extendVocabulary("embedding")
                .to(20)
                .verifyOn(Probes.features(words))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
        assertThat(grown.network().params().dataType()).isEqualTo(DataType.DOUBLE);
    }
}
