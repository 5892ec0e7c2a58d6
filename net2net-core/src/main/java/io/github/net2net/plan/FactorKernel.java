package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.plan.Factorize.KernelPlace;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which of two factors has the kernel, and what follows from that.
 *
 * @param weights of the layer that is factorized
 */
record FactorKernel(Node node, Param weights, Factorize step) {

    /** Whether the new layer can have the kernel. */
    boolean canBeFirst() {
        return node.kernel() != null && weights.roles().contains(AxisRole.OUT);
    }

    /** Whether there is a kernel of more than one tap, which either layer can have. */
    private boolean isFree() {
        return canBeFirst()
                && Objects.requireNonNull(node.kernel()).dimensions().stream()
                        .anyMatch(dimension -> dimension.size() > 1);
    }

    /** The one specified; else the one with fewer parameters of those that are exact whatever the weights, or of both. */
    KernelPlace place() {
        KernelPlace named = step.kernel();
        if (named != null) {
            return named;
        } else if (!isFree()) {
            return KernelPlace.LAST;
        }
        boolean fewer = parameters(KernelPlace.FIRST) < parameters(KernelPlace.LAST);
        KernelPlace best = fewer ? KernelPlace.FIRST : KernelPlace.LAST;
        KernelPlace other = fewer ? KernelPlace.LAST : KernelPlace.FIRST;
        return step.to() < enough(best) && step.to() >= enough(other) ? other : best;
    }

    /** Why the kernel is where it is, for plans; null if there is no choice. */
    @Nullable
    String why() {
        if (!isFree() || step.kernel() != null) {
            return null;
        }
        KernelPlace place = place();
        KernelPlace other = place == KernelPlace.LAST ? KernelPlace.FIRST : KernelPlace.LAST;
        String begin = "kernel in the " + (place == KernelPlace.LAST ? "second" : "first")
                + " layer, a single tap in the other: ";
        return begin
                + (parameters(place) <= parameters(other)
                        ? parameters(place) + " weights, the other way " + parameters(other)
                        : "exact whatever the weights, the other way only from " + enough(other) + " channels on");
    }

    /** The axis whose entries are the rows of the matrix that is factorized. */
    int axis() {
        return axis(place());
    }

    private int axis(KernelPlace place) {
        return weights.roles().indexOf(place == KernelPlace.LAST ? AxisRole.IN : AxisRole.OUT);
    }

    /** The weights of both layers. */
    private long parameters(KernelPlace place) {
        long rows = weights.shape().size(axis(place));
        return step.to() * (rows + weights.shape().length() / rows);
    }

    private long enough(KernelPlace place) {
        long rows = weights.shape().size(axis(place));
        return Math.min(rows, weights.shape().length() / rows);
    }

    /** From how many channels on the product is exact whatever the weights. */
    long enough() {
        return enough(place());
    }

    /** The weights of the layer after the new one, which reads as many channels as that has. */
    Param after() {
        Param smaller = weights.withSize(weights.roles().indexOf(AxisRole.IN), step.to());
        for (int axis = 0;
                place() == KernelPlace.FIRST && axis < weights.roles().size();
                axis++) {
            if (weights.roles().get(axis) instanceof AxisRole.Spatial) {
                smaller = smaller.withSize(axis, 1);
            }
        }
        return smaller;
    }

    /** The kernel of the layer after a new one that has its kernel. */
    Kernel singleTap() {
        return new Kernel(Objects.requireNonNull(node.kernel()).dimensions().stream()
                .map(dimension -> new Kernel.Dimension(1, 1, 1, dimension.padding(), 0, null))
                .collect(ImmutableList.toImmutableList()));
    }
}
