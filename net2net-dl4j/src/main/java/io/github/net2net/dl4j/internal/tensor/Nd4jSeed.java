package io.github.net2net.dl4j.internal.tensor;

import org.nd4j.linalg.factory.Nd4j;

/**
 * Seeds of ND4J's random numbers. ND4J replaces the seed 0 by the time of day, so that what is drawn after it can't be
 * drawn again; no other seed is special. Nothing else in net2net seeds ND4J.
 */
public final class Nd4jSeed {
    private static final long INSTEAD_OF_ZERO = 0x9E3779B9L;

    private Nd4jSeed() {}

    /** The seed itself, or a fixed other one if ND4J would not draw the same numbers from it again. */
    public static long repeatable(long seed) {
        return seed == 0 ? INSTEAD_OF_ZERO : seed;
    }

    /** Seeds the calling thread's generator with a repeatable seed: equal seeds give equal random numbers. */
    public static void seedThread(long seed) {
        Nd4j.getRandom().setSeed(repeatable(seed));
    }
}
