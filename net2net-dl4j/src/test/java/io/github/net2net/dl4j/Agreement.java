package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Comparison;
import io.github.net2net.GrowthPlan;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Probe;
import net.jqwik.api.statistics.Statistics;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

/** That a student computes the teacher's function, wherever its plan promises so. */
public record Agreement(Model teacher, Model student, GrowthPlan plan, Probe<Model> probe) {

    /**
     * Asserts it. In single precision, weights must agree when they compute in double precision; that the computation's
     * own rounding errors take a student further from its teacher must stay rare.
     *
     * @param description of the teacher
     */
    public void check(Object description) {
        assertThat(plan.isExact()).isTrue();
        Comparison own = Net2Net.compare(teacher, student, probe);
        DataType type = teacher.params().dataType();
        Comparison judged = type == DataType.DOUBLE ? own : Net2Net.compare(precise(teacher), precise(student), probe);
        boolean within = true;
        for (Mode mode : Mode.values()) {
            if (mode == Mode.INFERENCE || plan.isExactInTraining()) {
                assertThat(judged.largest(mode))
                        .as("%s%n%s%n%s%nin double precision%n%s", description, plan, own, judged)
                        .isLessThanOrEqualTo(Tolerances.of(type));
                within &= own.largest(mode) <= Tolerances.of(type);
            }
        }
        Statistics.label("precision")
                .collect(within ? type.name() : "rounding errors")
                .coverage(rounding ->
                        rounding.check("rounding errors").percentage(p -> p < Tolerances.PERCENT_ROUNDED_FURTHER));
    }

    /** The same weights in double precision. */
    static Model precise(Model network) {
        return network instanceof MultiLayerNetwork chain
                ? chain.convertDataType(DataType.DOUBLE)
                : ((ComputationGraph) network).convertDataType(DataType.DOUBLE);
    }
}
