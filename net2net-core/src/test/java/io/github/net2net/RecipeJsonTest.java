package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recipes as JSON: what is written, what is read, and what is refused. */
class RecipeJsonTest {
    private static final GraphNet TEACHER = Teachers.residual();

    /** Its {@code toString} would be its numbers. */
    private static final Batch BATCH = Batch.random(TEACHER, Teachers.POSITIONS, 3);

    private static final Recipe CALIBRATED = Recipe.of()
            .deepenAfter("conv2", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(BATCH)))
            .deepenAfter("conv3", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(BATCH)));

    private static Growth<GraphNet> growth() {
        return Growth.of(new GraphNetAdapter(), TEACHER);
    }

    @Test
    void a_recipe_is_written_with_the_options_that_it_states() {
        Recipe recipe = Recipe.of()
                .widen("conv1")
                .donors(Donors.given(3, 1))
                .shares(Shares.original())
                .to(10)
                .deepenAfter("conv2", Deepening.identityUnit().withoutBatchNorm())
                .donors(Donors.cyclic())
                .seed(42);

        assertThat(recipe.toJson()).isEqualTo("""
                        {
                          "net2net": "recipe",
                          "format": 1,
                          "seed": 42,
                          "steps": [ {
                            "widen": "conv1",
                            "to": 10,
                            "donors": {
                              "given": [ 3, 1 ]
                            },
                            "shares": "original"
                          }, {
                            "deepenAfter": "conv2",
                            "batchNorm": "omitted"
                          } ],
                          "donors": "cyclic"
                        }""");
    }

    @Test
    void a_recipe_by_hand_needs_only_its_steps() {
        String byHand = """
                {"net2net": "recipe", "format": 1, "steps": [{"widenAll": "convolutions", "times": 2}]}""";

        assertThat(Recipe.fromJson(byHand))
                .isEqualTo(Recipe.of().widenAll(Layers.convolutions()).times(2));
    }

    @Test
    void data_has_to_be_given_again() {
        Recipe read = Recipe.fromJson(CALIBRATED.toJson());

        assertThat(CALIBRATED.awaitsData()).isFalse();
        assertThat(read.awaitsData()).isTrue();
        assertThat(Recipe.fromJson(read.toJson())).isEqualTo(read);
        assertThat(read.withData(Deepening.calibratedOn(BATCH))).isEqualTo(CALIBRATED);
        assertThat(read.withData(Deepening.calibratedOn(BATCH), Deepening.calibratedOn(BATCH)))
                .isEqualTo(CALIBRATED);
        assertThatThrownBy(() -> growth().apply(read))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot deepen after 'conv2': its batch norm 'bn2' was calibrated on data (" + BATCH
                        + "), which JSON does not hold. Give the data: withData(calibratedOn(data)).");
    }

    @Test
    void each_step_gets_its_own_data_if_there_is_as_much() {
        Batch other = Batch.random(TEACHER, Teachers.POSITIONS, 4);
        Recipe filled = Recipe.fromJson(CALIBRATED.toJson())
                .withData(Deepening.calibratedOn(BATCH), Deepening.calibratedOn(other));

        assertThat(filled)
                .isEqualTo(Recipe.of()
                        .deepenAfter("conv2", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(BATCH)))
                        .deepenAfter("conv3", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(other))));
    }

    @Test
    void too_much_data_is_refused() {
        assertThatThrownBy(() -> CALIBRATED.withData(Deepening.calibratedOn(BATCH)))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot give data to the recipe: 0 of its steps await data, but 1 are given. Give one for"
                        + " all of them, or one for each.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [                         | no JSON in line 1, column 2: Unexpected end-of-input: expected close marker for Array (start marker at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 1])
            {"format": 1, "format": 1} | no JSON in line 1, column 23: Duplicate field 'format'
            {} {}                     | no JSON in line 1, column 4: Trailing token (`START_OBJECT`) found after value (bound as `com.fasterxml.jackson.databind.JsonNode`): not allowed as per `DeserializationFeature.FAIL_ON_TRAILING_TOKENS`
            """)
    void what_is_no_json_is_refused(String json, String reason) {
        assertThatThrownBy(() -> Recipe.fromJson(json))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot read the recipe: no JSON in line 1, column ")
                .hasMessageContaining(reason.substring(0, reason.indexOf(':')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            7                                   | the document is 7; give an object
            {}                                  | the document has no field 'net2net'
            {"net2net": "plan"}                 | net2net is "plan"; give a document of the kind "recipe"
            {"net2net": "recipe"}               | the document has no field 'format'
            {"net2net": "recipe", "format": "1"} | format is "1"; give a whole number
            {"net2net": "recipe", "format": 1}  | the document has no field 'steps'
            """)
    void what_is_no_recipe_is_refused(String json, String reason) {
        assertThatThrownBy(() -> Recipe.fromJson(json))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the recipe: " + reason + ".");
    }

    @Test
    void a_newer_format_is_refused() {
        assertThatThrownBy(() -> Recipe.fromJson("{\"net2net\": \"recipe\", \"format\": 2, \"layers\": []}"))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the recipe: it has format 2, and this version of net2net reads format 1. Read"
                        + " it with the version that wrote it.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                        | steps[0] has none of the fields [widen, widenAll, deepenAfter, enlargeKernel]; give one of them
            {"shrink": "a"}                           | steps[0] has none of the fields [widen, widenAll, deepenAfter, enlargeKernel]; give one of them
            {"widen": "a", "deepenAfter": "a"}        | steps[0] has [widen, deepenAfter] of the fields [widen, widenAll, deepenAfter, enlargeKernel]; give one of them
            {"widen": "a"}                            | steps[0] has none of the fields [to, by, times]; give one of them
            {"widen": "a", "to": "24"}                | steps[0].to is "24"; give a whole number
            {"widen": "a", "to": 2.5}                 | steps[0].to is 2.5; give a whole number
            {"widen": "a", "to": 3000000000}          | steps[0].to is 3000000000; give a whole number
            {"widen": "a", "times": null}             | steps[0].times is null; give a number
            {"widen": "a", "times": 1}                | steps[0].times: times(1.0): give a finite factor above 1, such as 1.5
            {"widen": "a", "by": 0}                   | steps[0].by: by(0): give the number of channels to add, 1 or more
            {"widen": "a", "to": 24, "too": 1}        | steps[0] has the unknown field 'too'; known there are [widen, widenAll, deepenAfter, enlargeKernel, to, by, times, donors, shares]
            {"widenAll": "all", "times": 2}           | steps[0].widenAll is "all"; give "everything", "convolutions", {"kind": ".."} or {"layers": [..]}
            {"widenAll": {"layers": [1]}, "times": 2} | steps[0].widenAll.layers[0] is 1; give a text
            {"deepenAfter": "a", "batchNorm": "no"}   | steps[0].batchNorm is "no"; give "calibrated", "uncalibrated" or "omitted"
            {"widenAll": {"layers": []}, "times": 2}  | steps[0].widenAll.layers: no layers are named; give at least one name
            {"enlargeKernel": "a", "to": 5}           | steps[0].to is 5; give a list
            {"widen": "a", "to": 0}                   | steps[0].to: to(0): give a number of channels, 1 or more
            {"widen": "a", "to": -5}                  | steps[0].to: to(-5): give a number of channels, 1 or more
            {"widen": "a", "to": 9, "shares": {"uneven": 5.3}} | steps[0].shares: a spread of 5.3; give one above 0 and below 1
            {"widen": "a", "to": 9, "donors": {"given": [-1]}} | steps[0].donors: a donor of -1; give numbers of channels, counted from 0
            {"enlargeKernel": "a", "to": []}          | steps[0].to: to(): give a size for each spatial dimension, such as to(5, 5)
            {"enlargeKernel": "a", "to": [3, 0]}      | steps[0].to: to(3, 0): give sizes of 1 or more
            """)
    void what_is_no_step_is_refused_with_its_place(String step, String reason) {
        String json = "{\"net2net\": \"recipe\", \"format\": 1, \"steps\": [" + step + "]}";

        assertThatThrownBy(() -> Recipe.fromJson(json))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the recipe: " + reason + (reason.matches("[\\w.\\[\\]]+: .*") ? "" : "."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "seed": 1.5                           | seed is 1.5; give a whole number.
            "donors": "randm"                     | donors is "randm"; give "random", "cyclic", "fresh" or {"given": [..]}.
            "shares": "half"                      | shares is "half"; give "equal", "balanced", "original" or {"uneven": spread}.
            "breakSymmetry": "yes"                | breakSymmetry is "yes"; give "none", or an object such as {"zeroSumNoise": 0.5}.
            "breakSymmetry": {"dropout": 2}       | breakSymmetry: a dropout rate of 2.0; give one above 0 and below 1
            "breakSymmetry": {"noise": 2}         | breakSymmetry has none of the fields [zeroSumNoise, unevenShares, incomingNoise, dropout]; give one of them.
            "shares": {"uneven": 5.3}             | shares: a spread of 5.3; give one above 0 and below 1
            "donors": {"given": [0, -2]}          | donors: a donor of -2; give numbers of channels, counted from 0
            "breakSymmetry": {"zeroSumNoise": 1000} | breakSymmetry: relative noise of 1000.0; give one above 0 and below 10, such as 0.5
            "learningRate": {"follow": "yes"}     | learningRate.follow is "yes"; give true or false.
            "optimizer": "new"                    | optimizer is "new"; give "kept" or "reset".
            "baseline": "pad"                     | baseline is "pad"; give "none" or "randomPad".
            "sed": 3                              | the document has the unknown field 'sed'; known there are [net2net, format, steps, donors, shares, breakSymmetry, seed, baseline, optimizer, learningRate, weightConstraints].
            """)
    void what_is_no_rule_is_refused_with_its_place(String field, String reason) {
        String json = "{\"net2net\": \"recipe\", \"format\": 1, \"steps\": [], " + field + "}";

        assertThatThrownBy(() -> Recipe.fromJson(json))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the recipe: " + reason);
    }
}
