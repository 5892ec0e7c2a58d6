package io.github.net2net;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.json.Json;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.RecipeData;
import io.github.net2net.plan.Step;
import io.github.net2net.rule.Deepening;
import java.util.List;

/**
 * The steps of a growth as a value, without a teacher: to be stored, swept over, and used on networks that do not exist
 * yet. Equal recipes grow equal students.
 *
 * <pre>{@code
 * Recipe recipe = Recipe.of().widenAll(Layers.convolutions()).times(1.5).deepenAfter("conv3").seed(42);
 * }</pre>
 */
@CheckReturnValue
public final class Recipe extends GrowthSteps<Recipe> {
    private static final String KIND = "recipe";

    private final RecipeData data;

    Recipe(RecipeData data) {
        this.data = data;
    }

    private static Recipe of(List<Step> steps, Options options) {
        return new Recipe(new RecipeData(steps, options));
    }

    /** The recipe without steps. */
    public static Recipe of() {
        return of(List.of(), Options.NONE);
    }

    /** The steps of this recipe, then those of the other; options that the other specifies replace this one's. */
    public Recipe andThen(Recipe next) {
        requireNonNull(next, "andThen(null): give a recipe");
        return of(
                ImmutableList.<Step>builder()
                        .addAll(steps())
                        .addAll(next.steps())
                        .build(),
                options().overriddenBy(next.options()));
    }

    /**
     * The recipe that {@link #toJson} wrote. Only the steps are required.
     *
     * <p>JSON does not hold data: steps that calibrate a batch norm await it, see {@link #withData}.
     *
     * @throws GrowthException if the text is no recipe; the message names the place
     */
    public static Recipe fromJson(String json) {
        return new Recipe(Json.read(json, KIND, RecipeData.class));
    }

    /**
     * The recipe as JSON: format 1, the steps and the options that are specified, without the data on which batch norms
     * are calibrated.
     */
    public String toJson() {
        return Json.write(KIND, data);
    }

    /** Whether it calibrates batch norms on data that is still to be supplied, since it was read from JSON. */
    public boolean awaitsData() {
        return steps().stream().anyMatch(Step::awaitsData);
    }

    /**
     * This recipe with the data that it awaits since it was read from JSON.
     *
     * @param data one for all steps that await data, or one for each of them in their order
     * @throws GrowthException if these are neither one nor as many as await data, or none awaits any
     */
    public Recipe withData(Deepening.Calibrated... data) {
        long awaiting = steps().stream().filter(Step::awaitsData).count();
        if (awaiting == 0 || (data.length != 1 && data.length != awaiting)) {
            throw new GrowthException(String.format(
                    "cannot give data to the recipe: %d of its steps await data, but %d are given. Give one for all"
                            + " of them, or one for each.",
                    awaiting, data.length));
        }
        ImmutableList.Builder<Step> filled = ImmutableList.builder();
        int next = 0;
        for (Step step : steps()) {
            boolean awaits = step.awaitsData();
            filled.add(awaits ? step.withData(data[next]) : step);
            next = awaits && data.length > 1 ? next + 1 : next;
        }
        return of(filled.build(), options());
    }

    @Override
    Recipe then(Step step) {
        return of(ImmutableList.<Step>builder().addAll(steps()).add(step).build(), options());
    }

    @Override
    Recipe with(Options specified) {
        return of(steps(), options().overriddenBy(specified));
    }

    List<Step> steps() {
        return data.steps();
    }

    Options options() {
        return data.specified();
    }

    RecipeData data() {
        return data;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recipe recipe && data.equals(recipe.data);
    }

    @Override
    public int hashCode() {
        return data.hashCode();
    }

    @Override
    public String toString() {
        return "Recipe" + steps() + " " + options();
    }
}
