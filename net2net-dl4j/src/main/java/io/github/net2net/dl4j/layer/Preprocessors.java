package io.github.net2net.dl4j.layer;

import io.github.net2net.dl4j.layer.LayerScope.Arrival;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
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

/** What stands between layers: one node for each preprocessor that does anything. */
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
        if (!(last.form() instanceof Form.FeedForward)) {
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
        if (!(last.form() instanceof Form.Images)) {
            int height = Math.toIntExact(processor.getInputHeight());
            int width = Math.toIntExact(processor.getInputWidth());
            collect(FlattenOrder.CHANNEL_MAJOR, height * width, new Form.Images(CNN2DFormat.NCHW, height, width));
        }
    }

    private void volumes(FeedForwardToCnn3DPreProcessor processor) {
        int positions = processor.getInputDepth() * processor.getInputHeight() * processor.getInputWidth();
        collect(volumeOrder(processor.isNCDHW()), positions, Form.Volumes.of(processor.isNCDHW()));
    }

    private void spread(FlattenOrder order, int times, Form form) {
        add("flatten", new ChannelBehavior.Spreads(order, times), last.channels() * times, form);
    }

    private void collect(FlattenOrder order, int times, Form form) {
        add("reshape to images", new ChannelBehavior.Collects(order, times), last.channels() / times, form);
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
        add(kind, new ChannelBehavior.Keeps(), last.channels(), form);
    }

    private void add(String kind, ChannelBehavior behavior, int channels, Form form) {
        String name = NodeNames.input(layer, nodes.size());
        nodes.add(Node.named(name)
                .layer(layer)
                .kind(kind)
                .inputs(last.node())
                .behavior(behavior)
                .build());
        last = new Arrival(name, channels, form);
    }

    /** Writes the student's number of channels into a copy of the preprocessor. */
    public static void resize(InputPreProcessor processor, int channels) {
        if (processor instanceof CnnToFeedForwardPreProcessor flatten && flatten.getNumChannels() > 0) {
            flatten.setNumChannels(channels);
        } else if (processor instanceof Cnn3DToFeedForwardPreProcessor flatten && flatten.getNumChannels() > 0) {
            flatten.setNumChannels(channels);
        } else if (processor instanceof CnnToRnnPreProcessor series) {
            series.setNumChannels(channels);
        } else if (processor instanceof FeedForwardToCnnPreProcessor collect) {
            collect.setNumChannels(channels);
        } else if (processor instanceof FeedForwardToCnn3DPreProcessor collect) {
            collect.setNumChannels(channels);
        } else if (processor instanceof RnnToCnnPreProcessor collect) {
            collect.setNumChannels(channels);
        } else if (processor instanceof ComposableInputPreProcessor composed) {
            for (InputPreProcessor part : composed.getInputPreProcessors()) {
                resize(part, channels);
            }
        }
    }
}
