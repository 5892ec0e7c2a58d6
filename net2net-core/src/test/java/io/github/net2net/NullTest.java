package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A missing argument is named at the call that misses it. */
class NullTest {

    /** Calls on a recipe and on a growth, by the beginning of what they are told. */
    private static <S extends GrowthSteps<S>> Map<String, Function<S, Object>> calls() {
        Map<String, Function<S, Object>> calls = new LinkedHashMap<>();
        calls.put("widen(null): give a layer's name", s -> s.widen(null));
        calls.put("widenAll(null): give Layers.all() or another selector", s -> s.widenAll(null));
        calls.put("deepenAfter(null): give a layer's name", s -> s.deepenAfter(null));
        calls.put("deepenAfter(.., null): give Deepening.exact() or another deepening", s -> s.deepenAfter("fc", null));
        calls.put("enlargeKernel(null): give a layer's name", s -> s.enlargeKernel(null));
        calls.put("extendVocabulary(null): give a layer's name", s -> s.extendVocabulary(null));
        calls.put(
                "enlargeKernel(..).to(null): give a size for each spatial dimension",
                s -> s.enlargeKernel("conv1").to((int[]) null));
        calls.put("factorize(null): give a layer's name", s -> s.factorize(null));
        calls.put("nHeads(null): give a layer's name", s -> s.nHeads(null));
        calls.put("headSize(null): give a layer's name", s -> s.headSize(null));
        calls.put("donors(null): give Donors.random() or another rule", s -> s.donors(null));
        calls.put("shares(null): give Shares.equal() or another rule", s -> s.shares(null));
        calls.put("breakSymmetry(null): give SymmetryBreaking.none() or another rule", s -> s.breakSymmetry(null));
        calls.put("learningRate(null): give LearningRates.keep() or another rule", s -> s.learningRate(null));
        calls.put("baseline(null): give Baseline.RANDOM_PAD or another one, or leave it out", s -> s.baseline(null));
        return calls;
    }

    private static <S> void assertNamed(S subject, Map<String, Function<S, Object>> calls) {
        calls.forEach((text, call) -> assertThat(assertThrows(NullPointerException.class, () -> call.apply(subject)))
                .hasMessage(text));
    }

    @Test
    void a_recipe_names_the_argument_that_is_null() {
        assertNamed(Recipe.of(), calls());
        assertNamed(
                Recipe.of(),
                Map.of(
                        "andThen(null): give a recipe", r -> r.andThen(null),
                        "donors(null): give Donors.random() or another rule",
                                r -> r.widen("a").donors(null),
                        "shares(null): give Shares.equal() or another rule",
                                r -> r.widenAll(Layers.all()).shares(null)));
    }

    @Test
    void a_growth_names_the_argument_that_is_null() {
        Growth<GraphNet> growth = Growth.of(new GraphNetAdapter(), Teachers.residual());
        assertNamed(growth, calls());
        assertNamed(
                growth,
                Map.of(
                        "apply(null): give a recipe", g -> g.apply(null),
                        "replay(null): give a plan", g -> g.replay(null),
                        "verifyOn(null): give a probe, or leave verifyOn(..) out", g -> g.verifyOn(null),
                        "growReleasing(null): give what loads the teacher again", g -> g.growReleasing(null)));
    }

    @Test
    void the_factories_name_the_argument_that_is_null() {
        assertNamed(
                "",
                Map.of(
                        "named(.., null): give the layers' names", s -> Layers.named("a", null),
                        "ofKind(null): give a kind, such as \"dense layer\"", s -> Layers.ofKind(null),
                        "given(null): give the number of a channel for each added one", s -> Donors.given((int[]) null),
                        "calibratedOn(null): give calibration data", s -> Deepening.calibratedOn(null),
                        "batchNorm(null): give calibratedOn(data) or uncalibrated()",
                                s -> Deepening.identityUnit().batchNorm(null)));
    }
}
