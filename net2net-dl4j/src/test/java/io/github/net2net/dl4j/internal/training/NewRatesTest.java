package io.github.net2net.dl4j.internal.training;

import static io.github.net2net.dl4j.internal.training.LearningRatesTest.grown;
import static io.github.net2net.dl4j.internal.training.LearningRatesTest.updater;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.learningrate.CosineSchedule;
import io.github.net2net.rule.LearningRates;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Schedules of a student's own, and higher rates of new layers. */
class NewRatesTest {

    @Test
    void cosine_replacesTheTeachersSchedule_fromTheGrowthOn_andIsSaved() {
        MultiLayerNetwork student = grown(
                new Nesterovs(new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.5), 0.9),
                LearningRates.cosine(0.3, 12).warmUp(2));
        IUpdater loaded = ((BaseLayer) MultiLayerConfiguration.fromJson(
                                student.getLayerWiseConfigurations().toJson())
                        .getConf(0)
                        .getLayer())
                .getIUpdater();
        double[] rates = {0.1, 0.2, 0.3, 0.15 * (1 + Math.cos(Math.PI / 10))};
        for (IUpdater updater : new IUpdater[] {updater(student, "first"), updater(student, "second"), loaded}) {
            for (int i = 0; i < rates.length; i++) {
                assertThat(updater.getLearningRate(6 + i, 0)).isCloseTo(rates[i], within(Tolerances.DOUBLE));
            }
            assertThat(updater.getLearningRate(13, 0)).isCloseTo(0.15, within(Tolerances.DOUBLE));
            assertThat(updater.getLearningRate(18, 0)).isZero();
            assertThat(updater.getLearningRate(100, 0)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 6", "false, 0"})
    void cosine_continuesASchedule_overTheCostOfTeacherAndStudent(boolean carried, int iteration) {
        LearningRates rates = LearningRates.cosine(0.3, 12).warmUp(2).startingAt(5);
        IUpdater updater = updater(
                carried
                        ? grown(new Nesterovs(0.1, 0.9), rates)
                        : Net2Net.from(TestNetworks.mlp(new Nesterovs(0.1, 0.9)))
                                .learningRate(rates)
                                .grow()
                                .network(),
                "first");
        for (int i = 0; i < 10; i++) {
            assertThat(updater.getLearningRate(iteration + i, 0))
                    .isCloseTo(new CosineSchedule(0.3, 0, 12, 2).valueAt(5 + i, 0), within(Tolerances.DOUBLE));
        }
        assertThat(rates)
                .hasToString("from 0.3 to 0 over 12 iterations, starting at iteration 5, warm-up over 2 iterations");
    }

    @Test
    void cosine_leavesTheVelocityOfATeacherThatCameToRest() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Nesterovs(new CosineSchedule(0.1, 3), 0.9));
        for (int i = 0; i < 3; i++) {
            teacher.fit(
                    TestNetworks.random(i, DataType.DOUBLE, 8, 4), TestNetworks.random(9 + i, DataType.DOUBLE, 8, 3));
        }
        MultiLayerNetwork student = Net2Net.from(teacher)
                .learningRate(LearningRates.cosine(0.2, 10))
                .grow()
                .network();
        assertThat(student.getUpdater().getStateViewArray())
                .isEqualTo(teacher.getUpdater().getStateViewArray());
    }

    @ParameterizedTest
    @CsvSource({"false, 0.1, 0.3", "true, 0.2, 0.6"})
    void newLayers_learnFaster_thanOldOnes(boolean restarted, double rate, double ofNew) {
        LearningRates rates = restarted ? LearningRates.cosine(0.2, 10) : LearningRates.keep();
        Growth<MultiLayerNetwork> growth = Net2Net.from(TestNetworks.mlp(new Adam(0.1)))
                .deepenAfter("first")
                .learningRate(rates.newLayers(3));
        MultiLayerNetwork student = growth.grow().network();

        assertThat(updater(student, "first").getLearningRate(0, 0)).isCloseTo(rate, within(Tolerances.DOUBLE));
        assertThat(updater(student, "first_1").getLearningRate(0, 0)).isCloseTo(ofNew, within(Tolerances.DOUBLE));
        assertThat(growth.plan().training().summary())
                .endsWith((restarted ? "from 0.2 to 0 over 10 iterations" : "the teacher's") + ", new layers x 3.0");
    }

    @Test
    void schedule_thatCannotBe_isRefused() {
        assertThatThrownBy(() -> LearningRates.cosine(0, 10))
                .hasMessage("a learning rate of 0.0; give a finite number above 0");
        assertThatThrownBy(() -> LearningRates.cosine(0.1, 0))
                .hasMessage("a schedule over 0 iterations; give a number above 0");
        assertThatThrownBy(() -> LearningRates.cosine(0.1, 10).warmUp(10))
                .hasMessage("a warm-up of 10 iterations in a schedule that is at zero then; give a shorter warm-up");
        assertThatThrownBy(() -> LearningRates.cosine(0.1, 10).startingAt(10))
                .hasMessage("a schedule over 10 iterations from iteration 10 on; give 0 to 9");
        assertThatThrownBy(() -> LearningRates.keep().startingAt(3))
                .hasMessage("a start at iteration 3 without a new schedule; call cosine(..) before");
        assertThatThrownBy(() -> LearningRates.keep().newLayers(-1))
                .hasMessage("a learning rate of new layers times -1.0; give a finite factor above 0");
        assertThatThrownBy(() -> new LearningRates(true, 1, 1, 0, new LearningRates.Cosine(0.1, 10, 0)))
                .hasMessage("a new schedule and a change of the teacher's rates; give one of the two");
    }
}
