package io.github.net2net.dl4j.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.github.net2net.Growth;
import io.github.net2net.Recipe;
import java.util.List;

/** The recipes that a search tries on a network. */
@FunctionalInterface
public interface RecipeSource {

    /**
     * The recipes for a network, without repetition; the same for the same network.
     *
     * @param growth of the network, without steps; for {@link Growth#inspect()} and for trying steps
     */
    List<Recipe> recipes(Growth<?> growth);

    /** The given recipes, whatever the network is. */
    static RecipeSource of(Recipe... recipes) {
        ImmutableList<Recipe> given = ImmutableList.copyOf(recipes);
        return growth -> given;
    }

    /**
     * Every combination of one recipe from each list, in the order of the lists. {@code Recipe.of()} in a list leaves its
     * place out; the combination without any step is left out, as the search has it anyway.
     */
    static RecipeSource grid(List<List<Recipe>> dimensions) {
        ImmutableList<Recipe> combinations = Lists.cartesianProduct(dimensions).stream()
                .map(parts -> parts.stream().reduce(Recipe.of(), Recipe::andThen))
                .filter(recipe -> !recipe.equals(Recipe.of()))
                .distinct()
                .collect(ImmutableList.toImmutableList());
        return growth -> combinations;
    }

    /**
     * All networks that are one step away: one group of coupled channels widened, a new layer at one place, or the kernel of
     * one convolution larger by two, at every place that can. Batch norms of new layers are calibrated on the first batch of
     * training data.
     *
     * @param factor of a widening; the next possible width above it where that can't be
     * @throws IllegalArgumentException if it is not a finite number above 1
     */
    static RecipeSource neighbors(double factor) {
        return new Neighbors(factor);
    }

    /** The recipes of both, those of this one first. */
    default RecipeSource and(RecipeSource more) {
        return growth -> ImmutableList.<Recipe>builder()
                .addAll(recipes(growth))
                .addAll(more.recipes(growth))
                .build();
    }
}
