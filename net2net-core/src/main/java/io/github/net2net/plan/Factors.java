package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.NormChange;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import io.github.net2net.transform.Factorization;
import java.util.Arrays;
import java.util.Locale;

/*
 * Channels between the factors beyond the rank read at random and are read with weight zero: the weights that are zero get a
 * gradient at the first step, the random ones from the second step on.
 */

/** The weights of two layers whose product another one had. */
final class Factors {
    private static final double OF_DOUBLES = 1e-12;
    private static final double OF_FLOATS = 1e-6;

    private Factors() {}

    /**
     * Which weights are factorized.
     *
     * @param weights the parameter
     * @param edits how many of its edits come before
     * @param axis the axis whose entries the factor without a kernel has: of inputs if it is the first, else of outputs
     * @param kernel which factor has the kernel
     * @param layer its layer, for messages
     */
    record Request(ParamKey weights, int edits, int axis, Factorize.KernelPlace kernel, String layer) {
        Factorization factorize(Tensor value) {
            return Factorization.of(value, axis);
        }

        private double[] before(Factorization factors, int i) {
            return kernel == Factorize.KernelPlace.LAST ? factors.first(i) : factors.second(i);
        }

        private double[] after(Factorization factors, int i) {
            return kernel == Factorize.KernelPlace.LAST ? factors.second(i) : factors.first(i);
        }

        private String where() {
            return kernel == Factorize.KernelPlace.FIRST ? " with the kernel in the first layer" : "";
        }

        /** How many channels the factors need, at most as many as the width. */
        int rank(Factorization factors, int width, TensorFactory tensors) {
            double bound = bound(tensors);
            int rank = factors.rank(bound);
            if (rank > width) {
                throw new GrowthException(String.format(
                        Locale.ROOT,
                        "cannot factorize '%s' to %d: the product would miss its weights by %.2g of their norm, and %.0e is"
                                + " allowed. The smallest width that is exact%s is %d.",
                        layer,
                        width,
                        factors.residual(width),
                        bound,
                        where(),
                        rank));
            }
            return rank;
        }
    }

    /** The largest residual, by the precision of the elements. */
    private static double bound(TensorFactory tensors) {
        return tensors.filled(Shape.of(1), 1 + OF_DOUBLES).at(0) == 1 ? OF_FLOATS : OF_DOUBLES;
    }

    /** The weights of the new layer. */
    record Before(Shape shape, int outAxis, Request request) implements ParamEdit.First {
        @Override
        public Tensor apply(Tensor before, ParamEdit.Context context) {
            Factorization factors = context.factors(request);
            int rank = request.rank(factors, shape.size(outAxis), context.tensors());
            Tensor initial = context.initial(shape);
            double[][] slices = new double[shape.size(outAxis)][];
            Arrays.setAll(slices, j -> j < rank ? request.before(factors, j) : initial.slice(outAxis, j));
            return context.tensors().zeros(shape).plusSlices(outAxis, (j, i) -> slices[j][i]);
        }

        @Override
        public boolean needsInitial() {
            return true;
        }

        @Override
        public NormChange norms(NormChange before) {
            return before.withNoise();
        }

        @Override
        public String computesFrom() {
            return "the factors of the weights of '" + request.layer + "'";
        }
    }

    /** The weights of the old layer, which now reads the new one. */
    record After(Shape shape, int inAxis, Request request) implements ParamEdit {
        @Override
        public Tensor apply(Tensor before, Context context) {
            Factorization factors = context.factors(request);
            int rank = request.rank(factors, shape.size(inAxis), context.tensors());
            double[][] slices = new double[rank][];
            Arrays.setAll(slices, j -> request.after(factors, j));
            return context.tensors().zeros(shape).plusSlices(inAxis, (j, i) -> j < rank ? slices[j][i] : 0);
        }

        /** Its gradient is another one, so that what the optimizer remembers begins anew. */
        @Override
        public Tensor applyToState(Tensor before, StateSlot slot, StateContext context) {
            return context.tensors().filled(shape, slot.scale().startsAtMean() ? before.mean() : slot.initial());
        }

        @Override
        public NormChange norms(NormChange before) {
            return before.withNoise();
        }

        @Override
        public ParamEdit padded() {
            return new Initialized(shape);
        }
    }
}
