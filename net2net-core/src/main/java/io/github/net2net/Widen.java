package io.github.net2net;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.plan.Amount;
import io.github.net2net.plan.Step;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Shares;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A widening whose width is still to be given. */
@CheckReturnValue
public final class Widen<S> {
    private final GrowthSteps<S> recipe;
    private final String layer;
    private final @Nullable Donors donors;
    private final @Nullable Shares shares;

    Widen(GrowthSteps<S> recipe, String layer, @Nullable Donors donors, @Nullable Shares shares) {
        this.recipe = recipe;
        this.layer = layer;
        this.donors = donors;
        this.shares = shares;
    }

    /** Which channels the new ones of this widening copy, instead of what the whole recipe specifies. */
    public Widen<S> donors(Donors rule) {
        return new Widen<>(recipe, layer, GrowthSteps.required(rule), shares);
    }

    /** How weights are divided among the copies of this widening, instead of what the whole recipe specifies. */
    public Widen<S> shares(Shares rule) {
        return new Widen<>(recipe, layer, donors, GrowthSteps.required(rule));
    }

    /**
     * To this number of channels.
     *
     * @throws IllegalArgumentException if it is not 1 or more
     */
    public S to(int channels) {
        return widen(() -> new Amount.To(channels));
    }

    /**
     * By this number of channels.
     *
     * @throws IllegalArgumentException if it is not 1 or more
     */
    public S by(int channels) {
        return widen(() -> new Amount.By(channels));
    }

    /**
     * To this multiple, rounded to the nearest integer, halves up.
     *
     * @throws IllegalArgumentException if it is not a finite number above 1
     */
    public S times(double factor) {
        return widen(() -> new Amount.Times(factor));
    }

    private S widen(Supplier<Amount> amount) {
        return recipe.then(
                new Step.Widen(layer, GrowthSteps.checked("widen(\"" + layer + "\")", amount), donors, shares));
    }
}
