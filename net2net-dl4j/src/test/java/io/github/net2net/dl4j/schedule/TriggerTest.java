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
            progress = progress.after(score, 10, 0, 1, 0);
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
        assertThat(Trigger.everyEpochs(2).fires(grown.after(3, 20, 0, 1, 0).after(3, 20, 0, 1, 0)))
                .isTrue();
        assertThat(Trigger.plateau(2).fires(grown.after(3, 20, 0, 1, 0).after(3, 20, 0, 1, 0)))
                .isFalse();

        Progress undone = grown.after(4, 20, 0, 1, 0).decided(Fate.ROLLED_BACK);
        assertThat(undone.scoresSinceChange()).isEmpty();
        assertThat(undone.score()).isEqualTo(3);
        assertThat(undone.after(2, 10, 0, 1, 0).score()).isEqualTo(2);
        assertThat(undone.after(2, 10, 0, 1, 0).scoresSinceChange()).containsExactly(2.0);
    }

    @Test
    void slope_comparesTheLastEpochsWithTheSteepestOnes() {
        Trigger slope = Trigger.slope(2, 0.25);

        assertThat(slope.fires(losses(9, 5))).isFalse();
        assertThat(slope.fires(losses(9, 5, 3))).isFalse();
        assertThat(slope.fires(losses(9, 5, 3, 2.1))).isTrue();
        assertThat(slope.fires(scored(false, 1, 5, 7))).isFalse();
        assertThat(slope.fires(scored(false, 1, 5, 5.9))).isTrue();
        assertThat(slope.fires(losses(3, 3.5, 4))).isTrue();
        assertThat(slope.fires(losses(Double.NaN, Double.NaN, 4))).isFalse();
    }

    @Test
    void slope_isPerMultiplyAdd() {
        Progress cheap = losses(9, 5).after(4.5, 10, 0, 1, 0);
        Progress start =
                new Progress(true, List.of(), List.of()).after(9, 10, 100, 1, 0).after(5, 10, 100, 1, 0);

        assertThat(Trigger.slope(2, 0.25).fires(cheap)).isTrue();
        assertThat(Trigger.slope(2, 0.25).fires(start.after(4.5, 10, 100, 1, 0)))
                .isTrue();
        assertThat(Trigger.slope(2, 0.25).fires(start.after(4.5, 10, 10, 1, 0))).isFalse();
    }

    @Test
    void multiplyAdds_firesWhereTheyAreUsed_byTheNetworkAsItNowIs() {
        Progress progress =
                new Progress(true, List.of(), List.of()).after(3, 10, 60, 1, 0).after(2, 10, 60, 1, 0);

        assertThat(Trigger.multiplyAdds(120).fires(progress)).isTrue();
        assertThat(Trigger.multiplyAdds(121).fires(progress)).isFalse();
        assertThat(Trigger.multiplyAdds(60).fires(grown(progress))).isFalse();
    }

    @Test
    void numbersThatMakeNoSense_areRefused() {
        assertThatThrownBy(() -> Trigger.plateau(0)).hasMessage("a plateau of 0 epochs; give a number above 0");
        assertThatThrownBy(() -> Trigger.plateau(1, -1)).hasMessage("an improvement of -1.0; give 0 or more");
        assertThatThrownBy(() -> Trigger.everyEpochs(0)).hasMessage("growing every 0 epochs; give a number above 0");
        assertThatThrownBy(() -> Trigger.multiplyAdds(0))
                .hasMessage("growing every 0 multiply-adds; give a number above 0");
        assertThatThrownBy(() -> Trigger.slope(1, 0.5)).hasMessage("a slope over 1 epochs; give a number above 1");
        assertThatThrownBy(() -> Trigger.slope(3, 1))
                .hasMessage("a share of 1.0 of the slope; give one above 0 and below 1");
        assertThatThrownBy(() -> Limit.multiplyAdds(0))
                .hasMessage("a budget of 0 multiply-adds; give a number above 0");
        assertThatThrownBy(() -> Limit.parameters(0)).hasMessage("a budget of 0 parameters; give a number above 0");
        assertThatThrownBy(() -> Limit.epochs(0)).hasMessage("training for 0 epochs; give a number above 0");
        assertThatThrownBy(() -> Limit.score(Double.NaN)).hasMessage("a score of NaN can't be reached; give a number");
        assertThatThrownBy(() -> Trainings.eventful().patience(0))
                .hasMessage("a patience of 0 epochs; give a number above 0");
        assertThatThrownBy(() -> Trainings.eventful().checkpointEvery(0))
                .hasMessage("a checkpoint every 0 epochs; give a number above 0");
    }
}
