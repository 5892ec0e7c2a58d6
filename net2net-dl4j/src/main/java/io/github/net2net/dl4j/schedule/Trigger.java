package io.github.net2net.dl4j.schedule;

import static com.google.common.base.Preconditions.checkArgument;

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
     * Fires when the network as it now is has been trained for this many epochs.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    static Trigger everyEpochs(int epochs) {
        checkArgument(epochs > 0, "growing every %s epochs; give a number above 0", epochs);
        return progress -> progress.scoresSinceChange().size() >= epochs;
    }
}
