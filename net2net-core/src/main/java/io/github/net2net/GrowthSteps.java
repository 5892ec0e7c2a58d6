package io.github.net2net;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.ShrinkAndPerturb;
import io.github.net2net.plan.Step;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.rule.WeightConstraints;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps and options of a growth, shared by {@link Growth} (on a teacher) and {@link Recipe} (on none yet). Each
 * method returns a new value and leaves the one it was called on as it was. Options hold for all steps, in whatever
 * order they are specified.
 *
 * @param <S> what a method returns
 */
@CheckReturnValue
public abstract sealed class GrowthSteps<S> permits Growth, Recipe {
    GrowthSteps() {}

    abstract S then(Step step);

    abstract S with(Options specified);

    /** Widens a layer, and whatever is coupled to it; the returned object takes the new width. */
    public Widen<S> widen(String layer) {
        return new Widen<>(this, named("widen", layer), null, null);
    }

    private static String named(String call, String layer) {
        return requireNonNull(layer, () -> call + "(null): give a layer's name");
    }

    /**
     * Widens every selected layer that can be, each coupled group once; the returned object takes the factor. Pinned
     * ones are skipped and listed in the plan.
     */
    public WidenAll<S> widenAll(Layers layers) {
        requireNonNull(layers, "widenAll(null): give Layers.all() or another selector");
        return new WidenAll<>(this, layers, null, null);
    }

    /**
     * Inserts new layers that start as the identity after a layer or vertex: after the unit that begins with a layer with
     * weights (the layer, its batch norm, its activation), directly after any other. The best exact way is taken; the plan
     * prints which and why.
     */
    public S deepenAfter(String layer) {
        return deepenAfter(layer, Deepening.exact());
    }

    /** As {@link #deepenAfter(String)}, with settings of the new layers. */
    public S deepenAfter(String layer, Deepening deepening) {
        requireNonNull(deepening, "deepenAfter(.., null): give Deepening.exact() or another deepening");
        return then(new Step.Deepen(named("deepenAfter", layer), deepening));
    }

    /** As {@link #deepenAfter(String)}, after every selected layer that can be; the others are listed in the plan. */
    public S deepenAll(Layers layers) {
        return deepenAll(layers, Deepening.exact());
    }

    /** As {@link #deepenAll(Layers)}, with settings of the new layers. */
    public S deepenAll(Layers layers, Deepening deepening) {
        requireNonNull(layers, "deepenAll(null): give Layers.all() or another selector");
        requireNonNull(deepening, "deepenAll(.., null): give Deepening.exact() or another deepening");
        return then(new Step.DeepenAll(layers, deepening));
    }

    /**
     * Replaces the weights of a dense or convolutional layer with a product of two (arXiv 1603.01670): a new layer before it
     * of it, without an activation, whose weights and the layer's new ones multiply to the old ones. Of a convolution, one
     * of the two has the kernel and the other a single tap. The layer keeps its name, bias and activation; the returned
     * object takes the number of channels between the two.
     */
    public Factorize<S> factorize(String layer) {
        return new Factorize<>(this, named("factorize", layer), false, null);
    }

    /** Enlarges a convolution's kernel; the returned object takes the new sizes. */
    public EnlargeKernel<S> enlargeKernel(String layer) {
        return new EnlargeKernel<>(this, named("enlargeKernel", layer));
    }

    /**
     * Adds rows to an embedding, for indices that its input does not hold yet; the returned object takes the new size. The
     * layer's initializer makes their values, and the result for the old indices stays.
     */
    public ExtendVocabulary<S> extendVocabulary(String layer) {
        return new ExtendVocabulary<>(this, named("extendVocabulary", layer));
    }

    /**
     * Adds attention heads, which have no effect until they learn (arXiv 1706.03762, section 3.2.2); the returned object
     * takes the new number.
     */
    public Heads<S> nHeads(String layer) {
        return new Heads<>(this, "nHeads(\"" + named("nHeads", layer) + "\")", to -> new Step.NHeads(layer, to));
    }

    /**
     * Enlarges attention heads: the queries, keys and values of each get more channels, which have no effect until they
     * learn; the returned object takes the new size.
     */
    public Heads<S> headSize(String layer) {
        return new Heads<>(this, "headSize(\"" + named("headSize", layer) + "\")", to -> new Step.HeadSize(layer, to));
    }

    /**
     * Adds channels to an input of the network, after the old ones. They are read with weight zero, so that they have no
     * effect until the weights learn.
     *
     * @param input the input's name; that of a chain is "input"
     * @throws IllegalArgumentException if the count is not 1 or more
     */
    public S addInputs(String input, int count) {
        return then(new Step.AddInputs(named("addInputs", input), count));
    }

    /** Adds classes to the only output; see {@link #addClasses(String, int)}. */
    public S addClasses(int count) {
        return then(new Step.AddClasses(null, count));
    }

    /**
     * Adds classes to an output with softmax or sigmoid, after the old ones. The logits of old classes stay; those of new
     * ones start low, so that softmax probabilities of old classes keep their ratios.
     *
     * @param output the output layer
     * @throws IllegalArgumentException if the count is not 1 or more
     */
    public S addClasses(String output, int count) {
        return then(new Step.AddClasses(named("addClasses", output), count));
    }

    /**
     * Every weight becomes {@code shrink} times itself plus {@code perturb} times a value of its layer's initializer; the
     * running statistics of batch norms stay. A warm start on more data that generalizes better than trained weights as they
     * are (Ash and Adams, arXiv 1910.08475). It does not preserve the function, and the plan says so.
     *
     * @param shrink from 0 to 1; 0.4 is a usual value
     * @param perturb 0 or more; 0.1 is a usual value
     */
    public S shrinkAndPerturb(double shrink, double perturb) {
        return then(new ShrinkAndPerturb(shrink, perturb));
    }

    /** Which channels new ones copy; {@link Donors#random()} if not specified. */
    public S donors(Donors donors) {
        return with(Options.ofCopying(required(donors), null));
    }

    /** How weights are divided among copies; {@link Shares#equal()} if not specified. */
    public S shares(Shares shares) {
        return with(Options.ofCopying(null, required(shares)));
    }

    /** How copies are kept apart; {@code zeroSumNoise(0.5)} if not specified. */
    public S breakSymmetry(SymmetryBreaking symmetry) {
        return with(Options.ofSymmetry(
                requireNonNull(symmetry, "breakSymmetry(null): give SymmetryBreaking.none() or another rule")));
    }

    /** The seed of everything random; 0 if not specified. */
    public S seed(long seed) {
        return with(Options.ofSeed(seed));
    }

    /**
     * What becomes of learning rates; {@link LearningRates#keep()} if not specified. The new rates are the student's own,
     * in its configuration.
     */
    public S learningRate(LearningRates rule) {
        return with(
                Options.ofRates(requireNonNull(rule, "learningRate(null): give LearningRates.keep() or another rule")));
    }

    /**
     * What becomes of constraints on weights; {@link WeightConstraints#EXACT} if not specified.
     *
     * @throws NullPointerException if the rule is null
     */
    public S weightConstraints(WeightConstraints rule) {
        return with(Options.ofConstraints(
                requireNonNull(rule, "weightConstraints(null): give WeightConstraints.EXACT or another rule")));
    }

    /**
     * Lets the student's optimizer start afresh, its counts of iterations and epochs at 0. If not specified, it continues
     * with the teacher's state, scaled to the student's gradients.
     */
    public S resetOptimizer() {
        return with(Options.ofResetOptimizer());
    }

    /**
     * Grows a baseline to compare with, which does not preserve the function. It is planned, and refused, as the
     * function-preserving student is; only the values differ.
     */
    public S baseline(Baseline baseline) {
        return with(Options.ofBaseline(
                requireNonNull(baseline, "baseline(null): give Baseline.RANDOM_PAD or another one, or leave it out")));
    }

    static Donors required(@Nullable Donors donors) {
        return requireNonNull(donors, "donors(null): give Donors.random() or another rule");
    }

    static Shares required(@Nullable Shares shares) {
        return requireNonNull(shares, "shares(null): give Shares.equal() or another rule");
    }

    /** The result of {@code made}; the message of its objections begins with the whole call. */
    static <T> T checked(String call, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(call + "." + e.getMessage(), e);
        }
    }
}
