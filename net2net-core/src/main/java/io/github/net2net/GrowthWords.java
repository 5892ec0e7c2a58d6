package io.github.net2net;

import com.google.common.primitives.ImmutableIntArray;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.graph.LayerSelector;
import io.github.net2net.plan.Amount;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.Step;
import io.github.net2net.spi.LearningRateRule;
import io.github.net2net.transform.DonorRule;
import io.github.net2net.transform.ShareRule;
import io.github.net2net.transform.SymmetryRule;
import java.util.function.UnaryOperator;

/**
 * The words in which growth is asked for, shared by {@link Growth} (on a teacher) and {@link Recipe} (on none yet).
 * Each word returns a new value and leaves the one it was said to as it was.
 *
 * @param <S> what a word returns
 */
@CheckReturnValue
public abstract sealed class GrowthWords<S> permits Growth, Recipe {
    GrowthWords() {}

    abstract S then(Step step);

    abstract S with(UnaryOperator<Options> change);

    /** Widens a layer, and whatever is coupled to it; say how far. */
    public Widen<S> widen(String layer) {
        return new Widen<>(this, layer);
    }

    /**
     * Widens every selected layer that can be, each coupled group once; say how far. Pinned ones are skipped and
     * listed in the plan.
     */
    public WidenAll<S> widenAll(LayerSelector layers) {
        return new WidenAll<>(this, layers);
    }

    /** Inserts the unit that begins with this layer once more behind itself, as the identity. */
    public S deepenAfter(String layer) {
        return deepenAfter(layer, Deepening.identityUnit());
    }

    /** As {@link #deepenAfter(String)}, with more to say about the new unit. */
    public S deepenAfter(String layer, Deepening deepening) {
        return then(new Step.Deepen(layer, deepening.rule()));
    }

    /** Enlarges a convolution's kernel; say how far. */
    public EnlargeKernel<S> enlargeKernel(String layer) {
        return new EnlargeKernel<>(this, layer);
    }

    /** Which channels new ones copy; {@link Donors#random()} if not said. */
    public S donors(DonorRule donors) {
        return with(options -> options.withDonors(donors));
    }

    /** How weights are divided among copies; {@link Shares#equal()} if not said. */
    public S shares(ShareRule shares) {
        return with(options -> options.withShares(shares));
    }

    /** How copies are kept apart; {@code zeroSumNoise(0.5)} if not said. */
    public S breakSymmetry(SymmetryRule symmetry) {
        return with(options -> options.withSymmetry(symmetry));
    }

    /** The seed of everything random; 0 if not said. */
    public S seed(long seed) {
        return with(options -> options.withSeed(seed));
    }

    /**
     * What becomes of learning rates; {@link LearningRates#keep()} if not said. The new rates are the student's own,
     * in its configuration.
     */
    public S learningRate(LearningRateRule rule) {
        return with(options -> options.withRate(rule));
    }

    /**
     * Lets the student's optimiser start afresh, its counts of iterations and epochs at 0. If not said, it goes on with
     * the teacher's memory, scaled to the student's gradients.
     */
    public S resetOptimiser() {
        return with(Options::withoutOptimiserState);
    }

    /** Grows a baseline to compare with, which does not preserve the function. */
    public S baseline(Baseline baseline) {
        return switch (baseline) {
            case RANDOM_PAD -> with(Options::asRandomPad);
        };
    }

    /** The second half of {@code widen(layer)}. */
    @CheckReturnValue
    public static final class Widen<S> {
        private final GrowthWords<S> words;
        private final String layer;

        private Widen(GrowthWords<S> words, String layer) {
            this.words = words;
            this.layer = layer;
        }

        /** To this number of channels. */
        public S to(int channels) {
            return widen(new Amount.To(channels));
        }

        /** By this number of channels. */
        public S by(int channels) {
            return widen(new Amount.By(channels));
        }

        /** To this multiple, rounded to the nearest integer, halves up. */
        public S times(double factor) {
            return widen(new Amount.Times(factor));
        }

        private S widen(Amount amount) {
            return words.then(new Step.Widen(layer, amount));
        }
    }

    /** The second half of {@code widenAll(layers)}. */
    @CheckReturnValue
    public static final class WidenAll<S> {
        private final GrowthWords<S> words;
        private final LayerSelector layers;

        private WidenAll(GrowthWords<S> words, LayerSelector layers) {
            this.words = words;
            this.layers = layers;
        }

        /** Each group of channels to this multiple, rounded to the nearest integer, halves up. */
        public S times(double factor) {
            return words.then(new Step.WidenAll(layers, new Amount.Times(factor)));
        }
    }

    /** The second half of {@code enlargeKernel(layer)}. */
    @CheckReturnValue
    public static final class EnlargeKernel<S> {
        private final GrowthWords<S> words;
        private final String layer;

        private EnlargeKernel(GrowthWords<S> words, String layer) {
            this.words = words;
            this.layer = layer;
        }

        /** To these sizes, one per spatial dimension: height, width. */
        public S to(int... sizes) {
            return words.then(new Step.EnlargeKernel(layer, ImmutableIntArray.copyOf(sizes)));
        }
    }
}
