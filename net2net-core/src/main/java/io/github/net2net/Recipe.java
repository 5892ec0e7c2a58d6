package io.github.net2net;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.json.RecipeDocument;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.Step;
import io.github.net2net.transform.BatchNormRule;
import java.util.Objects;

/**
 * The steps of a growth as a value, without a teacher: to be kept, swept over, and used on networks that do not exist
 * yet. Equal recipes grow equal students.
 *
 * <pre>{@code
 * Recipe recipe = Recipe.of().widenAll(Layers.convolutions()).times(1.5).deepenAfter("conv3").seed(42);
 * }</pre>
 */
@CheckReturnValue
public final class Recipe extends GrowthWords<Recipe> {
    private final ImmutableList<Step> steps;
    private final Options options;

    private Recipe(ImmutableList<Step> steps, Options options) {
        this.steps = steps;
        this.options = options;
    }

    /** The recipe without steps. */
    public static Recipe of() {
        return new Recipe(ImmutableList.of(), Options.DEFAULT);
    }

    /** The steps of this recipe, then those of the other; options that the other states replace this one's. */
    public Recipe andThen(Recipe next) {
        requireNonNull(next, "andThen(null): give a recipe");
        return new Recipe(
                ImmutableList.<Step>builder().addAll(steps).addAll(next.steps).build(),
                options.overriddenBy(next.options));
    }

    /**
     * The recipe that {@link #toJson} wrote. It may leave out all but the steps.
     *
     * <p>JSON does not hold data: steps that calibrate a batch norm await it, see {@link #withData}.
     *
     * @throws GrowthException if the text is no recipe; the message says where
     */
    public static Recipe fromJson(String json) {
        return of(RecipeDocument.fromJson(json));
    }

    /**
     * The recipe as JSON: format 1, the steps and the options that were stated, without the data on which batch norms
     * are calibrated.
     */
    public String toJson() {
        return document().toJson();
    }

    /** Whether it calibrates batch norms on data that it was not given since it was read from JSON. */
    public boolean awaitsData() {
        return steps.stream().anyMatch(Recipe::awaitsData);
    }

    /**
     * This recipe with the data that it awaits since it was read from JSON.
     *
     * @param data one for all steps that await data, or one for each of them in their order
     * @throws GrowthException if these are neither one nor as many as await data, or none awaits any
     */
    public Recipe withData(BatchNormRule.Calibrated... data) {
        long awaiting = steps.stream().filter(Recipe::awaitsData).count();
        if (awaiting == 0 || (data.length != 1 && data.length != awaiting)) {
            throw new GrowthException(String.format(
                    "cannot give data to the recipe: %d of its steps await data, but %d are given. Give one for all"
                            + " of them, or one for each.",
                    awaiting, data.length));
        }
        ImmutableList.Builder<Step> filled = ImmutableList.builder();
        int next = 0;
        for (Step step : steps) {
            boolean awaits = awaitsData(step);
            filled.add(awaits ? new Step.Deepen(((Step.Deepen) step).after(), data[next]) : step);
            next = awaits && data.length > 1 ? next + 1 : next;
        }
        return new Recipe(filled.build(), options);
    }

    private static boolean awaitsData(Step step) {
        return step instanceof Step.Deepen deepen && deepen.batchNorm() instanceof BatchNormRule.AwaitsData;
    }

    static Recipe of(RecipeDocument document) {
        return new Recipe(document.steps(), document.options());
    }

    RecipeDocument document() {
        return new RecipeDocument(steps, options);
    }

    @Override
    Recipe then(Step step) {
        return new Recipe(ImmutableList.<Step>builder().addAll(steps).add(step).build(), options);
    }

    @Override
    Recipe with(Options stated) {
        return new Recipe(steps, options.overriddenBy(stated));
    }

    ImmutableList<Step> steps() {
        return steps;
    }

    Options options() {
        return options;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recipe recipe && steps.equals(recipe.steps) && options.equals(recipe.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(steps, options);
    }

    @Override
    public String toString() {
        return "Recipe" + steps + " " + options;
    }
}
