package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.MaskUse;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of plans that depend on several options. */
class PlanNotesTest {
    private static final String APART =
            "the copies start apart (zero-sum noise, 0.5 of the weights' standard deviation), so"
                    + " training follows the teacher's approximately";
    private static final String NEW =
            "new weights that are no copies learn too, so training follows the teacher's approximately";

    private static Growth<GraphNet> growth(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher).donors(Donors.cyclic());
    }

    private static Growth<GraphNet> following() {
        return growth(Teachers.mlp()).learningRate(LearningRates.followTrajectory());
    }

    @Test
    void whatKeepsAStudentFromFollowingItsTeacherIsSaid() {
        assertThat(following().widen("fc1").to(12).plan().toString())
                .contains(APART)
                .doesNotContain(NEW);
        Growth<GraphNet> alike = following().breakSymmetry(SymmetryBreaking.none());
        assertThat(alike.widen("fc1").to(12).plan().toString()).doesNotContain("approximately");
        assertThat(alike.deepenAfter("fc1").plan().toString()).contains(NEW).doesNotContain("copies start");
        assertThat(alike.widen("fc1").donors(Donors.fresh()).to(8).plan().toString())
                .contains(NEW);
        assertThat(following().deepenAfter("fc1").plan().toString())
                .contains(NEW)
                .doesNotContain("copies start");
        assertThat(following()
                        .baseline(Baseline.RANDOM_PAD)
                        .widen("fc1")
                        .to(12)
                        .plan()
                        .toString())
                .doesNotContain("approximately");
        assertThat(growth(Teachers.mlp()).widen("fc1").to(12).plan().toString()).doesNotContain("approximately");
    }

    @Test
    void balancedSharesPromiseItToo() {
        Growth<GraphNet> balanced =
                growth(Teachers.mlp()).shares(Shares.balanced()).widen("fc1").to(12);
        assertThat(balanced.plan().toString()).contains(APART);
        assertThat(balanced.learningRate(LearningRates.times(0.1)).plan().toString())
                .doesNotContain("approximately");
    }

    @Test
    void noNoiseComesBeforeStepsThatAreMaskedByTheirValues() {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 2);
        net.dense("a", "in", 4);
        net.activation("b/act", net.dense("b", "a", 4), "relu");
        net.dense("c", net.activation("masks", "b/act", "identity"), 4);
        GraphNet sketch = net.output(net.dense("out", "c", 2)).build();
        GraphNet teacher = sketch.with(sketch.graph()
                .mapNodes(node -> node.name().equals("masks")
                        ? node.toBuilder().maskUse(MaskUse.COMPARES).build()
                        : node));
        String note = "b: gets no noise, whose rounding errors could change which steps are masked after it";
        assertThat(growth(teacher).widen("a").to(8).plan().toString()).contains(note);
        assertThat(growth(teacher).widen("b").to(8).plan().toString()).doesNotContain("gets no noise");
        assertThat(growth(teacher).widen("c").to(8).plan().toString()).doesNotContain("gets no noise");
        assertThat(growth(teacher)
                        .breakSymmetry(SymmetryBreaking.none())
                        .widen("a")
                        .to(8)
                        .plan()
                        .toString())
                .doesNotContain("gets no noise");
        GraphNet student = growth(teacher).widen("a").to(8).grow().network();
        assertThat(student.param("b", "W").at(5, 1))
                .isEqualTo(teacher.param("b", "W").at(1, 1) / 2);
    }

    @ParameterizedTest
    @CsvSource({
        "LSTM, an LSTM",
        "PReLU, a PReLU",
        "GRU, a GRU",
        "RNN, an RNN",
        "Identity, an Identity",
        "Sum, a Sum",
        "embedding, an embedding",
        "1D layer, a 1D layer",
        "x, a x",
        "unflattening, an unflattening"
    })
    void kindsHaveTheirArticles(String kind, String text) {
        NetSketch net = new NetSketch(4);
        net.source("in", 3, 2);
        net.lstm("layer", "in", 3);
        GraphNet sketch = net.output(net.dense("out", "layer", 2)).build();
        GraphNet teacher = sketch.with(sketch.graph()
                .mapNodes(node -> node.name().equals("layer")
                        ? node.toBuilder().kind(kind).build()
                        : node));
        assertThatThrownBy(() -> growth(teacher).enlargeKernel("layer").to(3))
                .hasMessage("cannot enlarge the kernel of 'layer': " + text + " has no kernel that can grow. Name a"
                        + " convolution. inspect() lists what can grow.");
    }

    @Test
    void namesOfNewLayers_replaceGeneratedOnes() {
        Growth<GraphNet> named = growth(Teachers.residual())
                .deepenAfter("fc", Deepening.identityUnit().names(List.of("extra")));
        assertThat(named.plan().toString()).contains("deepen after fc: new layer extra, identity, relu");
        GraphNet student = named.grow().network();
        assertThat(student.graph().layer("extra")).isNotEmpty();
        assertThatThrownBy(() -> growth(Teachers.residual())
                        .deepenAfter("fc", Deepening.identityUnit().names(List.of("extra", "more"))))
                .hasMessage(
                        "cannot deepen after 'fc': names(..) gives [extra, more], but the new layers are [fc_1]. Give one name"
                                + " for each, in this order.");
        assertThatThrownBy(() -> growth(Teachers.residual())
                        .deepenAfter("fc", Deepening.identityUnit().names(List.of("conv1"))))
                .hasMessage("cannot deepen after 'fc': names(..) gives 'conv1', which another layer has. Give another"
                        + " name.");
    }
}
