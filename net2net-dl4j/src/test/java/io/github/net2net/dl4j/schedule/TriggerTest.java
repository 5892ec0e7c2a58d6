package io.github.net2net.dl4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.dl4j.schedule.Progress.Attempt;
import io.github.net2net.dl4j.schedule.Progress.Fate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriggerTest {

    private static Progress losses(double... scores) {
        return scored(true, scores);
    }

    private static Progress scored(boolean lowerIsBetter, double... scores) {
        Progress progress = new Progress(lowerIsBetter, List.of(), List.of());
        for (double score : scores) {
            progress = progress.after(score, 10);
        }
        return progress;
    }

    private static Progress grown(Progress progress) {
        return progress.grown(
                new Attempt(progress.epoch(), progress.score(), 10, 20, List.of("widen"), "r", Fate.ON_TRIAL, 0));
    }

    @Test
    void plateau_countsTheEpochsSinceTheBestScore() {
        Trigger plateau = Trigger.plateau(2);

        assertThat(plateau.fires(losses(3, 2, 2))).isFalse();
        assertThat(plateau.fires(losses(3, 2, 2, 2.5))).isTrue();
        assertThat(plateau.fires(losses(3, 2, 2.5, 1.9))).isFalse();
        assertThat(plateau.fires(scored(false, 3, 2, 2.5))).isTrue();
        assertThat(plateau.fires(scored(false, 3, 2, 4))).isFalse();
    }

    @Test
    void plateau_withAnAmount_isNotBrokenBySmallImprovements() {
        Trigger plateau = Trigger.plateau(2, 0.5);

        assertThat(plateau.fires(losses(3, 2.7, 2.6))).isTrue();
        assertThat(plateau.fires(losses(3, 2.7, 2.4))).isFalse();
        assertThat(plateau.fires(scored(false, 3, 3.2, 3.4))).isTrue();
        assertThat(plateau.fires(scored(false, 3, 3.2, 3.6))).isFalse();
    }

    @Test
    void scoresThatAreNotNumbers_areNoImprovement_andAnyNumberImprovesOnThem() {
        Trigger plateau = Trigger.plateau(2);

        assertThat(plateau.fires(losses(3, Double.NaN, Double.NaN))).isTrue();
        assertThat(plateau.fires(losses(Double.NaN, Double.NaN, 3))).isFalse();
    }

    @Test
    void growth_startsTheCountAnew_andSoDoesRollingBack() {
        Progress grown = grown(losses(3, 3, 3));

        assertThat(Trigger.everyEpochs(1).fires(grown)).isFalse();
        assertThat(Trigger.everyEpochs(2).fires(grown.after(3, 20).after(3, 20)))
                .isTrue();
        assertThat(Trigger.plateau(2).fires(grown.after(3, 20).after(3, 20))).isFalse();

        Progress undone = grown.after(4, 20).decided(Fate.ROLLED_BACK);
        assertThat(undone.scoresSinceChange()).isEmpty();
        assertThat(undone.score()).isEqualTo(3);
        assertThat(undone.after(2, 10).score()).isEqualTo(2);
        assertThat(undone.after(2, 10).scoresSinceChange()).containsExactly(2.0);
    }

    @Test
    void numbersThatMakeNoSense_areRefused() {
        assertThatThrownBy(() -> Trigger.plateau(0)).hasMessage("a plateau of 0 epochs; give a number above 0");
        assertThatThrownBy(() -> Trigger.plateau(1, -1)).hasMessage("an improvement of -1.0; give 0 or more");
        assertThatThrownBy(() -> Trigger.everyEpochs(0)).hasMessage("growing every 0 epochs; give a number above 0");
        assertThatThrownBy(() -> Limit.parameters(0)).hasMessage("a budget of 0 parameters; give a number above 0");
        assertThatThrownBy(() -> Limit.epochs(0)).hasMessage("training for 0 epochs; give a number above 0");
        assertThatThrownBy(() -> Limit.score(Double.NaN)).hasMessage("a score of NaN can't be reached; give a number");
        assertThatThrownBy(() -> Trainings.eventful().patience(0))
                .hasMessage("a patience of 0 epochs; give a number above 0");
        assertThatThrownBy(() -> Trainings.eventful().checkpointEvery(0))
                .hasMessage("a checkpoint every 0 epochs; give a number above 0");
    }
}
