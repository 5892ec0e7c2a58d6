package io.github.net2net.plan;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A layer before another one, the weights of the two being factors of what the one had.
 *
 * @param to how many channels are between the two
 * @param slopes whether a PReLU is between them
 * @param kernel which of the two has the kernel; null for the one that needs fewer parameters
 */
public record Factorize(
        @Override String layer,
        int to,
        boolean slopes,
        @Nullable KernelPlace kernel) implements Step {
    /** Which of two layers has the kernel of the one whose weights they are factors of. */
    public enum KernelPlace {
        /** The new layer; the old one gets a single tap. */
        FIRST,
        /** The old layer; the new one gets a single tap. */
        LAST
    }

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
        return new Factorize(change.apply(layer), to, slopes, kernel);
    }
}
