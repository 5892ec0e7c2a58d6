package io.github.net2net.transform;

import java.util.Random;

/**
 * Independent random streams from one seed. {@link Random} is used because its algorithm is part of its contract, so
 * that a student is the same on every Java version.
 */
public final class Seeds {
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final double UNIT = Math.sqrt(12) * 0x1.0p-32;

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
     * Output {@code index + 1} of SplitMix64 (Steele, Lea and Flood 2014) seeded with {@code stream}: 64 random bits that depend
     * on the arguments only, so that noise can be added in any order and by several threads.
     *
     * @param stream made by {@link #derive}
     */
    static long bits(long stream, int index) {
        return mix(stream + (index + 1L) * STEP);
    }

    /** Uniform noise with mean 0 and variance 1 from 32 random bits, as a signed number; or a difference of two. */
    static double noise(long number) {
        return number * UNIT;
    }

    /** Stafford's variant 13 of the 64-bit finaliser. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
