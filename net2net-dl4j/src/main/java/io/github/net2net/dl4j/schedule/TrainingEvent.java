package io.github.net2net.dl4j.schedule;

import io.github.net2net.Comparison;
import io.github.net2net.Grown;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.schedule.Progress.Attempt;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import java.nio.file.Path;
import java.util.Locale;
import org.deeplearning4j.nn.api.Model;

/**
 * Something that happened in a growth training, for logs and plots. Prints itself in one line.
 *
 * <p>Events come in order, from the thread that trains. A run that was killed tells what happened after its last
 * checkpoint again when it is resumed.
 */
public sealed interface TrainingEvent {

    /** How many epochs were trained before it. */
    int epoch();

    /** Training resumes from a checkpoint. */
    record Resumed(int epoch, Path checkpoint) implements TrainingEvent {
        @Override
        public String toString() {
            return String.format("resumed after epoch %d from %s", epoch, checkpoint);
        }
    }

    /** An epoch was trained and scored. */
    record EpochEnded(Epoch trained) implements TrainingEvent {
        @Override
        public int epoch() {
            return trained.number();
        }

        @Override
        public String toString() {
            String cost = trained.multiplyAdds() == 0
                    ? ""
                    : String.format(Locale.ROOT, ", %.3g multiply-adds", (double) trained.multiplyAdds());
            return String.format(
                            Locale.ROOT,
                            "epoch %d: score %.6g, %d parameters",
                            epoch(),
                            trained.score(),
                            trained.parameters())
                    + cost;
        }
    }

    /**
     * The network was grown. {@code grown} has the student, about to be trained, the plan and, if there was a probe, the
     * comparison. A listener that is added to the student here stays with this student.
     */
    record Grew(int epoch, double score, Grown<? extends Model> grown) implements TrainingEvent {
        @Override
        public String toString() {
            GrowthPlan plan = grown.plan();
            Comparison comparison = grown.report().comparison();
            return String.format(
                    Locale.ROOT,
                    "grown after epoch %d at score %.6g, %d -> %d parameters: %s; %s",
                    epoch,
                    score,
                    plan.teacherParameters(),
                    plan.studentParameters(),
                    String.join("; ", plan.headlines()),
                    comparison.deviations().isEmpty()
                            ? "not compared"
                            : String.format(Locale.ROOT, "deviation %.1e", comparison.largest()));
        }
    }

    /** The score was as good as before the growth, which is therefore kept. */
    record Kept(int epoch, double score, Attempt attempt) implements TrainingEvent {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "the growth after epoch %d is kept: score %.6g after epoch %d, %.6g before",
                    attempt.epoch(),
                    score,
                    epoch,
                    attempt.scoreBefore());
        }
    }

    /** The score was not as good as before the growth in time; the network before it was taken again. */
    record RolledBack(int epoch, double score, Attempt attempt) implements TrainingEvent {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "the growth after epoch %d is rolled back: score %.6g after epoch %d, %.6g before; %d parameters"
                            + " again",
                    attempt.epoch(),
                    score,
                    epoch,
                    attempt.scoreBefore(),
                    attempt.parametersBefore());
        }
    }

    /** The next growth was not done, because it would have gone over the budget. */
    record OverBudget(int epoch, GrowthPlan plan, long budget) implements TrainingEvent {
        @Override
        public String toString() {
            return String.format(
                    "not grown after epoch %d: %s would lead to %d parameters, the budget is %d",
                    epoch, String.join("; ", plan.headlines()), plan.studentParameters(), budget);
        }
    }

    /** Training has ended. */
    record Finished(int epoch, StopReason ending, long parameters) implements TrainingEvent {
        @Override
        public String toString() {
            return String.format("finished after epoch %d with %d parameters: %s", epoch, parameters, ending);
        }
    }
}
