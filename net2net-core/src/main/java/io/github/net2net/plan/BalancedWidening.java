package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.transform.AxisGrowth;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What balanced shares ask of a network, and what they do to batch norms: the channels of grown groups arrive scaled by
 * the root s of their share.
 */
record BalancedWidening(PlanState state, WidenPlanner.GroupGrowths growths) {

    /**
     * Checks that scaled channels pass through everything.
     *
     * @throws GrowthException for the first node through which they don't
     */
    void check() {
        for (Node node : state.graph().nodes()) {
            String reason = reason(node);
            if (reason != null) {
                throw new GrowthException("cannot use balanced shares: '" + node.layer() + "' " + reason
                        + ", and balanced copies arrive scaled. Use Shares.equal(), or widen other layers.");
            }
        }
    }

    /** Why f(s·x) = s·f(x) does not hold for the node, null if it does or nothing arrives scaled. */
    private @Nullable String reason(Node node) {
        if (node.notScalable() != null && node.inputs().stream().anyMatch(this::isGrown)) {
            return node.notScalable();
        }
        return isGrown(node.name()) ? reasonOfGrown(node) : null;
    }

    private boolean isGrown(String node) {
        return growths.touch(state.channels().layout(node));
    }

    private @Nullable String reasonOfGrown(Node node) {
        ActivationTraits activation = node.activation();
        if (node.equalCopies() != null) {
            return node.equalCopies().reason();
        } else if (activation != null && !activation.homogeneous()) {
            return "computes " + activation.name() + ", for which f(a x) is not a f(x)";
        } else if (node.batchNorm() != null) {
            return reason(node.batchNorm(), growths.shares(state.channels().layout(node.name())));
        } else if (node.produces()) {
            return isPlain(node) ? null : "reads its own output";
        }
        return node.params().isEmpty() ? null : "has weights of its own for each channel (" + node.kind() + ")";
    }

    private static boolean isPlain(Node node) {
        return node.params().stream()
                .flatMap(param -> param.roles().stream())
                .noneMatch(role -> role instanceof AxisRole.Recurrent || role.blocks() > 1);
    }

    private static @Nullable String reason(BatchNormTraits norm, double[] shares) {
        if (norm.lock() != null) {
            return "is a batch norm with a constant gamma";
        }
        return Arrays.stream(shares).distinct().count() == 1
                ? null
                : "is a batch norm over channels with different numbers of copies, which its one epsilon can't serve";
    }

    /** s for each entry. */
    static double[] roots(double[] shares) {
        return Arrays.stream(shares).map(Math::sqrt).toArray();
    }

    /** ε grows with the variance, by s². */
    static BatchNormTraits grown(BatchNormTraits norm, double[] shares) {
        return norm.withEpsilon(norm.epsilon() * shares[0]);
    }

    /** γ, β and the mean scale by s like all producers, the variance by s². */
    static ParamEdit edit(ParamEdit.Widened widened, BatchNormTraits norm, Param param) {
        double[] roots = widened.axes().get(0).values();
        if (roots == null || !param.name().equals(norm.variance())) {
            return widened;
        }
        double[] addends = Arrays.stream(roots)
                .mapToObj(norm.form()::addend)
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        return addends.length == 0
                ? withValues(
                        widened, Arrays.stream(roots).map(root -> root * root).toArray())
                : new ParamEdit.Rescaled(withValues(widened, null), ImmutableDoubleArray.copyOf(addends));
    }

    private static ParamEdit.Widened withValues(ParamEdit.Widened widened, double @Nullable [] values) {
        AxisGrowth axis = widened.axes().get(0);
        AxisGrowth other = new AxisGrowth(axis.axis(), axis.map(), axis.reads(), values, axis.gradients());
        return new ParamEdit.Widened(ImmutableList.of(other), widened.symmetry(), widened.seed(), widened.pad());
    }
}
