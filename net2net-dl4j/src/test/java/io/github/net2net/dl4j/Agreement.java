package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Comparison;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.spi.Deviation;
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
        Comparison own = compare(teacher, student, description);
        DataType type = teacher.params().dataType();
        Comparison judged = type == DataType.DOUBLE ? own : compare(precise(teacher), precise(student), description);
        assertThat(largestPromised(judged))
                .as("%s%n%s%n%s%nin double precision%n%s", description, plan, own, judged)
                .isLessThanOrEqualTo(Tolerances.of(type));
        boolean within = largestPromised(own) <= Tolerances.of(type);
        Statistics.label("precision")
                .collect(within ? type.name() : "rounding errors")
                .coverage(rounding ->
                        rounding.check("rounding errors").percentage(p -> p < Tolerances.PERCENT_ROUNDED_FURTHER));
    }

    private Comparison compare(Model first, Model second, Object description) {
        try {
            return Net2Net.compare(first, second, probe);
        } catch (GrowthException e) {
            throw new AssertionError(description + System.lineSeparator() + plan, e);
        }
    }

    /** The largest deviation where the plan promises none; NaN if any is NaN. */
    private double largestPromised(Comparison comparison) {
        return comparison.deviations().stream()
                .filter(plan::promises)
                .mapToDouble(Deviation::relative)
                .reduce(0, Math::max);
    }

    /** The same weights in double precision. */
    static Model precise(Model network) {
        return network instanceof MultiLayerNetwork chain
                ? chain.convertDataType(DataType.DOUBLE)
                : ((ComputationGraph) network).convertDataType(DataType.DOUBLE);
    }
}
