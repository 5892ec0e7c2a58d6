package io.github.net2net.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.Step;
import org.jspecify.annotations.Nullable;

/**
 * A recipe as JSON. All its words are written; those that are left out by hand have their usual meaning.
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
        ArrayNode list = object.put("seed", options.seed()).putArray("steps");
        steps.forEach(step -> list.add(StepsJson.write(step)));
        object.set("donors", RulesJson.donors(options.donors()));
        object.set("shares", RulesJson.shares(options.shares()));
        object.set("breakSymmetry", RulesJson.symmetry(options.symmetry()));
        object.set("learningRate", RulesJson.rate(options.training().rate()));
        return object.put("optimiser", options.training().carriesState() ? "kept" : "reset")
                .put("baseline", options.randomPad() ? "randomPad" : "none");
    }

    static RecipeDocument read(Fields fields) {
        ImmutableList<Step> steps = fields.get("steps").list(StepsJson::read);
        Options options = trained(fields, ruled(fields, Options.DEFAULT));
        fields.done();
        return new RecipeDocument(steps, options);
    }

    private static Options ruled(Fields fields, Options usual) {
        Value seed = fields.find("seed");
        Value donors = fields.find("donors");
        Value shares = fields.find("shares");
        Value symmetry = fields.find("breakSymmetry");
        Options options = seed == null ? usual : usual.withSeed(seed.whole());
        options = donors == null ? options : options.withDonors(RulesJson.donors(donors));
        options = shares == null ? options : options.withShares(RulesJson.shares(shares));
        return symmetry == null ? options : options.withSymmetry(RulesJson.symmetry(symmetry));
    }

    private static Options trained(Fields fields, Options ruled) {
        Value rate = fields.find("learningRate");
        Options options = rate == null ? ruled : ruled.withRate(RulesJson.rate(rate));
        options = either(fields.find("optimiser"), "kept", "reset") ? options.withoutOptimiserState() : options;
        return either(fields.find("baseline"), "none", "randomPad") ? options.asRandomPad() : options;
    }

    /** Whether the value is the unusual one. */
    private static boolean either(@Nullable Value value, String usual, String unusual) {
        if (value == null || value.text().equals(usual)) {
            return false;
        } else if (!value.text().equals(unusual)) {
            throw value.insteadOf("\"" + usual + "\" or \"" + unusual + "\"");
        }
        return true;
    }
}
