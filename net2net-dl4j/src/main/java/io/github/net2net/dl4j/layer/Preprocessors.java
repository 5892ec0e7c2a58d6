package io.github.net2net.dl4j.layer;

import io.github.net2net.dl4j.layer.LayerScope.Arrival;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** What stands between layers: one node for each preprocessor that does anything. */
public final class Preprocessors {
    private Preprocessors() {}

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
        Arrival last = arrival;
        for (InputPreProcessor part : parts(processor)) {
            String name = layer + "/input" + (nodes.isEmpty() ? "" : String.valueOf(nodes.size()));
            Node.Builder node = Node.named(name).layer(layer).inputs(last.node());
            if (part.getClass() == CnnToFeedForwardPreProcessor.class) {
                last = flatten((CnnToFeedForwardPreProcessor) part, node, name, last, channelsBehind);
            } else if (part.getClass() == FeedForwardToCnnPreProcessor.class) {
                last = collect((FeedForwardToCnnPreProcessor) part, node, name, last);
            } else {
                String type = part.getClass().getSimpleName();
                node.kind(type)
                        .behavior(new ChannelBehavior.Opaque(
                                channelsBehind,
                                "has the preprocessor " + type + ", which net2net does not know how to grow through"));
                last = new Arrival(name, channelsBehind, new Form.Unknown());
            }
            if (last.node().equals(name)) {
                nodes.add(node.build());
            }
        }
        return last;
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

    /** DL4J reshapes in memory order: (c, h, w) for channels first, (h, w, c) for channels last. */
    private static Arrival flatten(
            CnnToFeedForwardPreProcessor processor,
            Node.Builder node,
            String name,
            Arrival arrival,
            int channelsBehind) {
        if (arrival.form() instanceof Form.FeedForward) {
            return arrival;
        }
        long known = processor.getInputHeight() * processor.getInputWidth();
        int pixels = known > 0 ? Math.toIntExact(known) : channelsBehind / arrival.channels();
        node.kind("flatten")
                .behavior(new ChannelBehavior.Spreads(order(processor.getFormat(), arrival.form()), pixels));
        return new Arrival(name, arrival.channels() * pixels, new Form.FeedForward());
    }

    private static FlattenOrder order(CNN2DFormat format, Form form) {
        CNN2DFormat actual = form instanceof Form.Images images ? images.format() : format;
        return actual == CNN2DFormat.NCHW ? FlattenOrder.CHANNEL_MAJOR : FlattenOrder.CHANNEL_MINOR;
    }

    /** DL4J makes images with channels first. */
    private static Arrival collect(
            FeedForwardToCnnPreProcessor processor, Node.Builder node, String name, Arrival arrival) {
        int height = Math.toIntExact(processor.getInputHeight());
        int width = Math.toIntExact(processor.getInputWidth());
        Form form = new Form.Images(CNN2DFormat.NCHW, height, width);
        if (arrival.form() instanceof Form.Images) {
            return arrival;
        }
        node.kind("reshape to images")
                .behavior(new ChannelBehavior.Collects(FlattenOrder.CHANNEL_MAJOR, height * width));
        return new Arrival(name, arrival.channels() / (height * width), form);
    }

    /** Writes the student's number of channels into a copy of the preprocessor. */
    public static void resize(InputPreProcessor processor, int channels) {
        if (processor instanceof CnnToFeedForwardPreProcessor flatten && flatten.getNumChannels() > 0) {
            flatten.setNumChannels(channels);
        } else if (processor instanceof FeedForwardToCnnPreProcessor collect) {
            collect.setNumChannels(channels);
        } else if (processor instanceof ComposableInputPreProcessor composed) {
            for (InputPreProcessor part : composed.getInputPreProcessors()) {
                resize(part, channels);
            }
        }
    }
}
