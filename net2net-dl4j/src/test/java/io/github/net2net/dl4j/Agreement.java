package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Comparison;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Probe;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.statistics.Statistics;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * That a student computes the teacher's function wherever its plan promises so: as it was returned, with masks where the
 * teacher takes them, after a save, and after three training steps at rate 0.
 *
 * @param features one array for each input
 */
public record Agreement(Model teacher, Model student, GrowthPlan plan, List<INDArray> features) {

    /**
     * Asserts it. In single precision, weights must agree when they compute in double precision; that the computation's
     * own rounding errors take a student further from its teacher must stay rare. Both networks are trained.
     *
     * @param description of the teacher
     * @return the largest relative deviation of those that must be rounding errors
     */
    public double check(Object description) {
        assertThat(plan.isExact()).isTrue();
        DataType type = teacher.params().dataType();
        Comparison own = compare(teacher, student, description);
        // So that NaN counts as well.
        if (type == DataType.FLOAT && !(largestPromised(own) <= Tolerances.MOST_ROUNDING)) {
            own = compareWithoutOneDnn(description);
        }
        Model preciseTeacher = precise(teacher);
        Model preciseStudent = precise(student);
        Comparison judged = type == DataType.DOUBLE || !runs(preciseTeacher, features)
                ? own
                : compare(preciseTeacher, preciseStudent, description);
        assertThat(largestPromised(judged))
                .as("%s%n%s%n%s%nin double precision%n%s", description, plan, own, judged)
                .isLessThanOrEqualTo(Tolerances.of(type));
        assertThat(largestPromised(own))
                .as("more than rounding%n%s%n%s%n%s%nin double precision%n%s", description, plan, own, judged)
                .isLessThanOrEqualTo(Tolerances.MOST_ROUNDING);
        boolean within = largestPromised(own) <= Tolerances.of(type);
        Statistics.label("precision")
                .collect(within ? type.name() : "rounding errors")
                .coverage(rounding ->
                        rounding.check("rounding errors").percentage(p -> p < Tolerances.PERCENT_ROUNDED_FURTHER));
        Statistics.label("masks")
                .collect(own.deviations().stream().anyMatch(Deviation::masked) ? "masked" : "unmasked");
        String trained = trained(preciseTeacher, preciseStudent, description);
        Statistics.label("training").collect(trained);
        AfterSaving.check(student, features, description);
        return largestPromised(judged);
    }

    /** Through oneDNN, ND4J computes some layers wrongly in single precision; see docs/speed.md. */
    private Comparison compareWithoutOneDnn(Object description) {
        Nd4j.getEnvironment().allowHelpers(false);
        try {
            return compare(teacher, student, description);
        } finally {
            Nd4j.getEnvironment().allowHelpers(true);
        }
    }

    private Comparison compare(Model first, Model second, Object description) {
        Probe<Model> probe = Probes.features(features.toArray(INDArray[]::new));
        try {
            return Net2Net.compare(first, second, probe);
        } catch (GrowthException e) {
            Assume.that(!e.getMessage().contains("of the first holds NaN or infinity"));
            throw new AssertionError(description + System.lineSeparator() + plan, e);
        }
    }

    private String trained(Model preciseTeacher, Model preciseStudent, Object description) {
        boolean promised = plan.isExactInTraining()
                && plan.training().lines().stream().noneMatch(line -> line.contains("Constraint is"));
        if (!promised) {
            return "not promised";
        }
        INDArray[] precise =
                features.stream().map(array -> array.castTo(DataType.DOUBLE)).toArray(INDArray[]::new);
        TrainingAtRateZero training = new TrainingAtRateZero(precise);
        if (training.failure(preciseTeacher) != null) {
            return "impossible";
        }
        if (IllConditioned.is(preciseTeacher, true, precise)) {
            return "ill-conditioned";
        }
        String failure = training.failure(preciseStudent);
        if (failure != null) {
            assertThat(training.mayRefuse(preciseStudent, failure))
                    .as("%s%n%s%nthe teacher can be trained, the student can't: %s", description, plan, failure)
                    .isTrue();
            return "impossible";
        }
        double deviation = training.distance(preciseTeacher, preciseStudent);
        assertThat(deviation)
                .as("%s%n%s%nafter training at rate 0", description, plan)
                .isLessThanOrEqualTo(Tolerances.of(teacher.params().dataType()));
        return "compared";
    }

    /** The largest deviation where the plan promises none; NaN if any is NaN. */
    private double largestPromised(Comparison comparison) {
        return comparison.deviations().stream()
                .filter(plan::promises)
                .mapToDouble(Deviation::relative)
                .reduce(0, Math::max);
    }

    /** The same weights in double precision. */
    public static Model precise(Model network) {
        return as(DataType.DOUBLE, network);
    }

    static Model as(DataType type, Model network) {
        return network instanceof MultiLayerNetwork chain
                ? chain.convertDataType(type)
                : ((ComputationGraph) network).convertDataType(type);
    }

    /** DL4J has vertices that compute in ND4J's default precision alone. */
    static boolean runs(Model network, List<INDArray> features) {
        try {
            outputs(
                    network,
                    features.stream()
                            .map(array -> array.castTo(DataType.DOUBLE))
                            .toArray(INDArray[]::new));
            return true;
        } catch (IllegalArgumentException otherPrecision) {
            return false;
        }
    }

    /** What a network returns for copies of the features, in inference. */
    static INDArray[] outputs(Model network, INDArray... features) {
        INDArray[] copies = Arrays.stream(features).map(INDArray::dup).toArray(INDArray[]::new);
        return network instanceof MultiLayerNetwork chain
                ? new INDArray[] {chain.output(copies[0])}
                : ((ComputationGraph) network).output(copies);
    }
}
