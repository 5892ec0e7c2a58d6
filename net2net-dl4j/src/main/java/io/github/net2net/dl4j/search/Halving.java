package io.github.net2net.dl4j.search;

import com.google.common.math.IntMath;

/**
 * Successive halving (Jamieson and Talwalkar 2016, arXiv 1502.07943): in each rung all trials that are left get the same
 * cost, {@code eta} times that of the rung before, and the best of them, one in {@code eta}, go on to the next. The last
 * rung has fewer than {@code eta} trials.
 *
 * @param trials in the first rung
 * @param eta 2 or more
 */
record Halving(int trials, int eta) {
    int rungs() {
        int rungs = 0;
        for (int left = trials; left > 0; left /= eta) {
            rungs++;
        }
        return rungs;
    }

    /** How many trials are in a rung, counted from 0. */
    int trials(int rung) {
        return trials / IntMath.checkedPow(eta, rung);
    }

    /** The cost of a trial up to the end of a rung, where that of the first rung is 1. */
    int pieces(int rung) {
        return IntMath.checkedPow(eta, rung);
    }
}
