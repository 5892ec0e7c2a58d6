package io.github.net2net.dl4j.layer;

import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.graph.ArrayFormat;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ValueFlow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution3D.DataFormat;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.preprocessors.KerasFlattenRnnPreprocessor;
import org.jspecify.annotations.Nullable;

/** The preprocessor before a layer: one node for each of its parts. */
final class Preprocessors {
    private final String layer;
    private final int channelsAfter;
    private final List<Node> nodes = new ArrayList<>();
    private LayerActivations last;

    private Preprocessors(String layer, LayerActivations input, int channelsAfter) {
        this.layer = layer;
        this.last = input;
        this.channelsAfter = channelsAfter;
    }

    /**
     * Describes the preprocessor before a layer.
     *
     * @param channelsAfter the number of channels that the layer after it expects
     * @param nodes receives its nodes
     * @return what the layer after it reads
     */
    static LayerActivations describe(
            InputPreProcessor processor, String layer, LayerActivations input, int channelsAfter, List<Node> nodes) {
        Preprocessors description = new Preprocessors(layer, input, channelsAfter);
        parts(processor).forEach(description::add);
        nodes.addAll(description.nodes);
        return description.last;
    }

    private static List<InputPreProcessor> parts(InputPreProcessor processor) {
        if (!(processor instanceof ComposableInputPreProcessor composed)) {
            return List.of(processor);
        }
        List<InputPreProcessor> parts = new ArrayList<>();
        for (InputPreProcessor part : composed.getInputPreProcessors()) {
            parts.addAll(parts(part));
        }
        return parts;
    }

    private void add(InputPreProcessor part) {
        Class<?> type = part.getClass();
        if (type == CnnToFeedForwardPreProcessor.class) {
            var flatten = (CnnToFeedForwardPreProcessor) part;
            long pixels = flatten.getInputHeight() * flatten.getInputWidth();
            flatten(pixels, ActivationFormat.images(flatten.getFormat(), null, null));
        } else if (type == Cnn3DToFeedForwardPreProcessor.class) {
            var flatten = (Cnn3DToFeedForwardPreProcessor) part;
            long positions = flatten.getInputDepth() * flatten.getInputHeight() * flatten.getInputWidth();
            flatten(positions, volumes(flatten.isNCDHW()));
        } else if (type == CnnToRnnPreProcessor.class) {
            var series = (CnnToRnnPreProcessor) part;
            ActivationFormat images = ActivationFormat.images(CNN2DFormat.NCHW, null, null);
            int pixels = Math.toIntExact(series.getInputHeight() * series.getInputWidth());
            add(
                    expand(order(images), pixels).maskUse(MaskUse.PASSES),
                    last.channels() * pixels,
                    unfolded(series.getRnnDataFormat()));
        } else if (type == FeedForwardToCnnPreProcessor.class) {
            images((FeedForwardToCnnPreProcessor) part);
        } else if (type == FeedForwardToCnn3DPreProcessor.class) {
            var cnn = (FeedForwardToCnn3DPreProcessor) part;
            ActivationFormat format =
                    volumes(cnn.isNCDHW()).resized(cnn.getInputDepth(), cnn.getInputHeight(), cnn.getInputWidth());
            collapse(format.folded(last.format().folded()));
        } else if (type == RnnToCnnPreProcessor.class) {
            var cnn = (RnnToCnnPreProcessor) part;
            if (accepts("steps to images", cnn.getRnnDataFormat())) {
                collapse(ActivationFormat.images(CNN2DFormat.NCHW, cnn.getInputHeight(), cnn.getInputWidth())
                        .folded(steps()));
            }
        } else if (type == RnnToFeedForwardPreProcessor.class) {
            if (accepts("steps to examples", ((RnnToFeedForwardPreProcessor) part).getRnnDataFormat())) {
                rearrange("steps to examples", ActivationFormat.features().folded(steps()));
            }
        } else if (type == FeedForwardToRnnPreProcessor.class) {
            rearrange("examples to steps", unfolded(((FeedForwardToRnnPreProcessor) part).getRnnDataFormat()));
        } else if (type == KerasFlattenRnnPreprocessor.class && last.format().kind() == ActivationFormat.Kind.SERIES) {
            int steps = Math.toIntExact(((KerasFlattenRnnPreprocessor) part).getTsLength());
            Node.Builder flat = expand(order(last.format()), steps).maskUse(MaskUse.DISTORTS);
            add(flat, last.channels() * steps, ActivationFormat.features());
        } else {
            addOpaque(
                    type.getSimpleName(),
                    "has the preprocessor " + type.getSimpleName() + ", for which net2net has no rule");
        }
    }

    private static ActivationFormat volumes(boolean channelsFirst) {
        return ActivationFormat.volumes(channelsFirst ? DataFormat.NCDHW : DataFormat.NDHWC);
    }

    /** The number of steps of the series that arrives, null if it is not known. */
    private @Nullable Integer steps() {
        return last.format().kind() == ActivationFormat.Kind.SERIES
                ? last.format().extent(0)
                : null;
    }

    /** Series of the examples that were steps before. */
    private ActivationFormat unfolded(RNNFormat format) {
        Integer folded = last.format().folded();
        return ActivationFormat.series(format, folded == null || folded == 1 ? null : folded);
    }

    /** DL4J reshapes in memory order: (c, h, w) for channels first, (h, w, c) for channels last. */
    private void flatten(long stated, ActivationFormat configured) {
        if (last.format().kind() == ActivationFormat.Kind.FEATURES) {
            rearrange("flatten", last.format());
        } else {
            int positions = stated > 0 ? Math.toIntExact(stated) : channelsAfter / last.channels();
            add(
                    expand(order(configured), positions).maskUse(MaskUse.REJECTS),
                    last.channels() * positions,
                    ActivationFormat.features().folded(last.format().folded()));
        }
    }

    private FlattenOrder order(ActivationFormat configured) {
        boolean images = configured.kind() == ActivationFormat.Kind.IMAGES
                && last.format().kind() == ActivationFormat.Kind.IMAGES;
        boolean channelsLast = images ? last.format().channelsLast() : configured.channelsLast();
        return channelsLast ? FlattenOrder.CHANNEL_MINOR : FlattenOrder.CHANNEL_MAJOR;
    }

    /** DL4J makes images with channels first. */
    private void images(FeedForwardToCnnPreProcessor cnn) {
        if (last.format().kind() == ActivationFormat.Kind.IMAGES) {
            rearrange("reshape to images", last.format());
        } else {
            int height = Math.toIntExact(cnn.getInputHeight());
            int width = Math.toIntExact(cnn.getInputWidth());
            collapse(ActivationFormat.images(CNN2DFormat.NCHW, height, width)
                    .folded(last.format().folded()));
        }
    }

    /** Whether the series that arrive, if they are series, have the given format. If not, the part is added as opaque. */
    private boolean accepts(String kind, RNNFormat format) {
        ActivationFormat configured = ActivationFormat.series(format, null);
        if (last.format().kind() != ActivationFormat.Kind.SERIES
                || last.format().hasAxesOf(configured)) {
            return true;
        }
        addOpaque(kind, "takes " + configured + " but gets " + last.format());
        return false;
    }

    /** DL4J refuses masks of pixels where it flattens them, and takes those of steps. */
    private Node.Builder expand(FlattenOrder order, int times) {
        return node("flatten", new ChannelBehavior.Expand(order, times));
    }

    /** DL4J hands a mask of examples or steps on as one of 1x1 pixels, which it does not refuse where it flattens. */
    private void collapse(ActivationFormat format) {
        FlattenOrder order = format.channelsLast() ? FlattenOrder.CHANNEL_MINOR : FlattenOrder.CHANNEL_MAJOR;
        int times = format.extents().stream().reduce(1, Math::multiplyExact);
        Node.Builder reshaped = node("reshape to images", new ChannelBehavior.Collapse(order, times));
        add(reshaped.maskUse(MaskUse.DISTORTS), last.channels() / times, format);
    }

    private void rearrange(String kind, ActivationFormat format) {
        add(node(kind, new ChannelBehavior.PerChannel()).values(ValueFlow.SELECTS), last.channels(), format);
    }

    private void addOpaque(String kind, String reason) {
        ChannelBehavior opaque = new ChannelBehavior.Opaque(channelsAfter, reason);
        add(node(kind, opaque).maskUse(MaskUse.DISTORTS), channelsAfter, ActivationFormat.unknown());
    }

    private void add(Node.Builder builder, int channels, ActivationFormat format) {
        Node node = builder.format(format.isKnown() ? format : null).build();
        nodes.add(node);
        last = new LayerActivations(node.name(), channels, format);
    }

    private Node.Builder node(String kind, ChannelBehavior behavior) {
        return Node.named(NodeNames.input(layer, nodes.size()))
                .layer(layer)
                .kind(kind)
                .inputs(last.node())
                .behavior(behavior);
    }

    /** What must arrive at the preprocessor if {@code after} is what it must output; empty if unknown. */
    static Optional<ExpectedInput> expects(InputPreProcessor processor, Optional<ExpectedInput> after) {
        List<InputPreProcessor> parts = parts(processor);
        Optional<ExpectedInput> expected = after;
        for (int i = parts.size() - 1; i >= 0; i--) {
            expected = expectedBy(parts.get(i), expected);
        }
        return expected;
    }

    private static Optional<ExpectedInput> expectedBy(InputPreProcessor part, Optional<ExpectedInput> after) {
        ActivationFormat features = ActivationFormat.features();
        if (part instanceof CnnToFeedForwardPreProcessor flatten) {
            return ExpectedInput.of(flatten.getNumChannels(), ActivationFormat.images(flatten.getFormat(), null, null));
        } else if (part instanceof Cnn3DToFeedForwardPreProcessor flatten) {
            return ExpectedInput.of(flatten.getNumChannels(), volumes(flatten.isNCDHW()));
        } else if (part instanceof CnnToRnnPreProcessor series) {
            return ExpectedInput.of(series.getNumChannels(), ActivationFormat.images(CNN2DFormat.NCHW, null, null));
        } else if (part instanceof FeedForwardToCnnPreProcessor cnn) {
            return ExpectedInput.of(cnn.getNumChannels() * cnn.getInputHeight() * cnn.getInputWidth(), features);
        } else if (part instanceof FeedForwardToCnn3DPreProcessor cnn) {
            long positions = (long) cnn.getInputDepth() * cnn.getInputHeight() * cnn.getInputWidth();
            return ExpectedInput.of(cnn.getNumChannels() * positions, features);
        } else if (part instanceof RnnToCnnPreProcessor cnn) {
            long positions = (long) cnn.getInputHeight() * cnn.getInputWidth();
            return ExpectedInput.of(
                    cnn.getNumChannels() * positions, ActivationFormat.series(cnn.getRnnDataFormat(), null));
        }
        return after.map(expected -> new ExpectedInput(expected.channels(), formatBefore(part)));
    }

    private static ActivationFormat formatBefore(InputPreProcessor part) {
        if (part instanceof RnnToFeedForwardPreProcessor steps) {
            return ActivationFormat.series(steps.getRnnDataFormat(), null);
        }
        return part instanceof FeedForwardToRnnPreProcessor ? ActivationFormat.features() : ActivationFormat.unknown();
    }

    /**
     * The preprocessor before a layer with the student's numbers of channels. It is built again, because some of
     * DL4J's keep a product of their sizes that no setter updates.
     *
     * @param student holds the nodes that {@link #describe} added
     */
    static InputPreProcessor resized(InputPreProcessor processor, String layer, NetGraph student) {
        if (!(processor instanceof ComposableInputPreProcessor)) {
            return resized(processor, student, NodeNames.input(layer, 0));
        }
        List<InputPreProcessor> parts = parts(processor);
        InputPreProcessor[] resized = new InputPreProcessor[parts.size()];
        Arrays.setAll(resized, i -> resized(parts.get(i), student, NodeNames.input(layer, i)));
        return new ComposableInputPreProcessor(resized);
    }

    private static InputPreProcessor resized(InputPreProcessor part, NetGraph student, String name) {
        Node node = student.node(name);
        if (node.behavior() instanceof ChannelBehavior.Expand) {
            Node before = student.node(node.inputs().get(0));
            return resized(withActualSizes(part, before.format()), student.channels(before.name()));
        } else if (node.behavior() instanceof ChannelBehavior.Collapse) {
            return resized(part, student.channels(name));
        }
        return part.clone();
    }

    /**
     * DL4J states other sizes of volumes than arrive after a deconvolution whose kernel is no cube, and gives a new layer
     * between the two gradients of another shape.
     */
    private static InputPreProcessor withActualSizes(InputPreProcessor part, @Nullable ArrayFormat arriving) {
        if (!(part instanceof Cnn3DToFeedForwardPreProcessor flatten)
                || !(arriving instanceof ActivationFormat format)
                || format.kind() != ActivationFormat.Kind.VOLUMES
                || format.positions() == null) {
            return part;
        }
        int[] sizes = format.extents().stream().mapToInt(Integer::intValue).toArray();
        return new Cnn3DToFeedForwardPreProcessor(
                sizes[0], sizes[1], sizes[2], Math.toIntExact(flatten.getNumChannels()), flatten.isNCDHW());
    }

    private static InputPreProcessor resized(InputPreProcessor part, int channels) {
        if (part instanceof CnnToFeedForwardPreProcessor flatten && flatten.getNumChannels() > 0) {
            return new CnnToFeedForwardPreProcessor(
                    flatten.getInputHeight(), flatten.getInputWidth(), channels, flatten.getFormat());
        } else if (part instanceof Cnn3DToFeedForwardPreProcessor flatten && flatten.getNumChannels() > 0) {
            return new Cnn3DToFeedForwardPreProcessor(
                    flatten.getInputDepth(),
                    flatten.getInputHeight(),
                    flatten.getInputWidth(),
                    channels,
                    flatten.isNCDHW());
        } else if (part instanceof CnnToRnnPreProcessor series) {
            return new CnnToRnnPreProcessor(
                    series.getInputHeight(), series.getInputWidth(), channels, series.getRnnDataFormat());
        } else if (part instanceof KerasFlattenRnnPreprocessor series) {
            return new KerasFlattenRnnPreprocessor(channels, series.getTsLength());
        } else if (part instanceof FeedForwardToCnnPreProcessor images) {
            return new FeedForwardToCnnPreProcessor(images.getInputHeight(), images.getInputWidth(), channels);
        } else if (part instanceof FeedForwardToCnn3DPreProcessor volumes) {
            return new FeedForwardToCnn3DPreProcessor(
                    volumes.getInputDepth(),
                    volumes.getInputHeight(),
                    volumes.getInputWidth(),
                    channels,
                    volumes.isNCDHW());
        } else if (part instanceof RnnToCnnPreProcessor images) {
            return new RnnToCnnPreProcessor(
                    images.getInputHeight(), images.getInputWidth(), channels, images.getRnnDataFormat());
        }
        return part.clone();
    }
}
