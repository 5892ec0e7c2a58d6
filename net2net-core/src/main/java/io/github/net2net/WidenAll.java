package io.github.net2net;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.plan.Amount;
import io.github.net2net.plan.Cost;
import io.github.net2net.plan.Step;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import org.jspecify.annotations.Nullable;

/** A widening of several layers whose factor is still to be given. */
@CheckReturnValue
public final class WidenAll<S> {
    private final GrowthSteps<S> recipe;
    private final Layers layers;
    private final @Nullable Donors donors;
    private final @Nullable Shares shares;

    WidenAll(GrowthSteps<S> recipe, Layers layers, @Nullable Donors donors, @Nullable Shares shares) {
        this.recipe = recipe;
        this.layers = layers;
        this.donors = donors;
        this.shares = shares;
    }

    /** Which channels the new ones of these widenings copy, instead of what the whole recipe specifies. */
    public WidenAll<S> donors(Donors rule) {
        return new WidenAll<>(recipe, layers, GrowthSteps.required(rule), shares);
    }

    /** How weights are divided among the copies of these widenings, instead of what the whole recipe specifies. */
    public WidenAll<S> shares(Shares rule) {
        return new WidenAll<>(recipe, layers, donors, GrowthSteps.required(rule));
    }

    /**
     * Each group of channels to this multiple, rounded to the nearest integer, halves up.
     *
     * @throws IllegalArgumentException if it is not a finite number above 1
     */
    public S times(double factor) {
        Amount.Times times = GrowthSteps.checked("widenAll(" + layers + ")", () -> new Amount.Times(factor));
        return recipe.then(new Step.WidenAll(layers, times, donors, shares));
    }

    /** By the largest factor that leaves the network with at most so many parameters. */
    public S toBudget(long parameters) {
        return recipe.then(new Step.WidenToBudget(layers, Cost.PARAMETERS, parameters, donors, shares));
    }

    /** As {@link #toBudget}, of multiply-adds for one example. */
    public S toMultiplyAdds(long perExample) {
        return recipe.then(new Step.WidenToBudget(layers, Cost.MULTIPLY_ADDS, perExample, donors, shares));
    }
}
