package io.github.net2net.rule;

import static com.google.common.base.Preconditions.checkArgument;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of learning rates.
 *
 * @param follows whether rates, and what goes with them, are set for each parameter so that the student follows the
 *     teacher's trajectory
 * @param factor by which all rates are multiplied as well
 * @param ofNewLayers by which the rates of inserted layers are multiplied as well
 * @param warmUpIterations over how many iterations after the growth, or from the beginning of a schedule of the student's
 *     own, rates rise from near zero; 0 for none
 * @param cosine the schedule that replaces the teacher's rates; null if these continue
 */
public record LearningRates(
        boolean follows,
        double factor,
        double ofNewLayers,
        int warmUpIterations,
        @Nullable Cosine cosine) {

    /**
     * A rate that falls to zero in half a cosine: {@code peak · (1 + cos(π · i / iterations)) / 2} in iteration i of the
     * schedule, or, after a warm-up, over the iterations that are left (Loshchilov and Hutter, arXiv 1608.03983, equation 5).
     *
     * @param peak the first rate
     * @param iterations after how many it is zero
     * @param first the iteration of the schedule that is the first after the growth; 0 for the whole schedule
     */
    public record Cosine(double peak, int iterations, int first) {
        public Cosine {
            checkArgument(
                    peak > 0 && Double.isFinite(peak), "a learning rate of %s; give a finite number above 0", peak);
            checkArgument(iterations > 0, "a schedule over %s iterations; give a number above 0", iterations);
            checkArgument(
                    first >= 0 && first < iterations,
                    "a schedule over %s iterations from iteration %s on; give 0 to %s",
                    iterations,
                    first,
                    iterations - 1);
        }
    }

    public LearningRates {
        checkArgument(
                factor > 0 && Double.isFinite(factor),
                "a learning rate times %s; give a finite factor above 0",
                factor);
        checkArgument(
                ofNewLayers > 0 && Double.isFinite(ofNewLayers),
                "a learning rate of new layers times %s; give a finite factor above 0",
                ofNewLayers);
        checkArgument(warmUpIterations >= 0, "a warm-up of %s iterations; give 0 or more", warmUpIterations);
        checkArgument(
                cosine == null || (!follows && factor == 1),
                "a new schedule and a change of the teacher's rates; give one of the two");
        checkArgument(
                cosine == null || warmUpIterations < cosine.iterations(),
                "a warm-up of %s iterations in a schedule that is at zero then; give a shorter warm-up",
                warmUpIterations);
    }

    /** Every layer's rate as it is: the default. */
    public static LearningRates keep() {
        return times(1);
    }

    /** A tenth of every layer's rate: arXiv 1511.05641, section 3.4. */
    public static LearningRates tenth() {
        return times(0.1);
    }

    /** Every layer's rate times a factor. */
    public static LearningRates times(double factor) {
        return new LearningRates(false, factor, 1, 0, null);
    }

    /**
     * A new schedule for the student, in place of the teacher's: from {@code peak} to zero in half a cosine. All layers
     * that learn have the same.
     *
     * @param peak the rate of the first iteration after the growth
     * @param iterations for how many the student is trained
     */
    public static LearningRates cosine(double peak, int iterations) {
        return new LearningRates(false, 1, 1, 0, new Cosine(peak, iterations, 0));
    }

    /**
     * Rates, and the ε and L1 and L2 coefficients that go with them, such that every step of the student is the one
     * that the teacher would have taken, as long as copies are equal. Exact where all channels of a layer have the same
     * number of copies; else the plan reports how far a single rate is from what single weights would need.
     */
    public static LearningRates followTrajectory() {
        return new LearningRates(true, 1, 1, 0, null);
    }

    /** The same, with rates rising linearly over the first {@code iterations} after the growth, or of the new schedule. */
    public LearningRates warmUp(int iterations) {
        return new LearningRates(follows, factor, ofNewLayers, iterations, cosine);
    }

    /**
     * The same, with the rates of inserted layers multiplied by {@code times}. What is new has been trained for a shorter
     * time and may need larger steps than what is old (Yuan, Savarese and Maire, arXiv 2306.12700).
     */
    public LearningRates newLayers(double times) {
        return new LearningRates(follows, factor, times, warmUpIterations, cosine);
    }

    /**
     * The same, with the student starting at {@code iteration} of its own schedule. It continues the schedule of a teacher
     * that is trained for the same share of its iterations: a schedule over the cost of both, where an iteration of the student
     * costs more.
     *
     * @throws IllegalArgumentException if there is no schedule of its own, or it has ended by then
     */
    public LearningRates startingAt(int iteration) {
        checkArgument(
                cosine != null, "a start at iteration %s without a new schedule; call cosine(..) before", iteration);
        return new LearningRates(
                follows,
                factor,
                ofNewLayers,
                warmUpIterations,
                new Cosine(cosine.peak(), cosine.iterations(), iteration));
    }

    /** Whether nothing changes. */
    public boolean keeps() {
        return !follows && factor == 1 && ofNewLayers == 1 && warmUpIterations == 0 && cosine == null;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(follows ? "follow the teacher's trajectory" : "the teacher's");
        if (cosine != null) {
            String start = cosine.first() == 0 ? "" : ", starting at iteration " + cosine.first();
            text.replace(
                    0,
                    text.length(),
                    "from " + cosine.peak() + " to 0 over " + cosine.iterations() + " iterations" + start);
        }
        text.append(factor == 1 ? "" : " x " + factor);
        text.append(ofNewLayers == 1 ? "" : ", new layers x " + ofNewLayers);
        text.append(warmUpIterations == 0 ? "" : ", warm-up over " + warmUpIterations + " iterations");
        return text.toString();
    }
}
