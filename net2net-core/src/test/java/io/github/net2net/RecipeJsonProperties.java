package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.graph.LayerSelector;
import io.github.net2net.spi.LearningRateRule;
import io.github.net2net.transform.BatchNormRule;
import io.github.net2net.transform.DonorRule;
import io.github.net2net.transform.ShareRule;
import io.github.net2net.transform.SymmetryRule;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.IntegerArbitrary;

/** Any recipe is the same after a journey through JSON. */
class RecipeJsonProperties {

    /** A step or an option. */
    private interface Word extends UnaryOperator<Recipe> {}

    @Property
    void a_recipe_read_is_the_recipe_written(@ForAll("recipes") Recipe recipe) {
        Recipe read = Recipe.fromJson(recipe.toJson());

        assertThat(read).isEqualTo(recipe);
        assertThat(read.toJson()).isEqualTo(recipe.toJson());
    }

    @Provide
    Arbitrary<Recipe> recipes() {
        return Combinators.combine(steps().list().ofMaxSize(5), rules().list().ofMaxSize(4))
                .as((steps, rules) -> {
                    Recipe recipe = Recipe.of();
                    for (Word word : steps) {
                        recipe = word.apply(recipe);
                    }
                    for (Word word : rules) {
                        recipe = word.apply(recipe);
                    }
                    return recipe;
                });
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().ofMaxLength(8);
    }

    private static Arbitrary<Double> factors() {
        return Arbitraries.doubles().greaterThan(1).lessOrEqual(1e6).ofScale(12);
    }

    private static Arbitrary<Double> fractions() {
        return Arbitraries.doubles().between(0.001, 0.999).ofScale(15);
    }

    private static Arbitrary<Word> steps() {
        IntegerArbitrary counts = Arbitraries.integers();
        return Arbitraries.oneOf(
                Combinators.combine(names(), counts.greaterOrEqual(1), donors(), shares())
                        .<Word>as((name, n, donors, shares) ->
                                r -> r.widen(name).donors(donors).shares(shares).to(n)),
                Combinators.combine(names(), counts.greaterOrEqual(1))
                        .<Word>as((name, n) -> r -> r.widen(name).by(n)),
                Combinators.combine(names(), factors())
                        .<Word>as((name, x) -> r -> r.widen(name).times(x)),
                Combinators.combine(selectors(), factors())
                        .<Word>as((layers, x) -> r -> r.widenAll(layers).times(x)),
                Combinators.combine(names(), batchNorms())
                        .<Word>as((name, rule) -> r ->
                                r.deepenAfter(name, Deepening.identityUnit().batchNorm(rule))),
                Combinators.combine(
                                names(),
                                counts.greaterOrEqual(1)
                                        .array(int[].class)
                                        .ofMinSize(1)
                                        .ofMaxSize(3))
                        .<Word>as((name, sizes) -> r -> r.enlargeKernel(name).to(sizes)));
    }

    private static Arbitrary<LayerSelector> selectors() {
        return Arbitraries.oneOf(
                Arbitraries.of(List.of(Layers.all(), Layers.convolutions())),
                names().map(Layers::ofKind),
                names().list()
                        .uniqueElements()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .map(all -> Layers.named(all.toArray(String[]::new))));
    }

    private static Arbitrary<BatchNormRule> batchNorms() {
        return Arbitraries.oneOf(
                Arbitraries.of(List.of(
                        new BatchNormRule.Unstated(), new BatchNormRule.Uncalibrated(), new BatchNormRule.Omitted())),
                names().map(BatchNormRule.AwaitsData::new));
    }

    private static Arbitrary<Word> rules() {
        return Arbitraries.oneOf(
                donors().<Word>map(rule -> r -> r.donors(rule)),
                shares().<Word>map(rule -> r -> r.shares(rule)),
                symmetries().<Word>map(rule -> r -> r.breakSymmetry(rule)),
                Arbitraries.longs().<Word>map(seed -> r -> r.seed(seed)),
                rates().<Word>map(rule -> r -> r.learningRate(rule)),
                Arbitraries.<Word>just(Recipe::resetOptimizer),
                Arbitraries.<Word>just(r -> r.baseline(Baseline.RANDOM_PAD)));
    }

    private static Arbitrary<DonorRule> donors() {
        return Arbitraries.oneOf(
                Arbitraries.of(List.of(Donors.random(), Donors.cyclic(), Donors.fresh())),
                Arbitraries.integers()
                        .greaterOrEqual(0)
                        .array(int[].class)
                        .ofMaxSize(4)
                        .map(Donors::given));
    }

    private static Arbitrary<ShareRule> shares() {
        return Arbitraries.oneOf(
                Arbitraries.of(List.of(Shares.equal(), Shares.balanced(), Shares.original())),
                fractions().map(ShareRule.UnevenShares::new));
    }

    private static Arbitrary<SymmetryRule> symmetries() {
        return Arbitraries.oneOf(
                Arbitraries.just(SymmetryBreaking.none()),
                fractions().map(SymmetryBreaking::zeroSumNoise),
                fractions().map(SymmetryBreaking::unevenShares),
                fractions().map(SymmetryBreaking::incomingNoise),
                fractions().map(SymmetryBreaking::dropout));
    }

    private static Arbitrary<LearningRateRule> rates() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        factors(),
                        Arbitraries.integers().between(0, 10_000))
                .as(LearningRateRule::new);
    }
}
