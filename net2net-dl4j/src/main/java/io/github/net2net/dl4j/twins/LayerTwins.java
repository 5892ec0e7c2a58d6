package io.github.net2net.dl4j.twins;

import com.google.common.collect.ImmutableList;
import java.util.Locale;

/**
 * How the copies of one layer's channels are doing, or of several layers' that a sum ties together.
 *
 * @param layer the layer's name, or the names, separated by commas
 * @param channels how many channels there are
 * @param sets how many sets of copies
 * @param equalSets in how many of them two copies are still equal up to rounding
 * @param smallest the distance of the closest two copies, over all sets; relative, see {@link TwinsListener}
 * @param median the median over the sets of the distance of a set's closest two copies
 * @param dead the channels that put out nothing and learnt nothing since the last report, or were not looked at
 */
public record LayerTwins(
        String layer,
        int channels,
        int sets,
        int equalSets,
        double smallest,
        double median,
        ImmutableList<Integer> dead) {

    /** Whether no two copies are equal any more. */
    public boolean parted() {
        return equalSets == 0;
    }

    String copiesInWords(int iterations) {
        return parted()
                ? String.format(
                        Locale.ROOT,
                        "%s: all %d sets of twins have parted after %d iterations (distance %.2g, median %.2g)",
                        layer,
                        sets,
                        iterations,
                        smallest,
                        median)
                : String.format(
                        "%s: %d of %d sets of twins are still equal after %d iterations",
                        layer, equalSets, sets, iterations);
    }

    String deadInWords() {
        return String.format(
                "%s: %d of %d channels are dead, they put out nothing and learn nothing: %s",
                layer, dead.size(), channels, dead);
    }
}
