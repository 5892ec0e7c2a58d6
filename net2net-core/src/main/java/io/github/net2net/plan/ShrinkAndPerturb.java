package io.github.net2net.plan;

import static com.google.common.base.Preconditions.checkArgument;

import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.NormChange;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Every parameter becomes {@code shrink} times itself plus {@code perturb} times a new initial value; running statistics stay.
 *
 * @param shrink from 0 to 1
 * @param perturb 0 or more
 */
public record ShrinkAndPerturb(double shrink, double perturb) implements Step {
    public ShrinkAndPerturb {
        checkArgument(shrink >= 0 && shrink <= 1, "weights times %s; give a factor from 0 to 1", shrink);
        checkArgument(
                perturb >= 0 && Double.isFinite(perturb),
                "initial values times %s; give a finite factor of 0 or more",
                perturb);
    }

    @Override
    public PlanState planned(PlanState state, Options ofRecipe) {
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
        for (Node node : state.graph().nodes()) {
            for (Param param : node.params()) {
                if (!isStatistic(node, param)) {
                    edits.put(new ParamKey(node.name(), param.name()), new Edit(shrink, perturb));
                }
            }
        }
        PlannedStep planned = new PlannedStep(
                "shrink and perturb: weights x " + shrink + " plus initial values x " + perturb,
                List.of("not function-preserving: a warm start for training on more data"),
                List.of(),
                List.of(),
                Exactness.NONE,
                null);
        return state.with(state.graph(), edits, state.lineage()).withSteps(List.of(planned));
    }

    private static boolean isStatistic(Node node, Param param) {
        BatchNormTraits norm = node.batchNorm();
        return norm != null && (param.name().equals(norm.mean()) || param.name().equals(norm.variance()));
    }

    @Override
    public Step renamed(UnaryOperator<String> change) {
        return this;
    }

    @Override
    public String text() {
        return "shrink and perturb";
    }

    /** The change of one parameter. */
    record Edit(double shrink, double perturb) implements ParamEdit {
        @Override
        public Tensor apply(Tensor before, Context context) {
            return times(before, shrink).plus(times(context.initial(before.shape()), perturb));
        }

        private static Tensor times(Tensor tensor, double factor) {
            int size = tensor.shape().size(0);
            double[] factors = new double[size];
            Arrays.fill(factors, factor);
            return tensor.gather(
                    Gather.nothing().along(0, ChannelMap.identity(size).sources(), factors));
        }

        @Override
        public Tensor applyToState(Tensor before, StateSlot slot, StateContext context) {
            return before;
        }

        @Override
        public NormChange norms(NormChange before) {
            return before.withNoise();
        }

        @Override
        public boolean needsInitial() {
            return true;
        }

        @Override
        public ParamEdit padded() {
            return this;
        }
    }
}
