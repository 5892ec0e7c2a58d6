package io.github.net2net;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.plan.Step;
import java.util.function.IntFunction;

/** A growth of attention heads whose number or size is still to be given. */
@CheckReturnValue
public final class Heads<S> {
    private final GrowthSteps<S> recipe;
    private final String call;
    private final IntFunction<Step> step;

    Heads(GrowthSteps<S> recipe, String call, IntFunction<Step> step) {
        this.recipe = recipe;
        this.call = call;
        this.step = step;
    }

    /**
     * To this number.
     *
     * @throws IllegalArgumentException if it is not 1 or more
     */
    public S to(int number) {
        return recipe.then(GrowthSteps.checked(call, () -> step.apply(number)));
    }
}
