package io.github.net2net;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.plan.Factorize.KernelPlace;
import org.jspecify.annotations.Nullable;

/** A factorization whose inner width is still to be given. */
@CheckReturnValue
public final class Factorize<S> {
    private final GrowthSteps<S> recipe;
    private final String layer;
    private final boolean slopes;
    private final @Nullable KernelPlace kernel;

    Factorize(GrowthSteps<S> recipe, String layer, boolean slopes, @Nullable KernelPlace kernel) {
        this.recipe = recipe;
        this.layer = layer;
        this.slopes = slopes;
        this.kernel = kernel;
    }

    /** With a PReLU between the two layers whose slopes start at 1. */
    public Factorize<S> withSlopes() {
        return new Factorize<>(recipe, layer, true, kernel);
    }

    /** A convolution's kernel, stride and padding go to the new layer, and the old one gets a kernel with a single tap. */
    public Factorize<S> kernelFirst() {
        return new Factorize<>(recipe, layer, slopes, KernelPlace.FIRST);
    }

    /** A convolution's kernel, stride and padding stay with it, and the new layer has a kernel with a single tap. */
    public Factorize<S> kernelLast() {
        return new Factorize<>(recipe, layer, slopes, KernelPlace.LAST);
    }

    /**
     * With this number of channels between the two layers. With the kernel last it is always exact from the smaller of the
     * number of the layer's inputs, and that of its outputs times the taps of its kernel, on; with the kernel first, inputs
     * and outputs change places. A smaller one is exact if the weights' rank is no higher; {@code grow()} refuses it
     * otherwise.
     *
     * @throws IllegalArgumentException if it is not 1 or more
     */
    public S to(int channels) {
        String call = "factorize(\"" + layer + "\")";
        return recipe.then(
                GrowthSteps.checked(call, () -> new io.github.net2net.plan.Factorize(layer, channels, slopes, kernel)));
    }
}
