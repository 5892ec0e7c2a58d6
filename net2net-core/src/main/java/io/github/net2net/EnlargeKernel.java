package io.github.net2net;

import static java.util.Objects.requireNonNull;

import com.google.common.primitives.Ints;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.plan.Step;

/** An enlargement whose sizes are still to be given. */
@CheckReturnValue
public final class EnlargeKernel<S> {
    private final GrowthSteps<S> recipe;
    private final String layer;

    EnlargeKernel(GrowthSteps<S> recipe, String layer) {
        this.recipe = recipe;
        this.layer = layer;
    }

    /**
     * To these sizes, one per spatial dimension: height, width.
     *
     * @throws IllegalArgumentException if there are none, or one is not 1 or more
     */
    public S to(int... sizes) {
        requireNonNull(sizes, "enlargeKernel(..).to(null): give a size for each spatial dimension");
        return recipe.then(GrowthSteps.checked(
                "enlargeKernel(\"" + layer + "\")", () -> new Step.EnlargeKernel(layer, Ints.asList(sizes))));
    }
}
