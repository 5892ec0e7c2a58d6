package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.BatchNormTraits.VarianceForm;
import io.github.net2net.rule.CalibrationData;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.ChannelStatistics;
import io.github.net2net.spi.NormChange;
import io.github.net2net.spi.Scaling;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import io.github.net2net.transform.AxisGrowth;
import io.github.net2net.transform.BatchNormIdentity;
import io.github.net2net.transform.Factorization;
import io.github.net2net.transform.KernelGrowth;
import io.github.net2net.transform.Net2Wider;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One change of one parameter. Edits of a parameter are applied in the order of the recipe. */
public sealed interface ParamEdit
        permits ParamEdit.Widened,
                ParamEdit.OfWidening,
                ParamEdit.Enlarged,
                Factors.After,
                NewClasses,
                Merged,
                ShrinkAndPerturb.Edit,
                ParamEdit.First {

    /** The parameter after the edit. The tensor is not modified. */
    Tensor apply(Tensor before, Context context);

    /** What an optimizer remembers of the parameter after the edit. The tensor is not modified. */
    Tensor applyToState(Tensor before, StateSlot slot, StateContext context);

    /** The scaling of the parameter after the edit. */
    default Scaling scaling(Scaling before) {
        return before;
    }

    /** How the parameter's norms compare with the teacher's after the edit. */
    default NormChange norms(NormChange before) {
        return before;
    }

    /** Whether {@link Context#initial} is asked. */
    default boolean needsInitial() {
        return false;
    }

    /** The statistics that {@link Context#statistics} is asked for; null if it isn't. */
    default @Nullable StatisticsRequest statistics() {
        return null;
    }

    /** What it adds to the parameter: "new channels", "weights of new inputs", "new taps"; empty for a first value. */
    default Set<String> grown() {
        return Set.of();
    }

    /** This edit with everything that is not the teacher's own slice from the initializer: the random-pad baseline. */
    ParamEdit padded();

    /** From what it computes numbers that may overflow; null if it only moves, divides or draws them. */
    default @Nullable String computesFrom() {
        return null;
    }

    /** What an edit may ask for. */
    interface Context {
        TensorFactory tensors();

        /** The initializer's values for the parameter at hand, cut to the shape. */
        Tensor initial(Shape shape);

        ChannelStatistics statistics(StatisticsRequest request);

        /** The two factors of another parameter, or of the one at hand. */
        Factorization factors(Factors.Request request);
    }

    /** What an edit of an optimizer's state may ask for. */
    interface StateContext {
        TensorFactory tensors();

        /** The mean of the slot over the parameter of the layer that a new layer repeats. */
        double templateMean();
    }

    /**
     * Statistics of a teacher value, as the student has it.
     *
     * @param node the teacher's node
     * @param map from the teacher's channels to the student's at the time of the edit
     * @param data where to measure
     */
    record StatisticsRequest(String node, ChannelMap map, CalibrationData data) {}

    /**
     * Channels are copied, and divided where they are read.
     *
     * @param seed of the noise
     * @param pad whether everything new comes from the initializer
     */
    record Widened(ImmutableList<AxisGrowth> axes, SymmetryBreaking symmetry, long seed, boolean pad)
            implements ParamEdit {
        @Override
        public Tensor apply(Tensor before, Context context) {
            if (pad) {
                return Net2Wider.pad(before, axes, context.initial(grownShape(before.shape())));
            }
            return apply(before, needsInitial() ? context.initial(grownShape(before.shape())) : null);
        }

        Tensor apply(Tensor before, @Nullable Tensor background) {
            Tensor wider = Net2Wider.widen(before, axes, background);
            for (AxisGrowth axis : axes) {
                OptionalDouble noise = symmetry.noise(axis.reads());
                wider = noise.isPresent() ? Net2Wider.noise(wider, axis, noise.getAsDouble(), seed) : wider;
            }
            return wider;
        }

        @Override
        public Tensor applyToState(Tensor before, StateSlot slot, StateContext context) {
            return Net2Wider.state(context.tensors(), before, axes, slot);
        }

        @Override
        public Scaling scaling(Scaling before) {
            Scaling scaling = before;
            for (AxisGrowth axis : axes) {
                scaling = pad ? scaling : scaling.and(axis.values(), axis.gradients());
            }
            return scaling;
        }

        @Override
        public NormChange norms(NormChange before) {
            NormChange norms = before;
            for (AxisGrowth axis : axes) {
                norms = norms.along(axis.axis(), axis.map(), axis.values());
                norms = isNoisy(axis) ? norms.withNoise() : norms;
            }
            return norms;
        }

        private boolean isNoisy(AxisGrowth axis) {
            boolean copies = Arrays.stream(axis.map().copies()).anyMatch(count -> count > 1);
            return copies && symmetry.noise(axis.reads()).isPresent();
        }

        @Override
        public @Nullable String computesFrom() {
            return axes.stream().anyMatch(this::isNoisy) ? symmetry.toString() : null;
        }

        Shape grownShape(Shape before) {
            Shape shape = before;
            for (AxisGrowth axis : axes) {
                shape = shape.with(axis.axis(), axis.map().size());
            }
            return shape;
        }

        @Override
        public boolean needsInitial() {
            return pad
                    || axes.stream()
                            .anyMatch(axis -> !axis.reads() && axis.map().hasFresh());
        }

        @Override
        public Set<String> grown() {
            Set<String> grown = new LinkedHashSet<>();
            axes.forEach(axis -> grown.add(axis.reads() ? "weights of new inputs" : "new channels"));
            return grown;
        }

        @Override
        public Widened padded() {
            return new Widened(
                    axes.stream().map(AxisGrowth::withoutCopies).collect(ImmutableList.toImmutableList()),
                    SymmetryBreaking.none(),
                    seed,
                    true);
        }
    }

    /** A widening, and something more. */
    sealed interface OfWidening extends ParamEdit permits ParamEdit.Rescaled, WidenedHeads, Averaged {
        Widened widened();

        @Override
        default Tensor applyToState(Tensor before, StateSlot slot, StateContext context) {
            return widened().applyToState(before, slot, context);
        }

        @Override
        default boolean needsInitial() {
            return widened().needsInitial();
        }

        @Override
        default Set<String> grown() {
            return widened().grown();
        }

        @Override
        default ParamEdit padded() {
            return widened().padded();
        }
    }

    /**
     * A running variance that is stored as a logarithm, of channels that arrive scaled.
     *
     * @param addends one for each entry of the widened axis
     */
    record Rescaled(Widened widened, ImmutableDoubleArray addends) implements OfWidening {
        @Override
        public Tensor apply(Tensor before, Context context) {
            Tensor wider = widened.apply(before, context);
            return wider.plusSlices(widened.axes.get(0).axis(), (j, i) -> addends.get(j));
        }

        /** A factor on the deviation is an addend of its logarithm. */
        @Override
        public NormChange norms(NormChange before) {
            return widened.norms(before).withNoise();
        }
    }

    /** The kernel is set into a larger one. */
    record Enlarged(KernelGrowth growth, ImmutableIntArray spatialAxes, Shape target, boolean pad)
            implements ParamEdit {
        @Override
        public Tensor apply(Tensor before, Context context) {
            return growth.apply(before, spatialAxes, pad ? context.initial(target) : null);
        }

        @Override
        public Tensor applyToState(Tensor before, StateSlot slot, StateContext context) {
            double start = slot.scale().startsAtMean() ? before.mean() : slot.initial();
            return growth.apply(
                    before, spatialAxes, start == 0 ? null : context.tensors().filled(target, start));
        }

        /** A norm over the other axes is zero at the new taps. */
        @Override
        public NormChange norms(NormChange before) {
            NormChange norms = before;
            for (int i = 0; i < spatialAxes.length(); i++) {
                int axis = spatialAxes.get(i);
                int size = target.size(axis);
                int first = growth.offsets().get(i);
                int old = growth.before().dimensions().get(i).size();
                int[] sources = new int[size];
                Arrays.setAll(sources, tap -> tap < first || tap >= first + old ? ChannelMap.FRESH : tap - first);
                double[] factors = new double[size];
                Arrays.setAll(factors, tap -> sources[tap] == ChannelMap.FRESH ? 0 : 1);
                norms = norms.along(axis, ChannelMap.of(old, sources), factors);
            }
            return norms;
        }

        @Override
        public boolean needsInitial() {
            return pad;
        }

        @Override
        public Set<String> grown() {
            return Set.of("new taps");
        }

        @Override
        public ParamEdit padded() {
            return new Enlarged(growth, spatialAxes, target, true);
        }
    }

    /** The first value of a parameter of a new layer. */
    sealed interface First extends ParamEdit
            permits ParamEdit.Zeros,
                    ParamEdit.Initialized,
                    ParamEdit.BatchNormed,
                    FirstValues.Identity,
                    FirstValues.PairIdentity,
                    FirstValues.DepthwiseIdentity,
                    FirstValues.Filled,
                    Factors.Before {
        Shape shape();

        @Override
        default Tensor applyToState(Tensor before, StateSlot slot, StateContext context) {
            return context.tensors()
                    .filled(shape(), slot.scale().startsAtMean() ? context.templateMean() : slot.initial());
        }

        @Override
        default ParamEdit padded() {
            return new Initialized(shape());
        }
    }

    /** A new layer's bias. */
    record Zeros(Shape shape) implements First {
        @Override
        public Tensor apply(Tensor before, Context context) {
            return context.tensors().zeros(shape);
        }
    }

    /** A new layer's parameter as its initializer makes it. */
    record Initialized(Shape shape) implements First {
        @Override
        public Tensor apply(Tensor before, Context context) {
            return context.initial(shape);
        }

        @Override
        public boolean needsInitial() {
            return true;
        }
    }

    /** Which of a batch norm's parameters. */
    enum BatchNormPart {
        GAMMA,
        BETA,
        MEAN,
        VARIANCE
    }

    /** A new batch norm's parameter, from where its values come. */
    record BatchNormed(Shape shape, BatchNormPart part, VarianceForm form, BatchNormSource source) implements First {
        @Override
        public Tensor apply(Tensor before, Context context) {
            BatchNormIdentity identity = source.identity(context);
            double[] values = switch (part) {
                case GAMMA -> identity.gamma();
                case BETA -> identity.beta();
                case MEAN -> identity.mean();
                case VARIANCE ->
                    Arrays.stream(identity.variance()).map(form::encode).toArray();
            };
            return context.tensors().of(shape, values);
        }

        @Override
        public @Nullable StatisticsRequest statistics() {
            return source instanceof BatchNormSources.Measured measured ? measured.request() : null;
        }

        @Override
        public String computesFrom() {
            return "the statistics of a new batch norm";
        }
    }

    /** Where a new batch norm's values come from. */
    interface BatchNormSource {
        BatchNormIdentity identity(Context context);
    }
}
