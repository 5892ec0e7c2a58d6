package io.github.net2net;

import static java.util.Objects.requireNonNull;

import com.google.common.primitives.ImmutableIntArray;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.graph.LayerSelector;
import io.github.net2net.plan.Amount;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.Step;
import io.github.net2net.plan.Step.Copying;
import io.github.net2net.spi.LearningRateRule;
import io.github.net2net.spi.WeightConstraints;
import io.github.net2net.transform.DonorRule;
import io.github.net2net.transform.ShareRule;
import io.github.net2net.transform.SymmetryRule;
import java.util.function.Supplier;

/**
 * The steps and options of a growth, shared by {@link Growth} (on a teacher) and {@link Recipe} (on none yet). Each
 * method returns a new value and leaves the one it was called on as it was. Options hold for all steps, in whatever
 * order they are stated.
 *
 * @param <S> what a method returns
 */
@CheckReturnValue
public abstract sealed class GrowthWords<S> permits Growth, Recipe {
    GrowthWords() {}

    abstract S then(Step step);

    abstract S with(Options stated);

    /** Widens a layer, and whatever is coupled to it; the returned object takes the new width. */
    public Widen<S> widen(String layer) {
        return new Widen<>(this, named("widen", layer), Copying.AS_RECIPE);
    }

    private static String named(String call, String layer) {
        return requireNonNull(layer, () -> call + "(null): give a layer's name");
    }

    /**
     * Widens every selected layer that can be, each coupled group once; the returned object takes the factor. Pinned
     * ones are skipped and listed in the plan.
     */
    public WidenAll<S> widenAll(LayerSelector layers) {
        requireNonNull(layers, "widenAll(null): give Layers.all() or another selector");
        return new WidenAll<>(this, layers, Copying.AS_RECIPE);
    }

    /** Inserts the unit that begins with this layer once more behind itself, as the identity. */
    public S deepenAfter(String layer) {
        return deepenAfter(layer, Deepening.identityUnit());
    }

    /** As {@link #deepenAfter(String)}, with settings of the new unit. */
    public S deepenAfter(String layer, Deepening deepening) {
        requireNonNull(deepening, "deepenAfter(.., null): give Deepening.identityUnit() or another deepening");
        return then(new Step.Deepen(named("deepenAfter", layer), deepening.rule()));
    }

    /** Enlarges a convolution's kernel; the returned object takes the new sizes. */
    public EnlargeKernel<S> enlargeKernel(String layer) {
        return new EnlargeKernel<>(this, named("enlargeKernel", layer));
    }

    /** Which channels new ones copy; {@link Donors#random()} if not stated. */
    public S donors(DonorRule donors) {
        return with(Options.ofDonors(requireNonNull(donors, "donors(null): give Donors.random() or another rule")));
    }

    /** How weights are divided among copies; {@link Shares#equal()} if not stated. */
    public S shares(ShareRule shares) {
        return with(Options.ofShares(requireNonNull(shares, "shares(null): give Shares.equal() or another rule")));
    }

    /** How copies are kept apart; {@code zeroSumNoise(0.5)} if not stated. */
    public S breakSymmetry(SymmetryRule symmetry) {
        return with(Options.ofSymmetry(
                requireNonNull(symmetry, "breakSymmetry(null): give SymmetryBreaking.none() or another rule")));
    }

    /** The seed of everything random; 0 if not stated. */
    public S seed(long seed) {
        return with(Options.ofSeed(seed));
    }

    /**
     * What becomes of learning rates; {@link LearningRates#keep()} if not stated. The new rates are the student's own,
     * in its configuration.
     */
    public S learningRate(LearningRateRule rule) {
        return with(
                Options.ofRate(requireNonNull(rule, "learningRate(null): give LearningRates.keep() or another rule")));
    }

    /**
     * What becomes of constraints on weights; {@link WeightConstraints#EXACT} if not stated.
     *
     * @throws NullPointerException if the rule is null
     */
    public S weightConstraints(WeightConstraints rule) {
        return with(Options.ofConstraints(
                requireNonNull(rule, "weightConstraints(null): give WeightConstraints.EXACT or another rule")));
    }

    /**
     * Lets the student's optimizer start afresh, its counts of iterations and epochs at 0. If not stated, it continues
     * with the teacher's state, scaled to the student's gradients.
     */
    public S resetOptimizer() {
        return with(Options.ofCarriedState(false));
    }

    /**
     * Grows a baseline to compare with, which does not preserve the function. It is planned, and refused, as the
     * function-preserving student is; only the values differ.
     */
    public S baseline(Baseline baseline) {
        return switch (requireNonNull(baseline, "baseline(null): give Baseline.RANDOM_PAD, or leave it out")) {
            case RANDOM_PAD -> with(Options.ofBaseline(true));
        };
    }

    /** {@code T} as {@code made} makes it; what it objects to, the message names the whole call. */
    private static <T> T checked(String call, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(call + "." + e.getMessage(), e);
        }
    }

    /** A widening whose width is still missing. */
    @CheckReturnValue
    public static final class Widen<S> {
        private final GrowthWords<S> words;
        private final String layer;
        private final Copying copying;

        private Widen(GrowthWords<S> words, String layer, Copying copying) {
            this.words = words;
            this.layer = layer;
            this.copying = copying;
        }

        /** Which channels the new ones of this widening copy, instead of what the whole recipe states. */
        public Widen<S> donors(DonorRule donors) {
            requireNonNull(donors, "donors(null): give Donors.random() or another rule");
            return new Widen<>(words, layer, copying.withDonors(donors));
        }

        /** How weights are divided among the copies of this widening, instead of what the whole recipe states. */
        public Widen<S> shares(ShareRule shares) {
            requireNonNull(shares, "shares(null): give Shares.equal() or another rule");
            return new Widen<>(words, layer, copying.withShares(shares));
        }

        /**
         * To this number of channels.
         *
         * @throws IllegalArgumentException if it is not 1 or more
         */
        public S to(int channels) {
            return widen(() -> new Amount.To(channels));
        }

        /**
         * By this number of channels.
         *
         * @throws IllegalArgumentException if it is not 1 or more
         */
        public S by(int channels) {
            return widen(() -> new Amount.By(channels));
        }

        /**
         * To this multiple, rounded to the nearest integer, halves up.
         *
         * @throws IllegalArgumentException if it is not a finite number above 1
         */
        public S times(double factor) {
            return widen(() -> new Amount.Times(factor));
        }

        private S widen(Supplier<Amount> amount) {
            return words.then(new Step.Widen(layer, checked("widen(\"" + layer + "\")", amount), copying));
        }
    }

    /** A widening of several layers whose factor is still missing. */
    @CheckReturnValue
    public static final class WidenAll<S> {
        private final GrowthWords<S> words;
        private final LayerSelector layers;
        private final Copying copying;

        private WidenAll(GrowthWords<S> words, LayerSelector layers, Copying copying) {
            this.words = words;
            this.layers = layers;
            this.copying = copying;
        }

        /** Which channels the new ones of these widenings copy, instead of what the whole recipe states. */
        public WidenAll<S> donors(DonorRule donors) {
            requireNonNull(donors, "donors(null): give Donors.random() or another rule");
            return new WidenAll<>(words, layers, copying.withDonors(donors));
        }

        /** How weights are divided among the copies of these widenings, instead of what the whole recipe states. */
        public WidenAll<S> shares(ShareRule shares) {
            requireNonNull(shares, "shares(null): give Shares.equal() or another rule");
            return new WidenAll<>(words, layers, copying.withShares(shares));
        }

        /**
         * Each group of channels to this multiple, rounded to the nearest integer, halves up.
         *
         * @throws IllegalArgumentException if it is not a finite number above 1
         */
        public S times(double factor) {
            Amount.Times times = checked("widenAll(" + layers + ")", () -> new Amount.Times(factor));
            return words.then(new Step.WidenAll(layers, times, copying));
        }
    }

    /** An enlargement whose sizes are still missing. */
    @CheckReturnValue
    public static final class EnlargeKernel<S> {
        private final GrowthWords<S> words;
        private final String layer;

        private EnlargeKernel(GrowthWords<S> words, String layer) {
            this.words = words;
            this.layer = layer;
        }

        /**
         * To these sizes, one per spatial dimension: height, width.
         *
         * @throws IllegalArgumentException if there are none, or one is not 1 or more
         */
        public S to(int... sizes) {
            requireNonNull(sizes, "enlargeKernel(..).to(null): give a size for each spatial dimension");
            return words.then(checked(
                    "enlargeKernel(\"" + layer + "\")",
                    () -> new Step.EnlargeKernel(layer, ImmutableIntArray.copyOf(sizes))));
        }
    }
}
