package io.github.net2net.dl4j.layer;

import io.github.net2net.dl4j.layer.LayerScope.Arrival;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/** What stands between layers: one node for each preprocessor. */
public final class Preprocessors {
    private final String layer;
    private final int channelsBehind;
    private final List<Node> nodes = new ArrayList<>();
    private Arrival last;

    private Preprocessors(String layer, Arrival arrival, int channelsBehind) {
        this.layer = layer;
        this.last = arrival;
        this.channelsBehind = channelsBehind;
    }

    /**
     * Reads the preprocessor in front of a layer.
     *
     * @param arrival what it reads
     * @param channelsBehind the number of channels that the layer behind it expects
     * @param nodes receives its nodes
     * @return what the layer behind it reads
     */
    public static Arrival read(
            InputPreProcessor processor, String layer, Arrival arrival, int channelsBehind, List<Node> nodes) {
        Preprocessors reading = new Preprocessors(layer, arrival, channelsBehind);
        parts(processor).forEach(reading::readPart);
        nodes.addAll(reading.nodes);
        return reading.last;
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

    private void readPart(InputPreProcessor part) {
        Class<?> type = part.getClass();
        if (type == CnnToFeedForwardPreProcessor.class) {
            flatten((CnnToFeedForwardPreProcessor) part);
        } else if (type == Cnn3DToFeedForwardPreProcessor.class) {
            flattenVolumes((Cnn3DToFeedForwardPreProcessor) part);
        } else if (type == CnnToRnnPreProcessor.class) {
            var series = (CnnToRnnPreProcessor) part;
            int pixels = Math.toIntExact(series.getInputHeight() * series.getInputWidth());
            spread(imageOrder(CNN2DFormat.NCHW), pixels, new Form.Series(series.getRnnDataFormat()));
        } else if (type == FeedForwardToCnnPreProcessor.class) {
            images((FeedForwardToCnnPreProcessor) part);
        } else if (type == FeedForwardToCnn3DPreProcessor.class) {
            volumes((FeedForwardToCnn3DPreProcessor) part);
        } else if (type == RnnToCnnPreProcessor.class) {
            var cnn = (RnnToCnnPreProcessor) part;
            Form form = new Form.Images(CNN2DFormat.NCHW, cnn.getInputHeight(), cnn.getInputWidth());
            collect(FlattenOrder.CHANNEL_MAJOR, cnn.getInputHeight() * cnn.getInputWidth(), form);
        } else if (type == RnnToFeedForwardPreProcessor.class) {
            stepsToExamples((RnnToFeedForwardPreProcessor) part);
        } else if (type == FeedForwardToRnnPreProcessor.class) {
            var series = (FeedForwardToRnnPreProcessor) part;
            rearrange("examples to steps", new Form.Series(series.getRnnDataFormat()));
        } else {
            String reason = "has the preprocessor " + type.getSimpleName()
                    + ", which net2net does not know how to grow through";
            add(
                    type.getSimpleName(),
                    new ChannelBehavior.Opaque(channelsBehind, reason),
                    channelsBehind,
                    new Form.Unknown());
        }
    }

    /** DL4J reshapes in memory order: (c, h, w) for channels first, (h, w, c) for channels last. */
    private void flatten(CnnToFeedForwardPreProcessor processor) {
        if (last.form() instanceof Form.FeedForward) {
            rearrange("flatten", last.form());
        } else {
            long known = processor.getInputHeight() * processor.getInputWidth();
            int pixels = known > 0 ? Math.toIntExact(known) : channelsBehind / last.channels();
            spread(imageOrder(processor.getFormat()), pixels, new Form.FeedForward());
        }
    }

    private FlattenOrder imageOrder(CNN2DFormat configured) {
        CNN2DFormat actual = last.form() instanceof Form.Images images ? images.format() : configured;
        return actual == CNN2DFormat.NCHW ? FlattenOrder.CHANNEL_MAJOR : FlattenOrder.CHANNEL_MINOR;
    }

    private void flattenVolumes(Cnn3DToFeedForwardPreProcessor processor) {
        long known = processor.getInputDepth() * processor.getInputHeight() * processor.getInputWidth();
        int positions = known > 0 ? Math.toIntExact(known) : channelsBehind / last.channels();
        spread(volumeOrder(processor.isNCDHW()), positions, new Form.FeedForward());
    }

    private static FlattenOrder volumeOrder(boolean channelsFirst) {
        return channelsFirst ? FlattenOrder.CHANNEL_MAJOR : FlattenOrder.CHANNEL_MINOR;
    }

    /** DL4J makes images with channels first. */
    private void images(FeedForwardToCnnPreProcessor processor) {
        if (last.form() instanceof Form.Images) {
            rearrange("reshape to images", last.form());
        } else {
            int height = Math.toIntExact(processor.getInputHeight());
            int width = Math.toIntExact(processor.getInputWidth());
            collect(FlattenOrder.CHANNEL_MAJOR, height * width, new Form.Images(CNN2DFormat.NCHW, height, width));
        }
    }

    private void volumes(FeedForwardToCnn3DPreProcessor processor) {
        int positions = processor.getInputDepth() * processor.getInputHeight() * processor.getInputWidth();
        collect(volumeOrder(processor.isNCDHW()), positions, Form.Volumes.of(processor.isNCDHW()));
    }

    /** DL4J refuses masks of pixels where it flattens them, and takes those of steps. */
    private void spread(FlattenOrder order, int times, Form form) {
        MaskUse use = form instanceof Form.FeedForward ? MaskUse.REJECTS : MaskUse.PASSES;
        add(node("flatten", new ChannelBehavior.Expand(order, times)).maskUse(use), last.channels() * times, form);
    }

    private void collect(FlattenOrder order, int times, Form form) {
        add("reshape to images", new ChannelBehavior.Collapse(order, times), last.channels() / times, form);
    }

    private void stepsToExamples(RnnToFeedForwardPreProcessor processor) {
        if (last.form() instanceof Form.Series series && series.format() != processor.getRnnDataFormat()) {
            String reason = "is configured for " + processor.getRnnDataFormat() + " series but gets " + series.format()
                    + " ones";
            add(
                    "steps to examples",
                    new ChannelBehavior.Opaque(channelsBehind, reason),
                    channelsBehind,
                    new Form.Unknown());
        } else {
            rearrange("steps to examples", new Form.FeedForward(true));
        }
    }

    private void rearrange(String kind, Form form) {
        add(kind, new ChannelBehavior.PerChannel(), last.channels(), form);
    }

    private void add(String kind, ChannelBehavior behavior, int channels, Form form) {
        add(node(kind, behavior), channels, form);
    }

    private void add(Node.Builder builder, int channels, Form form) {
        Node node = builder.build();
        nodes.add(node);
        last = new Arrival(node.name(), channels, form);
    }

    private Node.Builder node(String kind, ChannelBehavior behavior) {
        return Node.named(NodeNames.input(layer, nodes.size()))
                .layer(layer)
                .kind(kind)
                .inputs(last.node())
                .behavior(behavior);
    }

    /**
     * The preprocessor in front of a layer with the student's numbers of channels. It is built anew, because some of
     * DL4J's keep a product of their sizes that no setter updates.
     *
     * @param student holds the nodes that {@link #read} added
     */
    public static InputPreProcessor resized(InputPreProcessor processor, String layer, NetGraph student) {
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
            return resized(part, student.channels(node.inputs().get(0)));
        } else if (node.behavior() instanceof ChannelBehavior.Collapse) {
            return resized(part, student.channels(name));
        }
        return part.clone();
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
