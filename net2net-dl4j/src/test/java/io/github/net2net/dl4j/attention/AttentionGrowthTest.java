package io.github.net2net.dl4j.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Comparison;
import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TeacherSnapshot;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.Deviation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** Every width, the number of heads and their size: exact in both modes and precisions, with masks and without. */
class AttentionGrowthTest {

    /** Ways to grow a network whose attention has the given number of output channels. */
    private static Map<String, UnaryOperator<Growth<Model>>> growths(String input, int channels) {
        Map<String, UnaryOperator<Growth<Model>>> growths = new LinkedHashMap<>();
        growths.put("input", g -> g.widen(input).by(6));
        growths.put("output", g -> g.widen("attention").by(7));
        growths.put(
                "given",
                g -> g.donors(Donors.given(1, 1, 1, 0)).widen("attention").to(channels + 4));
        growths.put(
                "fresh",
                g -> g.donors(Donors.fresh())
                        .widen("attention")
                        .by(3)
                        .widen(input)
                        .by(2));
        growths.put(
                "uneven",
                g -> g.breakSymmetry(SymmetryBreaking.unevenShares(0.7))
                        .widen("attention")
                        .by(8));
        growths.put("all", g -> g.widenAll(Layers.all()).times(2.5));
        growths.put("heads", g -> g.nHeads("attention").to(5));
        growths.put("one more head", g -> g.nHeads("attention").to(3));
        growths.put("head size", g -> g.headSize("attention").to(9));
        growths.put(
                "everything",
                g -> g.headSize("attention")
                        .to(5)
                        .widen("attention")
                        .by(3)
                        .nHeads("attention")
                        .to(4)
                        .widen(input)
                        .times(2)
                        .headSize("attention")
                        .to(7)
                        .widen("after")
                        .by(3));
        return growths;
    }

    private static Stream<Arguments> cases(String input, int channels) {
        return growths(input, channels).entrySet().stream()
                .flatMap(growth -> Stream.of(DataType.DOUBLE, DataType.FLOAT)
                        .map(type -> Arguments.of(growth.getKey(), type, growth.getValue())));
    }

    static Stream<Arguments> ofSelfAttention() {
        return cases("before", 6);
    }

    static Stream<Arguments> ofRecurrentAttention() {
        return cases("before", 5);
    }

    static Stream<Arguments> ofVertices() {
        return Stream.of("q", "k", "v").flatMap(input -> cases(input, 6));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("ofSelfAttention")
    void selfAttention_isExact(String name, DataType type, UnaryOperator<Growth<Model>> growth) {
        checkChain(type, AttentionTeachers.selfAttention().build(), growth);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("ofRecurrentAttention")
    void recurrentAttention_isExact(String name, DataType type, UnaryOperator<Growth<Model>> growth) {
        checkChain(type, AttentionTeachers.recurrentAttention().build(), growth);
        checkChain(type, AttentionTeachers.recurrentAttention().hasBias(false).build(), growth);
    }

    private static void checkChain(DataType type, Layer attention, UnaryOperator<Growth<Model>> growth) {
        MultiLayerNetwork teacher =
                AttentionTeachers.chain(AttentionTeachers.settings(type, new Adam(0.01)), attention);
        TeacherSnapshot snapshot = TeacherSnapshot.of(teacher);
        check(teacher, growth, AttentionTeachers.features(type));
        snapshot.assertUnchanged();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("ofVertices")
    void attentionVertex_isExact(String name, DataType type, UnaryOperator<Growth<Model>> growth) {
        ComputationGraph teacher = AttentionTeachers.graph(AttentionTeachers.settings(type, new Adam(0.01)));
        INDArray params = teacher.params().dup();
        String configuration = teacher.getConfiguration().toJson();
        ComputationGraph student = (ComputationGraph) check(teacher, growth, AttentionTeachers.twoFeatures(type));
        INDArray before = teacher.output(AttentionTeachers.twoFeatures(type))[0];
        INDArray after = student.output(AttentionTeachers.twoFeatures(type))[0];
        assertThat(before.sub(after).amaxNumber().doubleValue())
                .as("without the masks of its verification")
                .isLessThan(Tolerances.of(type));
        assertThat(teacher.params()).isEqualTo(params);
        assertThat(teacher.getConfiguration().toJson()).isEqualTo(configuration);
    }

    private static Model check(Model teacher, UnaryOperator<Growth<Model>> growth, INDArray... features) {
        Grown<Model> grown = growth.apply(Net2Net.from(teacher).seed(7))
                .verifyOn(Probes.features(features))
                .grow();
        assertThat(grown.plan().isExact()).isTrue();
        assertThat(grown.plan().isExactInTraining()).isTrue();
        Comparison comparison = grown.report().comparison();
        assertThat(comparison.deviations()).anyMatch(Deviation::masked);
        assertThat(comparison.largest())
                .as("%s", grown.plan())
                .isLessThanOrEqualTo(Tolerances.of(teacher.params().dataType()));
        assertThat(grown.network().params().length())
                .isGreaterThan(teacher.params().length());
        return grown.network();
    }

    @Test
    void recipe_andPlan_areReadFromJson_andReplayed() {
        MultiLayerNetwork teacher = selfAttention();
        Recipe recipe =
                Recipe.of().nHeads("attention").to(3).headSize("attention").to(6);
        assertThat(Recipe.fromJson(recipe.toJson())).isEqualTo(recipe);
        assertThat(recipe.toJson()).contains("\"nHeads\"").contains("\"headSize\"");
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher).apply(recipe).grow();
        GrowthPlan plan = GrowthPlan.fromJson(grown.plan().toJson());
        assertThat(plan).hasToString(grown.plan().toString());
        assertThat(Net2Net.from(teacher).replay(plan).grow().network().params())
                .isEqualTo(grown.network().params());
    }

    private static MultiLayerNetwork selfAttention() {
        return AttentionTeachers.chain(
                AttentionTeachers.settings(DataType.DOUBLE, new Adam(0.01)),
                AttentionTeachers.selfAttention().build());
    }

    @Test
    void plan_statesWhatBecomesOfEachParameter() {
        GrowthPlan plan = Net2Net.from(selfAttention())
                .nHeads("attention")
                .to(3)
                .headSize("attention")
                .to(8)
                .plan();
        assertThat(plan.toString()).isEqualTo("""
                        GrowthPlan  226 -> 562 parameters (+149%)   seed 0   exact
                                    1.8 kB -> 4.5 kB of parameters   multiply-adds per example unknown
                                    (the output size of 'before' is not known without Net2Net.from(network, inputTypes))
                         1 nHeads of attention 2 -> 3
                             attention.Wq  heads 2->3  add, initial values
                             attention.Wk  heads 2->3  add, initial values
                             attention.Wv  heads 2->3  add, initial values
                             attention.Wo  heads x size 8->12  add, weight zero
                         2 headSize of attention 4 -> 8
                             attention.Wq  size 4->8  add, initial values
                             attention.Wk  size 4->8  x 1.414; add, zero
                             attention.Wv  size 4->8  add, initial values
                             attention.Wo  heads x size 12->24  add, weight zero
                        optimizer: Adam, without state, because the teacher has none (iteration 0, epoch 0); learning rate: the teacher's""");
    }

    @Test
    void student_savedAndLoaded_isTheSame(@TempDir Path folder) throws IOException {
        Grown<ComputationGraph> grown = Net2Net.from(
                        AttentionTeachers.graph(AttentionTeachers.settings(DataType.DOUBLE, new Adam(0.01))))
                .nHeads("attention")
                .to(3)
                .widen("attention")
                .to(9)
                .widen("k")
                .to(6)
                .grow();
        File file = folder.resolve("student.zip").toFile();
        grown.network().save(file, true);
        ComputationGraph loaded = ComputationGraph.load(file, true);
        INDArray[] features = AttentionTeachers.twoFeatures(DataType.DOUBLE);
        assertThat(loaded.params()).isEqualTo(grown.network().params());
        assertThat(loaded.output(features)).isEqualTo(grown.network().output(features));
        loaded.fit(AttentionTeachers.twoData());
    }
}
