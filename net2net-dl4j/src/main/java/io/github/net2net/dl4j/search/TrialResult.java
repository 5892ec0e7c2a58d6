package io.github.net2net.dl4j.search;

import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.saving.Certificate;
import io.github.net2net.dl4j.schedule.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a trial.
 *
 * @param number 0 for the teacher that is trained on, from 1 for students, in the order of the recipes
 * @param name for people, "widen conv1 16 -&gt; 24"
 * @param plan of its growth; without steps for the teacher
 * @param progress its curve, one entry for each piece of the budget, with what the pieces cost
 * @param pieces how many pieces count: up to the rung where it was eliminated, or all
 * @param certificate of its growth, if it came so far
 * @param failure why it failed, if it did
 */
public record TrialResult(
        int number,
        String name,
        GrowthPlan plan,
        Progress progress,
        int pieces,
        Optional<Certificate> certificate,
        Optional<String> failure) {

    /** Whether this is the teacher that is trained on. */
    public boolean isBaseline() {
        return number == 0;
    }

    /** The score at the end; NaN if it failed before its first. */
    public double score() {
        return scoreAfter(pieces);
    }

    /** The score after so many pieces of the budget, from 1; NaN if it was not trained as long. */
    public double scoreAfter(int piece) {
        List<Progress.Epoch> curve = progress.epochs();
        return piece < 1 || piece > curve.size()
                ? Double.NaN
                : curve.get(piece - 1).score();
    }

    private Progress counted() {
        List<Progress.Epoch> curve = progress.epochs();
        return new Progress(
                progress.lowerIsBetter(), curve.subList(0, Math.min(pieces, curve.size())), progress.attempts());
    }

    /** The multiply-adds of its training; 0 if they are not known. */
    public long multiplyAdds() {
        return counted().multiplyAdds();
    }

    /** The batches that it was trained on. */
    public long iterations() {
        return counted().iterations();
    }

    /** The processor time of its training; see {@link Progress.Epoch#processorNanos}. */
    public Duration processorTime() {
        return counted().processorTime();
    }
}
