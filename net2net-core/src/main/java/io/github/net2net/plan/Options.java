package io.github.net2net.plan;

import io.github.net2net.transform.DonorRule;
import io.github.net2net.transform.ShareRule;
import io.github.net2net.transform.SymmetryRule;

/**
 * What holds for all steps of a recipe.
 *
 * @param randomPad whether new values come from the layers' initialisers: a baseline, not function-preserving
 */
public record Options(DonorRule donors, ShareRule shares, SymmetryRule symmetry, long seed, boolean randomPad) {
    public static final Options DEFAULT = new Options(
            new DonorRule.RandomDonors(), new ShareRule.EqualShares(), new SymmetryRule.ZeroSumNoise(0.05), 0, false);

    public Options withDonors(DonorRule rule) {
        return new Options(rule, shares, symmetry, seed, randomPad);
    }

    public Options withShares(ShareRule rule) {
        return new Options(donors, rule, symmetry, seed, randomPad);
    }

    public Options withSymmetry(SymmetryRule rule) {
        return new Options(donors, shares, rule, seed, randomPad);
    }

    public Options withSeed(long newSeed) {
        return new Options(donors, shares, symmetry, newSeed, randomPad);
    }

    public Options asRandomPad() {
        return new Options(donors, shares, symmetry, seed, true);
    }
}
