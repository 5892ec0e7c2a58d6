package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.NetGraph;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import org.junit.jupiter.api.Test;

/** Targets that are like the network but for names, connections or batch norms. */
class TowardNotesTest {

    private static Growth<GraphNet> growth(GraphNet network) {
        return Growth.of(new GraphNetAdapter(), network);
    }

    /** Two dense layers of the given names and widths, one after the other. */
    private static GraphNet chain(String first, String second, int width) {
        NetSketch net = new NetSketch(2);
        net.source("in", 3, 1);
        net.activation(first + "/act", net.dense(first, "in", width), "relu");
        net.dense(second, first + "/act", 2);
        return net.output(second).build();
    }

    @Test
    void otherNamesAreListed() {
        assertThatThrownBy(() ->
                        growth(chain("a", "b", 4)).toward(chain("p", "q", 4).graph()))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot grow toward the target: the network has its structure already.\n"
                        + "  layers have other names than in the target: a is its p, b is its q");
        assertThat(growth(chain("a", "b", 4))
                        .toward(chain("p", "b", 6).graph())
                        .plan()
                        .toString())
                .contains("layers have other names than in the target: a is its p\n")
                .contains(" 1 widen a 4 -> 6");
        assertThat(growth(chain("a", "b", 4))
                        .toward(chain("a", "b", 6).graph())
                        .plan()
                        .toString())
                .doesNotContain("other names");
    }

    /** A layer of the target's name and kind becomes that, though another one comes first. */
    @Test
    void namesDecide_whereStructureDoesNot() {
        GraphNet teacher = pair("a", "b", 4, 4);
        NetGraph target = pair("b", "a", 4, 7).graph();
        GraphNet student = growth(teacher).toward(target).grow().network();
        assertThat(student.graph().channels("a")).isEqualTo(7);
        assertThat(student.graph().channels("b")).isEqualTo(4);
        assertThat(growth(teacher).toward(target).plan().toString()).doesNotContain("other names");
    }

    /** Two dense layers beside each other, concatenated in this order. */
    private static GraphNet pair(String first, String second, int one, int other) {
        NetSketch net = new NetSketch(2);
        net.source("in", 3, 1);
        net.dense(first, "in", one);
        net.dense(second, "in", other);
        return net.output(net.dense(
                        "out",
                        net.concat("both", first.equals("a") ? first : second, first.equals("a") ? second : first),
                        2))
                .build();
    }

    private static GraphNet summed(boolean chained, String... order) {
        NetSketch net = new NetSketch(2);
        net.source("in", 4, 1);
        net.dense("a", "in", 4);
        net.dense("b", chained ? "a" : "in", 4);
        return net.output(net.dense("out", net.sum("sum", order), 2)).build();
    }

    @Test
    void sumsMayBeInAnyOrder_andConnectionsMayNotDiffer() {
        assertThatThrownBy(() -> growth(summed(false, "a", "b"))
                        .toward(summed(false, "b", "a").graph()))
                .hasMessage("cannot grow toward the target: the network has its structure already.");
        assertThatThrownBy(() -> growth(summed(false, "a", "b"))
                        .toward(summed(true, "a", "b").graph()))
                .isInstanceOf(GrowthException.class)
                .hasMessage("""
                        cannot grow toward the target. What is in the way:
                          b: it reads [in], in the target [a], and connections can't be changed
                        No step leads nearer to it.""");
    }

    @Test
    void batchNormsOfNewLayers_needValues() {
        GraphNet teacher = Teachers.residual();
        Batch batch = Batch.random(teacher, Teachers.POSITIONS, 5);
        NetGraph target = growth(teacher)
                .deepenAfter("conv3", Deepening.identityUnit().batchNorm(Deepening.uncalibrated()))
                .grow()
                .network()
                .graph();
        assertThatThrownBy(() -> growth(teacher).toward(target))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot grow toward the target: layers with batch norms have to be inserted, which are the"
                        + " identity only once they are calibrated on data. Use toward(target, calibratedOn(data)), or"
                        + " uncalibrated() for an identity in inference only.");
        GraphNet student = growth(teacher)
                .toward(target, Deepening.calibratedOn(batch))
                .grow()
                .network();
        assertThat(student.graph().layers()).isEqualTo(target.layers());
        assertThat(batch.deviation(teacher, student)).isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(growth(teacher)
                        .toward(target, Deepening.uncalibrated())
                        .plan()
                        .isExactInTraining())
                .isFalse();
    }
}
