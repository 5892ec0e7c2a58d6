package io.github.net2net.transform;

import java.util.Random;

/**
 * Independent random streams from one seed. {@link Random} is used because its algorithm is part of its contract, so
 * that a student is the same on every Java version.
 */
public final class Seeds {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** A generator for the given purpose: equal arguments give equal streams, others unrelated ones. */
    public static Random random(long seed, Object... purpose) {
        return new Random(derive(seed, purpose));
    }

    /** A seed for the given purpose. Strings and integers have hash codes fixed by the language. */
    public static long derive(long seed, Object... purpose) {
        long state = mix(seed + STEP); // mixed before a part is added, else seed 1 for "b" would be seed 2 for "a"
        for (Object part : purpose) {
            state = mix(state + STEP + part.hashCode());
        }
        return state;
    }

    /**
     * Uniform noise of mean 0 and variance 1 for the given purpose, by SplitMix64: some thirty times as fast as {@link
     * Random#nextGaussian()}, which matters where every weight gets some.
     */
    static double[] noise(int length, long seed, Object... purpose) {
        double[] values = new double[length];
        long state = derive(seed, purpose);
        for (int i = 0; i < length; i++) {
            state += 0x9E3779B97F4A7C15L;
            double uniform = (mix(state) >>> 11) * 0x1.0p-53;
            values[i] = (uniform - 0.5) * Math.sqrt(12);
        }
        return values;
    }

    /** Stafford's variant 13 of the 64-bit finaliser. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
