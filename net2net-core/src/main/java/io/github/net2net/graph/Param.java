package io.github.net2net.graph;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.github.net2net.tensor.Shape;

/**
 * One parameter array of a node, with what each of its axes stands for.
 *
 * @param name the framework's name for it, "W"
 * @param shape its shape, axes named
 * @param roles one role per axis
 */
public record Param(String name, Shape shape, ImmutableList<AxisRole> roles) {
    public Param {
        checkArgument(shape.rank() == roles.size(), "%s: %s roles for shape %s", name, roles.size(), shape);
    }

    public static Param of(String name, Shape shape, AxisRole... roles) {
        return new Param(name, shape, ImmutableList.copyOf(roles));
    }

    /** This parameter with another size on one axis. */
    public Param withSize(int axis, int size) {
        return new Param(name, shape.with(axis, size), roles);
    }

    /** Whether some axis is summed over, so that the parameter carries weights between channels. */
    public boolean consumes() {
        return roles.stream().anyMatch(AxisRole::reads);
    }

    /** Whether inputs are multiplied by its elements and summed, over channels or over the taps of a kernel. */
    public boolean isWeights() {
        return consumes() || roles.stream().anyMatch(AxisRole.Spatial.class::isInstance);
    }
}
