package io.github.net2net.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a recipe.
 *
 * @param steps in their order
 * @param options what is specified for all of them; null for nothing
 */
public record RecipeData(List<Step> steps, @Nullable Options options) {
    public RecipeData {
        steps = List.copyOf(steps);
        options = Options.NONE.equals(options) ? null : options;
    }

    /** The options, if only that none are specified. */
    public Options specified() {
        return options == null ? Options.NONE : options;
    }
}
