package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.SymmetryBreaking;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** All that add to one trunk have one width and one map. */
class ResidualTrunkTest {
    private final ComputationGraph teacher = GraphTeachers.residual();

    private ComputationGraph widened(String member) {
        return Net2Net.from(teacher)
                .donors(Donors.cyclic())
                .breakSymmetry(SymmetryBreaking.none())
                .widen(member)
                .to(7)
                .grow()
                .network();
    }

    private double deviation(ComputationGraph student) {
        return Net2Net.compare(teacher, student, Probes.features(GraphTeachers.images()))
                .largest();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a2", "b2"})
    void naming_any_member_gives_the_same_student(String member) {
        ComputationGraph byStem = widened("stem");
        ComputationGraph byMember = widened(member);

        assertThat(deviation(byStem)).isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(byMember.params().dup().data().asDouble())
                .isEqualTo(byStem.params().dup().data().asDouble());
        assertThat(byMember.getConfiguration().toJson())
                .isEqualTo(byStem.getConfiguration().toJson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stem", "a2", "b2"})
    void random_donors_are_shared_by_the_trunk(String member) {
        ComputationGraph student =
                Net2Net.from(teacher).widen(member).to(11).seed(3).grow().network();

        for (String layer : new String[] {"stem", "a2", "b2"}) {
            assertThat(student.getLayer(layer).getParam("b").length()).isEqualTo(11);
        }
        assertThat(student.getLayer("a1").getParam("b").length()).isEqualTo(3);
        assertThat(deviation(student)).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stem", "a2", "b2"})
    void a_map_of_its_own_for_one_member_is_caught(String member) {
        ComputationGraph student = widened("stem");
        INDArray weights = student.getLayer(member).getParam("W");
        INDArray bias = student.getLayer(member).getParam("b");
        for (int copy = 4; copy < 7; copy++) {
            int other = 7 - copy;
            weights.get(NDArrayIndex.point(copy))
                    .assign(weights.get(NDArrayIndex.point(other)).dup());
            bias.putScalar(copy, bias.getDouble(other));
        }

        assertThat(deviation(student)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    @Test
    void inner_layers_of_a_block_are_widened_alone() {
        ComputationGraph student =
                Net2Net.from(teacher).widen("b1").to(9).grow().network();

        assertThat(student.getLayer("stem").getParam("b").length()).isEqualTo(4);
        assertThat(student.getLayer("b1").getParam("b").length()).isEqualTo(9);
        assertThat(deviation(student)).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }
}
