package io.github.net2net.dl4j.copies;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Locale;

/**
 * How the copies of one layer's channels are doing, or of several layers' that a sum ties together.
 *
 * @param layer the layer's name, or the names, separated by commas
 * @param channels how many channels there are
 * @param sets how many sets of copies
 * @param equalSets in how many of them two copies are still equal up to rounding
 * @param unchangedSets in how many of the others the closest two copies are as far apart as initially
 * @param now how far copies are apart
 * @param initial how far they were apart when the listener was made
 * @param dead the channels that output nothing and learned nothing since the last report, or were not looked at
 */
public record LayerCopies(
        String layer,
        int channels,
        int sets,
        int equalSets,
        int unchangedSets,
        Apart now,
        Apart initial,
        ImmutableList<Integer> dead) {

    /**
     * How far the copies of all sets are apart; distances are relative, see {@link CopiesListener}.
     *
     * @param smallest the distance of the closest two copies, over all sets
     * @param median the median over the sets of the distance of a set's closest two copies
     */
    public record Apart(double smallest, double median) {
        static Apart of(double[] distances) {
            double[] sorted = distances.clone();
            Arrays.sort(sorted);
            return new Apart(sorted[0], (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2);
        }
    }

    /** Whether in all sets training has set copies apart, or further apart than symmetry breaking did. */
    public boolean diverged() {
        return equalSets == 0 && unchangedSets == 0;
    }

    String copiesInWords(int iterations) {
        if (equalSets > 0) {
            return String.format(
                    "%s: %d of %d sets of copies are still equal after %d iterations",
                    layer, equalSets, sets, iterations);
        }
        String sentence = unchangedSets > 0
                ? unchangedSets + " of " + sets + " sets of copies are as far apart as initially"
                : "all " + sets + " sets of copies have diverged";
        return String.format(
                Locale.ROOT,
                "%s: %s after %d iterations (distance %.3g, initially %.3g; median %.3g, initially %.3g)",
                layer,
                sentence,
                iterations,
                now.smallest,
                initial.smallest,
                now.median,
                initial.median);
    }

    String deadInWords() {
        return String.format(
                "%s: %d of %d channels are dead, they output nothing and learn nothing: %s",
                layer, dead.size(), channels, dead);
    }
}
