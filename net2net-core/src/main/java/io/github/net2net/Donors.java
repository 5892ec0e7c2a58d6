package io.github.net2net;

import static java.util.Objects.requireNonNull;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.transform.DonorRule;

/** Words for which teacher channels new channels copy. The first n channels always copy themselves. */
public final class Donors {
    private Donors() {}

    /** Uniformly random, from the seed: the paper's choice, and the default. */
    public static DonorRule random() {
        return new DonorRule.RandomDonors();
    }

    /** Channel j copies j mod n: deterministic, and the numbers of copies differ by at most one. */
    public static DonorRule cyclic() {
        return new DonorRule.CyclicDonors();
    }

    /**
     * The given ones.
     *
     * @param donors for each additional channel the number of the channel it copies, counted from 0
     * @throws IllegalArgumentException if a number is negative
     */
    public static DonorRule given(int... donors) {
        return new DonorRule.GivenDonors(ImmutableIntArray.copyOf(
                requireNonNull(donors, "given(null): give the number of a channel for each added one")));
    }

    /** None: new channels start as the layer's initializer makes them and are read with weight zero. Exact as well. */
    public static DonorRule fresh() {
        return new DonorRule.FreshChannels();
    }
}
