package io.github.net2net.plan;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.plan.ParamEdit.BatchNormPart;
import io.github.net2net.tensor.Shape;
import io.github.net2net.transform.Net2Deeper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The first values of a new node's parameters. */
record InitialEdits(Node node) {

    Map<ParamKey, ParamEdit> identity() {
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
        for (Param param : node.params()) {
            edits.put(key(param), param.consumes() ? identity(param) : new ParamEdit.Zeros(param.shape()));
        }
        return edits;
    }

    /** The two layers of a pair: weights of the first, or of the second, which divides by c. */
    Map<ParamKey, ParamEdit> pair(double scale) {
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
        for (Param param : node.params()) {
            edits.put(
                    key(param),
                    param.consumes()
                            ? new FirstValues.PairIdentity(param.shape(), layout(param), scale)
                            : new ParamEdit.Zeros(param.shape()));
        }
        return edits;
    }

    /** A depthwise convolution that hands each channel on. */
    Map<ParamKey, ParamEdit> depthwise() {
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
        for (Param param : node.params()) {
            edits.put(
                    key(param),
                    param.isWeights()
                            ? new FirstValues.DepthwiseIdentity(
                                    param.shape(), axisOf(param, AxisRole.PER_INPUT), taps(param))
                            : new ParamEdit.Zeros(param.shape()));
        }
        return edits;
    }

    /** Every parameter as its initializer makes it. */
    Map<ParamKey, ParamEdit> initialized() {
        return all(ParamEdit.Initialized::new);
    }

    /** Every parameter zero. */
    Map<ParamKey, ParamEdit> zeros() {
        return all(ParamEdit.Zeros::new);
    }

    /** Every parameter the same number throughout. */
    Map<ParamKey, ParamEdit> filled(double value) {
        return all(shape -> new FirstValues.Filled(shape, value));
    }

    private Map<ParamKey, ParamEdit> all(Function<Shape, ParamEdit> value) {
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
        node.params().forEach(param -> edits.put(key(param), value.apply(param.shape())));
        return edits;
    }

    /** A batch norm that outputs zeros whatever it reads, and learns: gamma and beta zero, the rest as initialized. */
    Map<ParamKey, ParamEdit> silentBatchNorm() {
        BatchNormTraits traits = Objects.requireNonNull(node.batchNorm());
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
        for (Param param : node.params()) {
            boolean silent = param.name().equals(traits.gamma()) || param.name().equals(traits.beta());
            edits.put(
                    key(param), silent ? new ParamEdit.Zeros(param.shape()) : new ParamEdit.Initialized(param.shape()));
        }
        return edits;
    }

    private Net2Deeper.Layout layout(Param param) {
        return new Net2Deeper.Layout(axisOf(param, AxisRole.OUT), axisOf(param, AxisRole.IN), taps(param));
    }

    private ParamEdit identity(Param param) {
        return new FirstValues.Identity(
                param.shape(), axisOf(param, AxisRole.OUT), axisOf(param, AxisRole.IN), taps(param));
    }

    private ImmutableIntArray taps(Param param) {
        int[] taps = new int[param.roles().size()];
        for (int axis = 0; axis < taps.length; axis++) {
            if (param.roles().get(axis) instanceof AxisRole.Spatial spatial) {
                taps[axis] = tap(spatial.dimension());
            }
        }
        return ImmutableIntArray.copyOf(taps);
    }

    /** The tap that reads the position itself. */
    private int tap(int dimension) {
        Kernel kernel = node.kernel();
        if (kernel == null) {
            throw new IllegalStateException(node + " has a spatial axis but no kernel");
        }
        Dimension geometry = kernel.dimensions().get(dimension);
        return geometry.padding() == Padding.CAUSAL ? geometry.size() - 1 : (geometry.size() - 1) / 2;
    }

    private static int axisOf(Param param, AxisRole role) {
        int axis = param.roles().indexOf(role);
        if (axis < 0) {
            throw new IllegalStateException(param + " has no axis of role " + role);
        }
        return axis;
    }

    Map<ParamKey, ParamEdit> batchNorm(ParamEdit.BatchNormSource source) {
        BatchNormTraits traits = node.batchNorm();
        if (traits == null) {
            throw new IllegalStateException(node + " is no batch norm");
        }
        Map<String, BatchNormPart> parts = Map.of(
                traits.gamma(), BatchNormPart.GAMMA,
                traits.beta(), BatchNormPart.BETA,
                traits.mean(), BatchNormPart.MEAN,
                traits.variance(), BatchNormPart.VARIANCE);
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
        for (Param param : node.params()) {
            BatchNormPart part = Objects.requireNonNull(parts.get(param.name()));
            edits.put(key(param), new ParamEdit.BatchNormed(param.shape(), part, traits.form(), source));
        }
        return edits;
    }

    private ParamKey key(Param param) {
        return new ParamKey(node.name(), param.name());
    }
}
