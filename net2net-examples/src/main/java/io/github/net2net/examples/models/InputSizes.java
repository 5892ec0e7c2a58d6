package io.github.net2net.examples.models;

import com.google.common.base.Splitter;
import io.github.net2net.Inspection;
import io.github.net2net.dl4j.layer.ActivationFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/** The sizes of a network's inputs: as given, or as the network states them. Files of DL4J don't hold them. */
final class InputSizes {
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,6}(x[1-9][0-9]{0,6}){0,3}");
    /** Images of more pixels on a side are not looked for. */
    private static final int LARGEST = 1024;

    private InputSizes() {}

    /** The inputs of an inspected network. */
    static List<Inspection.Layer> inputs(Inspection inspection) {
        return inspection.layers().stream()
                .filter(layer -> layer.kind().equals("input"))
                .toList();
    }

    /**
     * The types of all inputs; none if that of one is not known.
     *
     * @param given texts such as "3x32x32", one for each input; or none
     */
    static InputType[] of(Model network, List<Inspection.Layer> inputs, List<String> given) {
        if (!given.isEmpty() && given.size() != inputs.size()) {
            throw Failure.usage(String.format(
                    "--input was given %d times, and the network has %d inputs: %s. Give it once for each, in this order.",
                    given.size(),
                    inputs.size(),
                    inputs.stream().map(Inspection.Layer::name).toList()));
        }
        InputType[] types = new InputType[inputs.size()];
        for (int i = 0; i < types.length; i++) {
            Optional<InputType> type = given.isEmpty()
                    ? stated(network, inputs.get(i), inputs.size() == 1)
                    : Optional.of(parse(given.get(i), inputs.get(i)));
            if (type.isEmpty()) {
                return new InputType[0];
            }
            types[i] = type.get();
        }
        return types;
    }

    /** The input type of a text alone: "3x32x32", channels first. */
    static InputType parse(String text) {
        return type(null, sizes(text));
    }

    private static int[] sizes(String text) {
        if (!SIZE.matcher(text).matches()) {
            throw Failure.usage("--input " + text + ": give channels and positions, such as 3x32x32 for images,"
                    + " 26x50 for series of 50 steps, or 784.");
        }
        return Splitter.on('x').splitToStream(text).mapToInt(Integer::parseInt).toArray();
    }

    private static InputType parse(String text, Inspection.Layer input) {
        int[] sizes = sizes(text);
        ActivationFormat format = (ActivationFormat) input.format();
        int wanted = format == null || !format.isKnown()
                ? sizes.length
                : format.extents().size() + 1;
        if (wanted != sizes.length) {
            throw Failure.usage("--input " + text + ": the network's input '" + input.name() + "' takes " + format
                    + " with " + input.channels() + " channels. Give " + wanted + " sizes, such as "
                    + example(input.channels(), wanted) + ".");
        }
        return type(format, sizes);
    }

    private static String example(int channels, int sizes) {
        return channels + List.of("", "x20", "x32x32", "x8x32x32").get(sizes - 1);
    }

    private static InputType type(@Nullable ActivationFormat format, int... sizes) {
        boolean last = format != null && format.channelsLast();
        return switch (sizes.length) {
            case 1 -> InputType.feedForward(sizes[0]);
            case 2 -> InputType.recurrent(sizes[0], sizes[1], last ? RNNFormat.NWC : RNNFormat.NCW);
            case 3 -> InputType.convolutional(sizes[1], sizes[2], sizes[0], last ? CNN2DFormat.NHWC : CNN2DFormat.NCHW);
            default ->
                InputType.convolutional3D(
                        last ? Convolution3D.DataFormat.NDHWC : Convolution3D.DataFormat.NCDHW,
                        sizes[1],
                        sizes[2],
                        sizes[3],
                        sizes[0]);
        };
    }

    private static Optional<InputType> stated(Model network, Inspection.Layer input, boolean only) {
        ActivationFormat format = (ActivationFormat) input.format();
        if (format == null || !format.isKnown()) {
            return Optional.empty();
        }
        List<@Nullable Integer> extents = format.extents();
        if (extents.stream().allMatch(Objects::nonNull)) {
            int[] sizes = Stream.concat(Stream.of(input.channels()), extents.stream())
                    .mapToInt(Objects::requireNonNull)
                    .toArray();
            return Optional.of(type(format, sizes));
        }
        return only && format.kind() == ActivationFormat.Kind.IMAGES
                ? flattened(network, side -> type(format, input.channels(), side, side))
                : Optional.empty();
    }

    private interface Square {
        InputType of(int side);
    }

    /**
     * The smallest square image that comes to a dense layer at the size for which that was made. The network's
     * configuration is copied, since DL4J changes one that it computes sizes with.
     */
    private static Optional<InputType> flattened(Model network, Square square) {
        for (int side = 1; side <= LARGEST; side++) {
            InputType candidate = square.of(side);
            if (fits(network, candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean fits(Model network, InputType input) {
        try {
            return network instanceof ComputationGraph graph
                    ? fits(graph.getConfiguration().clone(), input)
                    : fits(
                            ((MultiLayerNetwork) network)
                                    .getLayerWiseConfigurations()
                                    .clone(),
                            input);
        } catch (RuntimeException tooSmall) {
            return false;
        }
    }

    private static boolean fits(MultiLayerConfiguration configuration, InputType input) {
        InputType type = input;
        boolean found = false;
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            InputPreProcessor preprocessor = configuration.getInputPreProcess(i);
            if (preprocessor instanceof CnnToFeedForwardPreProcessor flatten) {
                if (!isSize(flatten, type)) {
                    return false;
                }
                found = true;
            }
            type = preprocessor == null ? type : preprocessor.getOutputType(type);
            type = configuration.getConf(i).getLayer().getOutputType(i, type);
        }
        return found;
    }

    private static boolean fits(ComputationGraphConfiguration configuration, InputType input) {
        Map<String, InputType> types = configuration.getLayerActivationTypes(false, input);
        boolean found = false;
        for (Map.Entry<String, GraphVertex> vertex : configuration.getVertices().entrySet()) {
            if (vertex.getValue() instanceof LayerVertex layer
                    && layer.getPreProcessor() instanceof CnnToFeedForwardPreProcessor flatten) {
                List<String> read = configuration.getVertexInputs().getOrDefault(vertex.getKey(), List.of(""));
                if (!isSize(flatten, types.getOrDefault(read.get(0), input))) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    private static boolean isSize(CnnToFeedForwardPreProcessor flatten, InputType type) {
        return type instanceof InputType.InputTypeConvolutional images
                && images.getHeight() == flatten.getInputHeight()
                && images.getWidth() == flatten.getInputWidth();
    }

    /** "3x32x32", channels first. */
    static String text(InputType type) {
        long[] shape = type.getShape(false);
        boolean last =
                (type instanceof InputType.InputTypeConvolutional images && images.getFormat() == CNN2DFormat.NHWC)
                        || (type instanceof InputType.InputTypeRecurrent series && series.getFormat() == RNNFormat.NWC);
        Stream<Long> sizes = Arrays.stream(shape).boxed();
        if (last) {
            sizes = Stream.concat(
                    Stream.of(shape[shape.length - 1]),
                    Arrays.stream(shape, 0, shape.length - 1).boxed());
        }
        return String.join("x", sizes.map(String::valueOf).toList());
    }
}
