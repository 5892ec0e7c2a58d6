package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.internal.model.Wrappers;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.statistics.Statistics;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Recurrent layers go on, step by step, from where the teacher was when it grew. */
record Steps(RandomTeacher teacher, boolean taken) {

    /** Lets the teacher take steps, if it can: not every layer can in DL4J. */
    static Steps of(RandomTeacher teacher) {
        boolean taken = Arrays.stream(teacher.network().getLayers()).noneMatch(Steps::keepsWrongState)
                && next(teacher.network(), teacher) != null;
        if (!taken) {
            teacher.network().rnnClearPreviousState();
        }
        return new Steps(teacher, taken);
    }

    /** With channels last, DL4J keeps the last channel of all steps instead of the last step. */
    private static boolean keepsWrongState(Layer layer) {
        return Wrappers.innermost(layer.conf().getLayer()) instanceof SimpleRnn simple
                && simple.getRnnDataFormat() == RNNFormat.NWC;
    }

    /** In a thread of its own, whose workspaces a failing pass leaves open. */
    private static INDArray @Nullable [] next(ComputationGraph network, RandomTeacher teacher) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return network.rnnTimeStep(teacher.copies());
                            } catch (RuntimeException impossible) {
                                return null;
                            }
                        },
                        task -> new Thread(task).start())
                .join();
    }

    /** Asserts that the student takes the teacher's next steps, in double precision. */
    void check(ComputationGraph student, Object plan) {
        boolean compared = taken && student.params().dataType() == DataType.DOUBLE;
        INDArray[] before = compared ? next(teacher.network(), teacher) : null;
        Statistics.label("steps").collect(before != null ? "compared" : "not compared");
        if (before == null) {
            return;
        }
        INDArray[] after = next(student, teacher);
        assertThat(after).as("%s", teacher).isNotNull();
        for (int i = 0; i < before.length; i++) {
            double size = Math.max(1, before[i].amaxNumber().doubleValue());
            assertThat(before[i].sub(after[i]).amaxNumber().doubleValue() / size)
                    .as("%s%n%s%nfrom the state of %s", teacher, plan, Arrays.toString(before))
                    .isLessThanOrEqualTo(Tolerances.DOUBLE);
        }
        teacher.network().rnnClearPreviousState();
        student.rnnClearPreviousState();
    }
}
