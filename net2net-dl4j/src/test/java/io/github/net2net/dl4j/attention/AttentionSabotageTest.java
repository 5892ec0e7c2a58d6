package io.github.net2net.dl4j.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.spi.Deviation.Mode;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** Faults in grown attention, inserted on purpose: the comparison with the teacher must detect each in both modes. */
class AttentionSabotageTest {
    private static final MultiLayerNetwork TEACHER = AttentionTeachers.chain(
            AttentionTeachers.settings(DataType.DOUBLE, new Sgd(0.1)),
            AttentionTeachers.selfAttention().build());

    private static MultiLayerNetwork student(UnaryOperator<Growth<MultiLayerNetwork>> growth) {
        MultiLayerNetwork student = growth.apply(Net2Net.from(TEACHER)).grow().network();
        assertThat(deviation(student, Mode.INFERENCE)).isLessThan(Tolerances.DOUBLE);
        return student;
    }

    private static double deviation(MultiLayerNetwork student, Mode mode) {
        return Net2Net.compare(TEACHER, student, Probes.features(AttentionTeachers.features(DataType.DOUBLE)))
                .largest(mode);
    }

    private static void assertSeen(MultiLayerNetwork student) {
        assertThat(deviation(student, Mode.INFERENCE)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
        assertThat(deviation(student, Mode.TRAINING)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    @Test
    void keysThatAreNotScaled_areSeen() {
        MultiLayerNetwork student = student(g -> g.headSize("attention").to(8));
        AttentionTeachers.param(student, "Wk").divi(Math.sqrt(2));
        assertSeen(student);
    }

    @Test
    void newKeysThatAreNotZero_areSeen() {
        MultiLayerNetwork student = student(g -> g.headSize("attention").to(8));
        AttentionTeachers.param(student, "Wk").putScalar(new int[] {1, 5, 0}, 1);
        assertSeen(student);
    }

    @Test
    void rowsOfANewHeadThatAreNotZero_areSeen() {
        MultiLayerNetwork student = student(g -> g.nHeads("attention").to(3));
        AttentionTeachers.param(student, "Wo").putScalar(9, 2, 0.5);
        assertSeen(student);
    }

    /** Rows are head after head: those of the other order belong to other heads. */
    @Test
    void rowsChannelAfterChannel_areSeen() {
        MultiLayerNetwork student = student(g -> g.headSize("attention").to(8));
        INDArray rows = AttentionTeachers.param(student, "Wo");
        INDArray right = rows.dup();
        for (int head = 0; head < 2; head++) {
            for (int channel = 0; channel < 8; channel++) {
                rows.putRow(channel * 2 + head, right.getRow(head * 8 + channel));
            }
        }
        assertSeen(student);
    }

    @Test
    void forgottenSharesOfInputs_areSeen() {
        for (String param : new String[] {"Wq", "Wk", "Wv"}) {
            MultiLayerNetwork student =
                    student(g -> g.donors(Donors.given(0, 0)).widen("before").to(7));
            INDArray copies = AttentionTeachers.param(student, param);
            INDArray teachers = AttentionTeachers.param(TEACHER, param);
            for (int copy : new int[] {0, 5, 6}) {
                for (int head = 0; head < 2; head++) {
                    for (int c = 0; c < 4; c++) {
                        copies.putScalar(new int[] {head, c, copy}, teachers.getDouble(head, c, 0));
                    }
                }
            }
            assertSeen(student);
        }
    }

    @Test
    void forgottenSharesOfRecurrentWeights_areSeen() {
        MultiLayerNetwork teacher = AttentionTeachers.chain(
                AttentionTeachers.settings(DataType.DOUBLE, new Sgd(0.1)),
                AttentionTeachers.recurrentAttention().build());
        for (String param : new String[] {"RW", "Wq"}) {
            MultiLayerNetwork student = Net2Net.from(teacher)
                    .donors(Donors.given(0, 1, 2, 3, 4))
                    .widen("attention")
                    .to(10)
                    .grow()
                    .network();
            AttentionTeachers.param(student, param).muli(2);
            double deviation = Net2Net.compare(
                            teacher, student, Probes.features(AttentionTeachers.features(DataType.DOUBLE)))
                    .largest(Mode.INFERENCE);
            assertThat(deviation).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
        }
    }
}
