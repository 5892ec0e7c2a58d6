package io.github.net2net.dl4j.schedule;

import com.google.common.math.PairedStatsAccumulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a growth training has come. Immutable.
 *
 * @param lowerIsBetter whether the score is a loss
 * @param epochs all that were trained, in order, those of networks that were rolled back included
 * @param attempts all growths, in order
 */
public record Progress(boolean lowerIsBetter, List<Epoch> epochs, List<Attempt> attempts) {

    /**
     * One epoch.
     *
     * @param number from 1
     * @param score after the epoch
     * @param parameters how many the network had
     * @param multiplyAdds what training took: {@link #PASSES} times the multiply-adds of the forward pass, for every example;
     *     0 if it is not known how often some layer applies its weights
     * @param iterations the batches that it was trained on
     * @param processorNanos the processor time of training, without scoring, in nanoseconds: of the thread that trains if
     *     ND4J computes in one thread, else of the whole process
     */
    public record Epoch(
            int number, double score, long parameters, long multiplyAdds, long iterations, long processorNanos) {
        /** Each weight takes part in the forward pass, in the gradient of its input and in its own gradient. */
        public static final int PASSES = 3;
    }

    /** What became of a growth. */
    public enum Fate {
        /** The score has not yet been as good as before the growth. */
        ON_TRIAL,
        /** The score was as good as before the growth within the patience. */
        KEPT,
        /** It was not; the network before the growth was taken again. */
        ROLLED_BACK
    }

    /**
     * One growth.
     *
     * @param epoch the number of the last epoch before it
     * @param scoreBefore the score of that epoch
     * @param parametersBefore how many the network had before it
     * @param parametersAfter how many it has with it
     * @param steps the plan's headlines
     * @param recipe a hash of the recipe
     * @param fate what became of it
     * @param decided the number of the last epoch before its fate was decided; 0 while it is on trial
     */
    public record Attempt(
            int epoch,
            double scoreBefore,
            long parametersBefore,
            long parametersAfter,
            List<String> steps,
            String recipe,
            Fate fate,
            int decided) {

        public Attempt {
            steps = List.copyOf(steps);
        }

        Attempt decided(Fate newFate, int newDecided) {
            return new Attempt(
                    epoch, scoreBefore, parametersBefore, parametersAfter, steps, recipe, newFate, newDecided);
        }
    }

    public Progress {
        epochs = List.copyOf(epochs);
        attempts = List.copyOf(attempts);
    }

    /** How many epochs were trained. */
    public int epoch() {
        return epochs.size();
    }

    /**
     * The score of the network as it now is: after the last epoch, or, if a growth was rolled back since, before that
     * growth.
     *
     * @throws IllegalStateException before the first epoch has ended
     */
    public double score() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException("there is no score before the first epoch has ended");
        }
        Optional<Attempt> undone =
                lastAttempt().filter(attempt -> attempt.fate() == Fate.ROLLED_BACK && attempt.decided() == epoch());
        return undone.map(Attempt::scoreBefore)
                .orElseGet(() -> epochs.get(epochs.size() - 1).score());
    }

    /** Whether the first score is better than the second. NaN never is. */
    public boolean isBetter(double first, double second) {
        return lowerIsBetter ? first < second : first > second;
    }

    /** The scores of the network as it now is: since the last growth or the last rolling back, whichever was later. */
    public List<Double> scoresSinceChange() {
        return epochsSinceChange().stream().map(Epoch::score).toList();
    }

    /** The multiply-adds of all epochs, those of networks that were rolled back included. */
    public long multiplyAdds() {
        return multiplyAdds(epochs);
    }

    /** The batches of all epochs, those of networks that were rolled back included. */
    public long iterations() {
        return epochs.stream().mapToLong(Epoch::iterations).sum();
    }

    /** The processor time of all epochs, that of networks that were rolled back included. */
    public Duration processorTime() {
        return Duration.ofNanos(epochs.stream().mapToLong(Epoch::processorNanos).sum());
    }

    static long multiplyAdds(List<Epoch> epochs) {
        return epochs.stream().mapToLong(Epoch::multiplyAdds).sum();
    }

    List<Epoch> epochsSinceChange() {
        int change = attempts.stream()
                .mapToInt(attempt -> attempt.fate() == Fate.ROLLED_BACK ? attempt.decided() : attempt.epoch())
                .max()
                .orElse(0);
        return epochs.subList(change, epochs.size());
    }

    /** For how many epochs the network as it now is has not improved by more than the given amount. */
    public int epochsWithoutImprovement(double amount) {
        List<Double> scores = scoresSinceChange();
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            double needed = scores.get(best) + (lowerIsBetter ? -amount : amount);
            if (isBetter(scores.get(i), needed)
                    || (scores.get(best).isNaN() && !scores.get(i).isNaN())) {
                best = i;
            }
        }
        return Math.max(0, scores.size() - 1 - best);
    }

    /** The last growth, if there was one. */
    public Optional<Attempt> lastAttempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }

    /** The growth whose score is not yet as good as before it. */
    public Optional<Attempt> onTrial() {
        return lastAttempt().filter(attempt -> attempt.fate() == Fate.ON_TRIAL);
    }

    /**
     * How fast the score of the network as it now is improves: for each so many epochs in a row the slope of a straight
     * line through the scores, per multiply-add, or per epoch if multiply-adds are not known. Above 0 is better.
     */
    List<Double> slopes(int window) {
        List<Epoch> own = epochsSinceChange();
        List<Double> slopes = new ArrayList<>();
        for (int from = 0; from + window <= own.size(); from++) {
            PairedStatsAccumulator points = new PairedStatsAccumulator();
            double cost = 0;
            for (Epoch epoch : own.subList(from, from + window)) {
                cost += Math.max(1, epoch.multiplyAdds());
                points.add(cost, epoch.score());
            }
            double slope = points.leastSquaresFit().slope();
            slopes.add(lowerIsBetter ? -slope : slope);
        }
        return slopes;
    }

    Progress after(double score, long parameters, long multiplyAdds, long iterations, long processorNanos) {
        List<Epoch> longer = new ArrayList<>(epochs);
        longer.add(new Epoch(epochs.size() + 1, score, parameters, multiplyAdds, iterations, processorNanos));
        return new Progress(lowerIsBetter, longer, attempts);
    }

    Progress grown(Attempt attempt) {
        List<Attempt> longer = new ArrayList<>(attempts);
        longer.add(attempt);
        return new Progress(lowerIsBetter, epochs, longer);
    }

    Progress decided(Fate fate) {
        List<Attempt> changed = new ArrayList<>(attempts);
        int last = changed.size() - 1;
        changed.set(last, changed.get(last).decided(fate, epoch()));
        return new Progress(lowerIsBetter, epochs, changed);
    }
}
