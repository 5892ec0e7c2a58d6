package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.dl4j.layer.BuiltIn.Keeps;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.EqualCopies;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ValueFlow;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;

/** Vertices of graphs that are no layers. */
final class Vertices {
    private static final ActivationFormat SERIES = ActivationFormat.series(RNNFormat.NCW, null);

    static final ImmutableList<LayerKind<?>> ALL = ImmutableList.of(
            joining(MergeVertex.class, Vertices::merge).channels(Keeps.NO),
            joining(ElementWiseVertex.class, Vertices::elementWise).channels(Keeps.PERHAPS),
            BuiltIn.of(SubsetVertex.class, Vertices::subset)
                    .resizedBy(Vertices::resize)
                    .channels(Keeps.NO),
            joining(
                            StackVertex.class,
                            (vertex, scope) -> stack("stack of examples", new ChannelBehavior.Elementwise(), scope))
                    .channels(Keeps.YES),
            BuiltIn.of(
                            UnstackVertex.class,
                            (vertex, scope) -> stack("part of a stack", new ChannelBehavior.PerChannel(), scope))
                    .channels(Keeps.YES),
            BuiltIn.of(ScaleVertex.class, (vertex, scope) -> scope.addPerChannel("scaling", scope.format()))
                    .channels(Keeps.YES),
            BuiltIn.of(ShiftVertex.class, Vertices::shift).channels(Keeps.YES),
            BuiltIn.of(PoolHelperVertex.class, Vertices::poolHelper).channels(Keeps.YES),
            BuiltIn.of(LastTimeStepVertex.class, (vertex, scope) -> lastStep(scope))
                    .taking(vertex -> SERIES)
                    .channels(Keeps.YES)
                    .changingFormat(),
            BuiltIn.of(ReverseTimeSeriesVertex.class, (vertex, scope) -> reversal(scope))
                    .taking(vertex -> SERIES)
                    .channels(Keeps.YES),
            BuiltIn.of(DuplicateToTimeSeriesVertex.class, (vertex, scope) -> repetition(scope))
                    .channels(Keeps.YES)
                    .changingFormat(),
            BuiltIn.of(L2NormalizeVertex.class, Vertices::normalize)
                    .resizedBy(Vertices::resize)
                    .channels(Keeps.YES),
            BuiltIn.of(L2Vertex.class, Vertices::distance).channels(Keeps.NO).changingFormat(),
            BuiltIn.of(ReshapeVertex.class, Reshapes::describe)
                    .resizedBy(Reshapes::resize)
                    .channels(Keeps.NO)
                    .changingFormat());

    private Vertices() {}

    /** A vertex all of whose inputs must have channels on the same axis. */
    private static <V> BuiltIn<V> joining(Class<V> type, BiConsumer<V, LayerScope> describer) {
        return BuiltIn.of(type, (vertex, scope) -> {
            List<String> formats =
                    known(scope).map(ActivationFormat::toString).distinct().toList();
            if (formats.size() > 1) {
                addUnknown(
                        type.getSimpleName(),
                        "joins " + String.join(" with ", formats) + ", whose channels lie on different axes",
                        type == MergeVertex.class ? total(scope) : scope.channels(),
                        scope);
            } else {
                describer.accept(vertex, scope);
            }
        });
    }

    private static java.util.stream.Stream<ActivationFormat> known(LayerScope scope) {
        return scope.inputs().stream().map(LayerActivations::format).filter(ActivationFormat::isKnown);
    }

    /** The format of the first input whose format is known. */
    private static ActivationFormat knownFormat(LayerScope scope) {
        return known(scope).findFirst().orElse(ActivationFormat.unknown());
    }

    private static void merge(MergeVertex vertex, LayerScope scope) {
        ActivationFormat format = knownFormat(scope);
        if (!format.isKnown()) {
            addUnknown("concatenation", "concatenates an unknown format", total(scope), scope);
        } else if (vertex.getMergeAxis() != format.channelAxis()) {
            addOpaque(
                    "concatenation",
                    "concatenates along axis " + vertex.getMergeAxis() + " of " + format + ", which is not channels",
                    scope);
        } else {
            scope.add(scope.node("concatenation").behavior(new ChannelBehavior.Concat()), format);
        }
    }

    private static void elementWise(ElementWiseVertex vertex, LayerScope scope) {
        String kind = switch (vertex.getOp()) {
            case Add -> "sum";
            case Subtract -> "difference";
            case Product -> "product";
            case Average -> "average";
            case Max -> "maximum";
        };
        int channels = scope.inputs().stream()
                .mapToInt(LayerActivations::channels)
                .max()
                .orElse(0);
        if (scope.inputs().stream().anyMatch(input -> input.channels() != channels)) {
            scope.addOpaque(kind, "spreads one channel over many", null, channels, ActivationFormat.unknown());
            return;
        }
        boolean product = vertex.getOp() == ElementWiseVertex.Op.Product;
        ValueFlow values = switch (vertex.getOp()) {
            case Add -> ValueFlow.ADDS;
            case Average -> ValueFlow.AVERAGES;
            case Max -> ValueFlow.SELECTS;
            case Subtract, Product -> ValueFlow.ANY;
        };
        scope.add(
                scope.node(kind)
                        .behavior(new ChannelBehavior.Elementwise())
                        .values(values)
                        .notScalable(product ? "multiplies what it reads" : null),
                joinedFormat(scope));
    }

    /** DL4J repeats images of one pixel over the others' pixels. */
    private static ActivationFormat joinedFormat(LayerScope scope) {
        ActivationFormat format = knownFormat(scope);
        boolean same = scope.inputs().stream().allMatch(input -> input.format().equals(format));
        return same ? format : format.withoutExtents();
    }

    private static void subset(SubsetVertex vertex, LayerScope scope) {
        if (scope.format().channelAxis() != 1) {
            addOpaque("subset", "takes a range of axis 1 of " + scope.format() + ", which is not channels", scope);
            return;
        }
        if (vertex.getTo() >= scope.channels()) { // of an unknown layer, whose channels are guessed
            String reason =
                    "takes channels up to " + vertex.getTo() + " of a layer whose number of channels is unknown";
            scope.addOpaque("subset", reason, null, vertex.getTo() - vertex.getFrom() + 1, scope.format());
            return;
        }
        scope.add(
                scope.node("subset").behavior(new ChannelBehavior.Slices(vertex.getFrom(), vertex.getTo() + 1)),
                scope.format());
    }

    private static void resize(SubsetVertex vertex, StudentSizes sizes) {
        if (sizes.node().behavior() instanceof ChannelBehavior.Slices slices) {
            vertex.setFrom(slices.from());
            vertex.setTo(slices.to() - 1);
        }
    }

    /** DL4J stacks masks of steps, and takes those of pixels for such. */
    private static void stack(String kind, ChannelBehavior behavior, LayerScope scope) {
        MaskUse masks = scope.format().kind() == ActivationFormat.Kind.IMAGES ? MaskUse.DISTORTS : MaskUse.PASSES;
        scope.add(scope.node(kind).behavior(behavior).values(ValueFlow.SELECTS).maskUse(masks), scope.format());
    }

    private static void shift(ShiftVertex vertex, LayerScope scope) {
        Node.Builder node = scope.node("shift").behavior(new ChannelBehavior.PerChannel());
        scope.add(node.notScalable("adds a constant"), scope.format());
    }

    private static void poolHelper(PoolHelperVertex vertex, LayerScope scope) {
        if (scope.format().hasAxesOf(ActivationFormat.images(CNN2DFormat.NCHW, null, null))) {
            scope.addResizing("pool helper", scope.format().resized(Math::subtractExact, 1, 1));
        } else {
            addOpaque("pool helper", "cuts off rows and columns of NCHW images but gets " + scope.format(), scope);
        }
    }

    /**
     * x / max(norm, ε) with the norm over all axes but that of examples. With k copies of each channel the norm is √k times
     * the teacher's. Over other axes of images or series DL4J divides by numbers that it takes for those of other examples.
     */
    private static void normalize(L2NormalizeVertex vertex, LayerScope scope) {
        int[] axes = vertex.getDimension();
        if (axes != null && axes.length > 0 && !isAllButExamples(axes, scope.format())) {
            addOpaque(
                    "L2 normalization",
                    "takes a norm over the axes " + Arrays.toString(axes) + " of " + scope.format()
                            + ", which DL4J computes over all axes of an example only",
                    scope);
            return;
        }
        EqualCopies copies = EqualCopies.scaling("divides by a norm over all channels (L2 normalization)", -0.5);
        scope.add(
                scope.node("L2 normalization")
                        .behavior(new ChannelBehavior.PerChannel())
                        .equalCopies(copies),
                scope.format());
    }

    private static boolean isAllButExamples(int[] axes, ActivationFormat format) {
        int rank = format.positionAxes().length + 2;
        return format.isKnown()
                && Arrays.equals(
                        Arrays.stream(axes).sorted().toArray(),
                        IntStream.range(1, rank).toArray());
    }

    private static void resize(L2NormalizeVertex vertex, StudentSizes sizes) {
        EqualCopies copies = sizes.node().equalCopies();
        if (copies != null) {
            vertex.setEps(vertex.getEps() * Math.sqrt(copies.copies()));
        }
    }

    /** The norm of the difference over all axes but that of examples: √k times the teacher's with k copies. */
    private static void distance(L2Vertex vertex, LayerScope scope) {
        String kind = "L2 distance";
        int channels = scope.channels();
        if (scope.inputs().stream().anyMatch(input -> input.channels() != channels)) {
            String reason = "measures a distance between different numbers of channels";
            scope.addOpaque(kind, reason, null, 1, ActivationFormat.features());
            return;
        }
        EqualCopies copies = EqualCopies.scaling("measures a distance over all channels", 0.5);
        scope.add(
                scope.part("difference", kind)
                        .behavior(new ChannelBehavior.Elementwise())
                        .equalCopies(copies),
                joinedFormat(scope));
        scope.add(
                scope.node(kind)
                        .behavior(new ChannelBehavior.Producer(1))
                        .notRepeatable("outputs a distance, which is no identity")
                        .fixedBecause("outputs one distance"),
                ActivationFormat.features());
    }

    /** The last step, or the last one that the mask of one of the network's inputs leaves. */
    private static void lastStep(LayerScope scope) {
        String kind = "last step";
        if (scope.acceptsOnly(kind, SERIES)) {
            scope.add(
                    scope.node(kind)
                            .behavior(new ChannelBehavior.PerChannel())
                            .values(ValueFlow.SELECTS)
                            .maskUse(MaskUse.ENDS),
                    ActivationFormat.features().folded(scope.format().folded()));
        }
    }

    /** DL4J reverses the last axis, which is that of steps in series with channels first alone. */
    private static void reversal(LayerScope scope) {
        String kind = "reversal";
        if (scope.format().isKnown() && !scope.format().hasAxesOf(SERIES)) {
            String reason = "reverses the last axis of " + scope.format() + ", which is not steps";
            scope.addOpaque(kind, reason, null, scope.channels(), scope.format());
        } else if (scope.acceptsOnly(kind, SERIES)) {
            scope.addPerChannel(kind, ValueFlow.SELECTS, scope.format());
        }
    }

    /** As many equal steps as one of the network's inputs has, with that input's mask. */
    private static void repetition(LayerScope scope) {
        ActivationFormat features = ActivationFormat.features();
        if (scope.acceptsOnly("repetition", features)) {
            scope.add(
                    scope.node("repetition")
                            .behavior(new ChannelBehavior.PerChannel())
                            .values(ValueFlow.SELECTS)
                            .maskUse(MaskUse.STARTS),
                    SERIES.folded(scope.format().folded()));
        }
    }

    private static int total(LayerScope scope) {
        return scope.inputs().stream().mapToInt(LayerActivations::channels).sum();
    }

    private static void addUnknown(String kind, String reason, int otherwise, LayerScope scope) {
        scope.addOpaque(kind, reason, null, scope.channelsAfterOr(otherwise), ActivationFormat.unknown());
    }

    private static void addOpaque(String kind, String reason, LayerScope scope) {
        scope.addOpaque(kind, reason, null, scope.inputs().get(0).channels(), ActivationFormat.unknown());
    }
}
