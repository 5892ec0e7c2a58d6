package io.github.net2net;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.Step;
import java.util.Objects;
import java.util.function.UnaryOperator;

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

    /** The steps of this recipe, then those of the other, with the other's donors, shares, symmetry and seed. */
    public Recipe andThen(Recipe next) {
        return new Recipe(
                ImmutableList.<Step>builder().addAll(steps).addAll(next.steps).build(), next.options);
    }

    @Override
    Recipe then(Step step) {
        return new Recipe(ImmutableList.<Step>builder().addAll(steps).add(step).build(), options);
    }

    @Override
    Recipe with(UnaryOperator<Options> change) {
        return new Recipe(steps, change.apply(options));
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
