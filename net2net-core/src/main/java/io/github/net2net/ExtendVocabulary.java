package io.github.net2net;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.plan.Amount;
import io.github.net2net.plan.Step;
import java.util.function.IntFunction;

/** A larger vocabulary whose size is still to be given. */
@CheckReturnValue
public final class ExtendVocabulary<S> {
    private final GrowthSteps<S> recipe;
    private final String layer;

    ExtendVocabulary(GrowthSteps<S> recipe, String layer) {
        this.recipe = recipe;
        this.layer = layer;
    }

    /**
     * To this number of entries.
     *
     * @throws IllegalArgumentException if it is not 1 or more
     */
    public S to(int entries) {
        return extend("to", entries, Amount.To::new);
    }

    /**
     * By this number of entries.
     *
     * @throws IllegalArgumentException if it is not 1 or more
     */
    public S by(int entries) {
        return extend("by", entries, Amount.By::new);
    }

    private S extend(String call, int entries, IntFunction<Amount> amount) {
        checkArgument(
                entries > 0,
                "extendVocabulary(\"%s\").%s(%s): give a number of entries, 1 or more",
                layer,
                call,
                entries);
        return recipe.then(new Step.ExtendVocabulary(layer, amount.apply(entries)));
    }
}
