package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
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

    private static final String WRITTEN = """
                        {
                          "net2net": "recipe",
                          "format": 1,
                          "steps": [ {
                            "type": "widen",
                            "layer": "conv1",
                            "amount": {
                              "type": "to",
                              "channels": 10
                            },
                            "donors": {
                              "type": "given",
                              "channels": [ 3, 1 ]
                            },
                            "shares": {
                              "type": "original"
                            }
                          }, {
                            "type": "deepen",
                            "after": "conv2",
                            "deepening": {
                              "way": {
                                "type": "identityUnit"
                              },
                              "batchNorm": {
                                "type": "omitted"
                              }
                            }
                          } ],
                          "options": {
                            "seed": 42,
                            "donors": {
                              "type": "cyclic"
                            }
                          }
                        }""";

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

        assertThat(recipe.toJson()).isEqualTo(WRITTEN);
    }

    @Test
    void a_recipe_by_hand_needs_only_its_steps() {
        String byHand = """
                {"net2net": "recipe", "format": 1, "steps": [
                    {"type": "widenAll", "layers": {"type": "convolutions"}, "amount": {"type": "times", "factor": 2}}
                ]}""";

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
    void steps_for_several_layers_await_data_too() {
        Recipe several = Recipe.of()
                .deepenAll(Layers.all(), Deepening.identityUnit().batchNorm(Deepening.calibratedOn(BATCH)))
                .deepenAll(Layers.all(), Deepening.identityUnit().withoutBatchNorm());
        Recipe read = Recipe.fromJson(several.toJson());
        assertThat(read.awaitsData()).isTrue();
        assertThat(several.awaitsData()).isFalse();
        assertThat(read.withData(Deepening.calibratedOn(BATCH))).isEqualTo(several);
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
            {}                                        | steps[0] has no field 'type'; give "widen", "widenAll", "widenToBudget", "deepen", "deepenAll", "enlargeKernel", "extendVocabulary", "addInputs", "addClasses", "nHeads", "headSize", "factorize", "merge" or "shrinkAndPerturb"
            {"type": "shrink"}                        | steps[0].type is "shrink"; give "widen", "widenAll", "widenToBudget", "deepen", "deepenAll", "enlargeKernel", "extendVocabulary", "addInputs", "addClasses", "nHeads", "headSize", "factorize", "merge" or "shrinkAndPerturb"
            {"type": 3}                               | steps[0].type is 3; give "widen", "widenAll", "widenToBudget", "deepen", "deepenAll", "enlargeKernel", "extendVocabulary", "addInputs", "addClasses", "nHeads", "headSize", "factorize", "merge" or "shrinkAndPerturb"
            {"type": "deepen", "after": "a", "type": "widen"} | no JSON
            {"type": "widen", "layer": "a"}           | steps[0] has no field 'amount'
            {"type": "widen", "amount": {"type": "to", "channels": 3}} | steps[0] has no field 'layer'
            {"type": "widen", "layer": null, "amount": {"type": "to", "channels": 3}} | steps[0].layer is null; give a value, or leave it out
            {"type": "widen", "layer": 7, "amount": {"type": "to", "channels": 3}} | steps[0].layer is 7; give a text
            {"type": "widen", "layer": "a", "amount": 3} | steps[0].amount is 3; give an object
            {"type": "widen", "layer": "a", "amount": null} | steps[0].amount is null; give a value, or leave it out
            {"type": "enlargeKernel", "layer": "a", "to": 5} | steps[0].to is 5; give a list
            {"type": "enlargeKernel", "layer": "a", "to": [5, "5"]} | steps[0].to[1] is "5"; give a whole number
            {"type": "enlargeKernel", "layer": "a", "to": []} | steps[0]: to(): give a size for each spatial dimension, such as to(5, 5)
            {"type": "enlargeKernel", "layer": "a", "to": [3, 0]} | steps[0]: to(3, 0): give sizes of 1 or more
            {"type": "factorize", "layer": "a", "to": 0, "slopes": false} | steps[0]: to(0): give a number of channels, 1 or more
            {"type": "deepen", "after": "a", "deepening": {"batchNorm": "no"}} | steps[0].deepening.batchNorm is "no"; give an object
            {"type": "deepen", "after": "a", "deepening": {"batchNorm": {"type": "no"}}} | steps[0].deepening.batchNorm.type is "no"; give "calibrated", "uncalibrated" or "omitted"
            {"type": "deepen", "after": "a", "deepening": {"batchNorm": {"type": "calibrated", "data": 1}}} | steps[0].deepening.batchNorm.data is 1; give a text
            7                                         | steps[0] is 7; give an object
            null                                      | steps[0] is null; give a value, or leave it out
            """)
    void what_is_no_step_is_refused_with_its_place(String step, String reason) {
        assertStepRefused(step, reason);
    }

    private static void assertStepRefused(String step, String reason) {
        String json = "{\"net2net\": \"recipe\", \"format\": 1, \"steps\": [" + step + "]}";

        assertThatThrownBy(() -> Recipe.fromJson(json))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot read the recipe: " + reason)
                .satisfies(refusal -> assertThat(refusal.getMessage().length())
                        .isLessThanOrEqualTo(reason.startsWith("no JSON") ? 200 : reason.length() + 26));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "to", "channels": "24"}          | steps[0].amount.channels is "24"; give a whole number
            {"type": "to", "channels": 2.5}           | steps[0].amount.channels is 2.5; give a whole number
            {"type": "to", "channels": 3000000000}    | steps[0].amount.channels is 3000000000; give a whole number
            {"type": "to", "channels": true}          | steps[0].amount.channels is true; give a whole number
            {"type": "to"}                            | steps[0].amount has no field 'channels'
            {"type": "to", "channels": 24, "too": 1}  | steps[0].amount has the unknown field 'too'; known there are [channels]
            {"type": "times", "factor": null}         | steps[0].amount.factor is null; give a value, or leave it out
            {"type": "times", "factor": NaN}          | no JSON
            {"type": "times", "factor": "NaN"}        | steps[0].amount: times(NaN): give a finite factor above 1, such as 1.5
            {"type": "times", "factor": 1e999}        | steps[0].amount: times(Infinity): give a finite factor above 1, such as 1.5
            {"type": "times", "factor": 1}            | steps[0].amount: times(1.0): give a finite factor above 1, such as 1.5
            {"type": "by", "channels": 0}             | steps[0].amount: by(0): give the number of channels to add, 1 or more
            {"type": "to", "channels": 0}             | steps[0].amount: to(0): give a number of channels, 1 or more
            {"type": "to", "channels": -5}            | steps[0].amount: to(-5): give a number of channels, 1 or more
            """)
    void what_is_no_amount_is_refused_with_its_place(String amount, String reason) {
        assertStepRefused("{\"type\": \"widen\", \"layer\": \"a\", \"amount\": " + amount + "}", reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "all"                                     | steps[0].layers is "all"; give an object
            {"type": "every"}                         | steps[0].layers.type is "every"; give "all", "convolutions", "ofKind" or "named"
            {"type": "named", "names": [1]}           | steps[0].layers.names[0] is 1; give a text
            {"type": "named", "names": []}            | steps[0].layers: no layers are named; give at least one name
            """)
    void what_selects_no_layers_is_refused_with_its_place(String layers, String reason) {
        String times = "\"amount\": {\"type\": \"times\", \"factor\": 2}";

        assertStepRefused("{\"type\": \"widenAll\", \"layers\": " + layers + ", " + times + "}", reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "seed": 1.5                           | options.seed is 1.5; give a whole number.
            "donors": {"type": "randm"}           | options.donors.type is "randm"; give "uniform", "cyclic", "given" or "fresh".
            "donors": "random"                    | options.donors is "random"; give an object.
            "donors": null                        | options.donors is null; give a value, or leave it out.
            "donors": {"type": "given", "channels": [0, -2]} | options.donors: a donor of -2; give numbers of channels, counted from 0
            "shares": {"type": "half"}            | options.shares.type is "half"; give "equal", "balanced", "original" or "uneven".
            "shares": {"type": "uneven", "spread": 5.3} | options.shares: a spread of 5.3; give one above 0 and below 1
            "breakSymmetry": {"type": "yes"}      | options.breakSymmetry.type is "yes"; give "none", "zeroSumNoise", "unevenShares", "incomingNoise" or "dropout".
            "breakSymmetry": {"type": "none", "relative": 2} | options.breakSymmetry has the unknown field 'relative'; known there are [].
            "breakSymmetry": {"type": "dropout", "rate": 2} | options.breakSymmetry: a dropout rate of 2.0; give one above 0 and below 1
            "breakSymmetry": {"type": "zeroSumNoise", "relative": 1000} | options.breakSymmetry: relative noise of 1000.0; give one above 0 and below 10, such as 0.5
            "learningRate": {"follows": "yes"}    | options.learningRate.follows is "yes"; give true or false.
            "learningRate": {"follows": true, "factor": 0, "ofNewLayers": 1, "warmUpIterations": 0} | options.learningRate: a learning rate times 0.0; give a finite factor above 0
            "weightConstraints": "all"            | options.weightConstraints is "all"; give "exact", "keep" or "drop".
            "resetOptimizer": "yes"               | options.resetOptimizer is "yes"; give true or false.
            "baseline": "pad"                     | options.baseline is "pad"; give "none", "randomPad", "randomInit" or "fromScratch".
            "baseline": 1                         | options.baseline is 1; give "none", "randomPad", "randomInit" or "fromScratch".
            "sed": 3                              | options has the unknown field 'sed'; known there are [seed, donors, shares, breakSymmetry, learningRate, weightConstraints, resetOptimizer, baseline].
            """)
    void what_is_no_option_is_refused_with_its_place(String field, String reason) {
        String json = "{\"net2net\": \"recipe\", \"format\": 1, \"steps\": [], \"options\": {" + field + "}}";

        assertThatThrownBy(() -> Recipe.fromJson(json))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the recipe: " + reason);
    }

    @Test
    void what_a_recipe_does_not_have_is_refused() {
        assertThatThrownBy(() -> Recipe.fromJson("{\"net2net\": \"recipe\", \"format\": 1, \"steps\": [], \"sed\": 3}"))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the recipe: the document has the unknown field 'sed'; known there are [steps,"
                        + " options].");
    }
}
