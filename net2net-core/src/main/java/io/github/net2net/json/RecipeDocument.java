package io.github.net2net.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.Step;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A recipe as JSON: its steps, and the options that it states.
 *
 * @param steps the steps
 * @param options what holds for all of them
 */
public record RecipeDocument(ImmutableList<Step> steps, Options options) {
    private static final String KIND = "recipe";

    /** The whole text. */
    public String toJson() {
        return Documents.print(writeTo(Documents.create(KIND)));
    }

    /**
     * The recipe of a text.
     *
     * @throws io.github.net2net.GrowthException if it is none
     */
    public static RecipeDocument fromJson(String text) {
        return read(Documents.parse(text, KIND));
    }

    ObjectNode writeTo(ObjectNode object) {
        Long seed = options.statedSeed();
        if (seed != null) {
            object.put("seed", seed);
        }
        ArrayNode list = object.putArray("steps");
        steps.forEach(step -> list.add(StepsJson.write(step)));
        set(object, "donors", options.statedDonors(), RulesJson::donors);
        set(object, "shares", options.statedShares(), RulesJson::shares);
        set(object, "breakSymmetry", options.statedSymmetry(), RulesJson::symmetry);
        set(
                object,
                "weightConstraints",
                options.statedTraining().constraints(),
                rule -> RulesJson.word(rule.name().toLowerCase(Locale.ROOT)));
        set(object, "learningRate", options.statedTraining().rate(), RulesJson::rate);
        set(
                object,
                "optimizer",
                options.statedTraining().carriesState(),
                carries -> RulesJson.word(carries ? "kept" : "reset"));
        set(object, "baseline", options.statedBaseline(), pad -> RulesJson.word(pad ? "randomPad" : "none"));
        return object;
    }

    static <T> void set(ObjectNode object, String field, @Nullable T stated, Function<T, JsonNode> json) {
        if (stated != null) {
            object.set(field, json.apply(stated));
        }
    }

    static RecipeDocument read(Fields fields) {
        ImmutableList<Step> steps = fields.get("steps").list(StepsJson::read);
        Options options = new Options(
                read(fields, "donors", RulesJson::donors),
                read(fields, "shares", RulesJson::shares),
                read(fields, "breakSymmetry", RulesJson::symmetry),
                read(fields, "seed", Value::whole),
                read(fields, "baseline", value -> either(value, "none", "randomPad")),
                new Options.TrainingOptions(
                        read(fields, "optimizer", value -> !either(value, "kept", "reset")),
                        read(fields, "learningRate", RulesJson::rate),
                        read(fields, "weightConstraints", RulesJson::constraints)));
        fields.done();
        return new RecipeDocument(steps, options);
    }

    static <T> @Nullable T read(Fields fields, String field, Function<Value, T> meaning) {
        Value value = fields.find(field);
        return value == null ? null : meaning.apply(value);
    }

    /** Whether the value is the second one. */
    private static boolean either(Value value, String first, String second) {
        if (!value.text().equals(first) && !value.text().equals(second)) {
            throw value.insteadOf("\"" + first + "\" or \"" + second + "\"");
        }
        return value.text().equals(second);
    }
}
