package io.github.net2net.plan;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.function.UnaryOperator;

/**
 * A layer in front of another one, the weights of the two being factors of what the one had.
 *
 * @param to how many channels are between the two
 * @param slopes whether a PReLU is between them
 */
public record Factorize(String layer, int to, boolean slopes) implements Step {
    public Factorize {
        checkArgument(to > 0, "to(%s): give a number of channels, 1 or more", to);
    }

    @Override
    public PlanState planned(PlanState state, Options ofRecipe) {
        return new FactorPlanner(state, this).factorize();
    }

    @Override
    public String text() {
        return "factorize '" + layer + "' to " + to;
    }

    @Override
    public Step renamed(UnaryOperator<String> change) {
        return new Factorize(change.apply(layer), to, slopes);
    }
}
