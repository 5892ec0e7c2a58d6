package io.github.net2net.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.GeneratedShapes;
import io.github.net2net.examples.data.ImageData;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private final ImageData data = GeneratedShapes.create(2000, 300, 1);
    private final Progress silent = new LineProgress(1000, new PrintWriter(Writer.nullWriter()));

    @Test
    void a_teacher_learns_generated_shapes_clearly_above_chance() {
        Curve curve = trainer(20, 40).train(Arm.TEACHER, teacher(), 0, 80, silent);

        assertThat(curve.last().accuracy()).isGreaterThan(0.17);
    }

    @Test
    void accuracy_is_measured_at_the_start_at_intervals_and_at_the_end() {
        Curve curve = trainer(3, 10).train(Arm.TEACHER, teacher(), 4, 11, silent);

        assertThat(curve.points()).extracting(CurvePoint::images).isEqualTo(List.of(40L, 70L, 100L, 110L));
        assertThat(curve.first().seconds()).isZero();
    }

    @Test
    void the_same_seed_gives_the_same_network() {
        MultiLayerNetwork one = teacher();
        MultiLayerNetwork other = teacher();
        Curve curve = trainer(3, 10).train(Arm.TEACHER, one, 0, 3, silent);

        assertThat(trainer(3, 10).train(Arm.TEACHER, other, 0, 3, silent).last().accuracy())
                .isEqualTo(curve.last().accuracy());
        assertThat(other.params()).isEqualTo(one.params());
    }

    @Test
    void curves_one_after_the_other_count_the_joint_once_and_add_up_seconds() {
        var before = new Curve(Arm.SCRATCH, 9, List.of(new CurvePoint(0, 0.1, 0), new CurvePoint(10, 0.2, 2)));
        var after = new Curve(Arm.SCRATCH, 9, List.of(new CurvePoint(10, 0.2, 0), new CurvePoint(20, 0.3, 3)));

        assertThat(before.then(after).points())
                .containsExactly(new CurvePoint(0, 0.1, 0), new CurvePoint(10, 0.2, 2), new CurvePoint(20, 0.3, 5));
    }

    private Trainer trainer(int interval, int batchSize) {
        return new Trainer(
                Batches.shuffled(data.training(), data.scaling(), batchSize, 1),
                Batches.inOrder(data.test(), data.scaling(), 300),
                interval);
    }

    private static MultiLayerNetwork teacher() {
        MultiLayerNetwork teacher = SmallCnn.create(32, 10, 1);
        OneDnn.engage(teacher);
        return teacher;
    }
}
