package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.CalibrationData;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.IntegerArbitrary;

/** A recipe read from JSON equals the one written. */
class RecipeJsonProperties {

    /** A step or an option. */
    private interface Call extends UnaryOperator<Recipe> {}

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
                    for (Call call : steps) {
                        recipe = call.apply(recipe);
                    }
                    for (Call call : rules) {
                        recipe = call.apply(recipe);
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

    private static Arbitrary<Call> steps() {
        IntegerArbitrary counts = Arbitraries.integers();
        return Arbitraries.oneOf(
                Combinators.combine(names(), counts.greaterOrEqual(1), donors(), shares())
                        .<Call>as((name, n, donors, shares) ->
                                r -> r.widen(name).donors(donors).shares(shares).to(n)),
                Combinators.combine(names(), counts.greaterOrEqual(1))
                        .<Call>as((name, n) -> r -> r.widen(name).by(n)),
                Combinators.combine(names(), factors())
                        .<Call>as((name, x) -> r -> r.widen(name).times(x)),
                Combinators.combine(names(), counts.greaterOrEqual(1))
                        .<Call>as((name, n) -> r -> r.extendVocabulary(name).to(n)),
                Combinators.combine(names(), counts.greaterOrEqual(1))
                        .<Call>as((name, n) -> r -> r.extendVocabulary(name).by(n)),
                names().<Call>map(name -> r -> r.deepenAfter(name)),
                Arbitraries.<Call>of(r -> r.shrinkAndPerturb(0.4, 0.1), r -> r.shrinkAndPerturb(1, 0)),
                Combinators.combine(names(), counts.greaterOrEqual(1))
                        .<Call>as((name, n) -> r -> r.nHeads(name).to(n)),
                Combinators.combine(names(), counts.greaterOrEqual(1))
                        .<Call>as((name, n) -> r -> r.headSize(name).to(n)),
                Combinators.combine(names(), counts.greaterOrEqual(1))
                        .<Call>as(
                                (name, n) -> r -> r.factorize(name).kernelLast().to(n)),
                Combinators.combine(names(), counts.greaterOrEqual(1))
                        .<Call>as((name, n) -> r ->
                                r.factorize(name).withSlopes().kernelFirst().to(n)),
                Combinators.combine(selectors(), factors())
                        .<Call>as((layers, x) -> r -> r.widenAll(layers).times(x)),
                deepenings());
    }

    private static Arbitrary<Call> deepenings() {
        IntegerArbitrary counts = Arbitraries.integers();
        return Arbitraries.oneOf(
                Combinators.combine(names(), batchNorms())
                        .<Call>as((name, rule) -> r ->
                                r.deepenAfter(name, Deepening.identityUnit().batchNorm(rule))),
                Combinators.combine(names(), counts.greaterOrEqual(1))
                        .<Call>as((name, n) -> r -> r.deepenAfter(
                                name,
                                Deepening.zeroResidual().width(n).like(name).names(List.of(name, name + "_")))),
                Combinators.combine(
                                names(),
                                counts.greaterOrEqual(1)
                                        .array(int[].class)
                                        .ofMinSize(1)
                                        .ofMaxSize(3))
                        .<Call>as((name, sizes) -> r -> r.enlargeKernel(name).to(sizes)));
    }

    private static Arbitrary<Layers> selectors() {
        return Arbitraries.oneOf(
                Arbitraries.of(List.of(Layers.all(), Layers.convolutions())),
                names().map(Layers::ofKind),
                names().list()
                        .uniqueElements()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .map(all -> Layers.named(all.toArray(String[]::new))));
    }

    private static Arbitrary<Deepening.BatchNorm> batchNorms() {
        return Arbitraries.oneOf(
                Arbitraries.of(List.of(new Deepening.Uncalibrated(), new Deepening.Omitted())),
                names().map(CalibrationData.Awaited::new).map(Deepening::calibratedOn));
    }

    private static Arbitrary<Call> rules() {
        return Arbitraries.oneOf(
                donors().<Call>map(rule -> r -> r.donors(rule)),
                shares().<Call>map(rule -> r -> r.shares(rule)),
                symmetries().<Call>map(rule -> r -> r.breakSymmetry(rule)),
                Arbitraries.longs().<Call>map(seed -> r -> r.seed(seed)),
                rates().<Call>map(rule -> r -> r.learningRate(rule)),
                Arbitraries.<Call>just(Recipe::resetOptimizer),
                Arbitraries.of(Baseline.values()).<Call>map(baseline -> r -> r.baseline(baseline)));
    }

    private static Arbitrary<Donors> donors() {
        return Arbitraries.oneOf(
                Arbitraries.of(List.of(Donors.random(), Donors.cyclic(), Donors.fresh())),
                Arbitraries.integers()
                        .greaterOrEqual(0)
                        .array(int[].class)
                        .ofMaxSize(4)
                        .map(Donors::given));
    }

    private static Arbitrary<Shares> shares() {
        return Arbitraries.oneOf(
                Arbitraries.of(List.of(Shares.equal(), Shares.balanced(), Shares.original())),
                fractions().map(Shares::uneven));
    }

    private static Arbitrary<SymmetryBreaking> symmetries() {
        return Arbitraries.oneOf(
                Arbitraries.just(SymmetryBreaking.none()),
                fractions().map(SymmetryBreaking::zeroSumNoise),
                fractions().map(SymmetryBreaking::unevenShares),
                fractions().map(SymmetryBreaking::incomingNoise),
                fractions().map(SymmetryBreaking::dropout));
    }

    private static Arbitrary<LearningRates> rates() {
        Arbitrary<Integer> warmUps = Arbitraries.integers().between(0, 10_000);
        Arbitrary<LearningRates> ofTeacher = Combinators.combine(
                        Arbitraries.of(true, false), factors(), factors(), warmUps)
                .as((follows, factor, ofNew, warmUp) -> new LearningRates(follows, factor, ofNew, warmUp, null));
        Arbitrary<LearningRates> cosines = Combinators.combine(factors(), factors(), warmUps)
                .as((peak, ofNew, warmUp) ->
                        LearningRates.cosine(peak, warmUp + 1).newLayers(ofNew).warmUp(warmUp));
        return Arbitraries.oneOf(ofTeacher, cosines);
    }
}
