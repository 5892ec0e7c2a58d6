package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Doubles;
import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.toward.Targets;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** Baselines of every way to grow: what their parameters are, and that the plan says that nothing is preserved. */
class BaselinesTest {
    private static final INDArray IMAGES = TestNetworks.images(3, CNN2DFormat.NCHW);

    /** A way to grow. */
    private interface Way extends UnaryOperator<Growth<ComputationGraph>> {}

    /** Words, self-attention with one head, an LSTM. */
    private static ComputationGraph text() {
        return TestNetworks.network(
                        TestNetworks.settings(),
                        InputType.recurrent(1, 6),
                        new EmbeddingSequenceLayer.Builder()
                                .name("words")
                                .nIn(9)
                                .nOut(4)
                                .inputLength(6)
                                .build(),
                        new SelfAttentionLayer.Builder()
                                .name("attention")
                                .nIn(4)
                                .nOut(4)
                                .nHeads(1)
                                .projectInput(true)
                                .build(),
                        new LSTM.Builder().name("lstm").nOut(5).build(),
                        new GlobalPoolingLayer.Builder(PoolingType.AVG).build(),
                        TestNetworks.softmax("out"))
                .toComputationGraph();
    }

    private static ComputationGraph cnn() {
        ComputationGraph network = TestNetworks.cnn(
                        CNN2DFormat.NCHW, true, TestNetworks.settings().updater(new Adam(0.01)))
                .toComputationGraph();
        network.fit(TestNetworks.labeled(IMAGES));
        return network;
    }

    private static Arguments of(String name, ComputationGraph teacher, Way way) {
        return Arguments.of(name, teacher, way);
    }

    static Stream<Arguments> ways() {
        return Stream.concat(channelsAndLayers(), others());
    }

    private static Stream<Arguments> channelsAndLayers() {
        ComputationGraph cnn = cnn();
        ComputationGraph text = text();
        Deepening.BatchNorm calibrated = Calibration.calibratedOn(IMAGES);
        return Stream.of(
                of("widen", cnn, g -> g.widen("0").to(7)),
                of("fresh", cnn, g -> g.donors(Donors.fresh()).widen("0").to(7)),
                of(
                        "dropout",
                        cnn,
                        g -> g.breakSymmetry(SymmetryBreaking.dropout(0.3))
                                .widen("5")
                                .to(9)),
                of("widenAll", cnn, g -> g.widenAll(Layers.all()).times(1.5)),
                of("budget", cnn, g -> g.widenAll(Layers.all()).toBudget(2000)),
                of(
                        "identity",
                        cnn,
                        g -> g.deepenAfter("0", Deepening.identityUnit().batchNorm(calibrated))),
                of(
                        "wider unit",
                        cnn,
                        g -> g.deepenAfter("4", Deepening.identityUnit().width(9))),
                of("pair", cnn, g -> g.deepenAfter("5", Deepening.pairIdentity())),
                of(
                        "residual",
                        cnn,
                        g -> g.deepenAfter("2", Deepening.zeroResidual().width(3))),
                of("separable", cnn, g -> g.deepenAfter("4", Deepening.separable())),
                of("slopes", cnn, g -> g.deepenAfter("5", Deepening.slopes())),
                of("recurrent", text, g -> g.deepenAfter("2", Deepening.zeroRecurrent())));
    }

    private static Stream<Arguments> others() {
        ComputationGraph cnn = cnn();
        ComputationGraph text = text();
        ComputationGraph narrow = Targets.trained(Targets.bottlenecks(1, 4));
        return Stream.of(
                of("enlargeKernel", cnn, g -> g.enlargeKernel("4").to(5, 5)),
                of("addInputs", cnn, g -> g.addInputs("in", 2)),
                of("addClasses", cnn, g -> g.addClasses(2)),
                of("factorize", cnn, g -> g.factorize("4").kernelLast().to(5)),
                of(
                        "kernelFirst",
                        cnn,
                        g -> g.factorize("4").kernelFirst().withSlopes().to(5)),
                of("nHeads", text, g -> g.nHeads("1").to(2)),
                of("headSize", text, g -> g.headSize("1").to(6)),
                of("vocabulary", text, g -> g.extendVocabulary("0").by(3)),
                of("toward", narrow, g -> g.toward(Targets.bottlenecks(2, 6))));
    }

    private static Grown<ComputationGraph> grown(ComputationGraph teacher, Way way, Baseline baseline) {
        Growth<ComputationGraph> growth = way.apply(Net2Net.from(teacher));
        Grown<ComputationGraph> grown = growth.baseline(baseline).grow();
        String text =
                "NOT PRESERVING (" + baseline.name().toLowerCase(Locale.ROOT).replace('_', '-') + " baseline)";
        assertThat(grown.plan().toString()).contains(text);
        assertThat(grown.report().toString()).contains(text);
        assertThat(grown.plan().isExact()).isFalse();
        assertThat(grown.plan().isExactInTraining()).isFalse();
        assertThat(grown.plan().copies()).isEmpty();
        GrowthPlan read = GrowthPlan.fromJson(grown.plan().toJson());
        assertThat(read.toString()).startsWith(grown.plan().toString());
        assertThat(grown.plan().studentParameters()).isEqualTo(growth.plan().studentParameters());
        assertThat(grown.network().params().isNaN().any()).isFalse();
        return grown;
    }

    /** The same architecture, initialized by DL4J. */
    private static Map<String, INDArray> initial(ComputationGraph student) {
        ComputationGraph network =
                new ComputationGraph(student.getConfiguration().clone());
        network.init();
        return network.paramTable();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void fromScratch_isTheArchitectureInitializedAnew(String name, ComputationGraph teacher, Way way) {
        ComputationGraph student = grown(teacher, way, Baseline.FROM_SCRATCH).network();
        initial(student)
                .forEach((param, value) ->
                        assertThat(student.getParam(param)).as(param).isEqualTo(value));
        assertThat(student.getIterationCount()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void randomInit_initializesWhatGrows_andKeepsTheRest(String name, ComputationGraph teacher, Way way) {
        ComputationGraph student = grown(teacher, way, Baseline.RANDOM_INIT).network();
        Map<String, INDArray> teachers = teacher.paramTable();
        int anew = 0;
        for (Map.Entry<String, INDArray> initial : initial(student).entrySet()) {
            INDArray value = student.getParam(initial.getKey());
            boolean kept = value.equals(teachers.get(initial.getKey()));
            assertThat(kept || value.equals(initial.getValue()))
                    .as(initial.getKey())
                    .isTrue();
            anew += kept ? 0 : 1;
        }
        assertThat(anew).isPositive();
        assertThat(student.getIterationCount()).isEqualTo(teacher.getIterationCount());
    }

    /** Every element is the teacher's, somewhere in its array of that name, or what the initializer made. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void randomPad_keepsTheTeachersElements(String name, ComputationGraph teacher, Way way) {
        ComputationGraph student = grown(teacher, way, Baseline.RANDOM_PAD).network();
        Map<String, INDArray> initial = initial(student);
        student.paramTable().forEach((param, value) -> {
            double[] fresh = initial.get(param).dup('c').data().asDouble();
            double[] own = value.dup('c').data().asDouble();
            INDArray teachers = teacher.paramTable().get(param);
            List<Double> known = teachers == null
                    ? List.of()
                    : Doubles.asList(teachers.dup('c').data().asDouble());
            int left = 0;
            for (int i = 0; i < own.length; i++) {
                boolean ofTeacher = known.contains(own[i]);
                left += ofTeacher ? 1 : 0;
                assertThat(ofTeacher || own[i] == fresh[i]).as(param + " " + i).isTrue();
            }
            boolean factor = name.equals("factorize") || name.equals("kernelFirst");
            assertThat(left >= known.size() || factor).as(param).isTrue();
        });
    }
}
