package io.github.net2net.dl4j.schedule;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * Says when a network is grown. Asked after every epoch of a network that is not on trial, from its first on.
 *
 * <p>A trigger of one's own must look at the progress alone: then a run that was killed and resumed grows where an
 * uninterrupted one does.
 */
@FunctionalInterface
public interface Trigger {

    boolean fires(Progress progress);

    /**
     * Fires when the score has not improved for this many epochs in a row.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    static Trigger plateau(int epochs) {
        return plateau(epochs, 0);
    }

    /**
     * Fires when the score has not improved by more than the given amount for this many epochs in a row. Only epochs of
     * the network as it now is count.
     *
     * @throws IllegalArgumentException if the epochs are not above 0 or the amount is below 0
     */
    static Trigger plateau(int epochs, double improvement) {
        checkArgument(epochs > 0, "a plateau of %s epochs; give a number above 0", epochs);
        checkArgument(improvement >= 0, "an improvement of %s; give 0 or more", improvement);
        return progress -> progress.epochsWithoutImprovement(improvement) >= epochs;
    }

    /**
     * Fires when the curve of the network as it now is has become flat: when the score improves, per multiply-add of
     * training, by less than {@code share} of what it did where the curve was steepest. That is when staged training
     * grows a model (Shen et al., arXiv 2203.06211). Slopes are those of straight lines through the scores of so many
     * epochs in a row; it never fires before one epoch more than that.
     *
     * @throws IllegalArgumentException if there are fewer than 2 epochs, or the share is not between 0 and 1
     */
    static Trigger slope(int epochs, double share) {
        checkArgument(epochs > 1, "a slope over %s epochs; give a number above 1", epochs);
        checkArgument(share > 0 && share < 1, "a share of %s of the slope; give one above 0 and below 1", share);
        return progress -> {
            List<Double> slopes = progress.slopes(epochs);
            if (slopes.size() < 2) {
                return false;
            }
            double steepest =
                    slopes.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            return slopes.get(slopes.size() - 1) < share * Math.max(steepest, Double.MIN_NORMAL);
        };
    }

    /**
     * Fires when the network as it now is has been trained for this many multiply-adds; see
     * {@link Progress.Epoch#multiplyAdds}.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    static Trigger multiplyAdds(long cost) {
        checkArgument(cost > 0, "growing every %s multiply-adds; give a number above 0", cost);
        return progress -> Progress.multiplyAdds(progress.epochsSinceChange()) >= cost;
    }

    /**
     * Fires when the network as it now is has been trained for this many epochs.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    static Trigger everyEpochs(int epochs) {
        checkArgument(epochs > 0, "growing every %s epochs; give a number above 0", epochs);
        return progress -> progress.scoresSinceChange().size() >= epochs;
    }
}
