package io.github.net2net.examples.models;

import com.google.common.base.Splitter;
import io.github.net2net.GrowthException;
import io.github.net2net.Inspection;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.graph.Quantities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
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

    private static final String INPUT = "input";

    private static final List<Integer> USUAL_SIDES =
            List.of(32, 48, 64, 96, 128, 160, 192, 224, 256, 299, 320, 416, 512);

    private InputSizes() {}

    /** The inputs of an inspected network. */
    static List<Inspection.Layer> inputs(Inspection inspection) {
        return inspection.layers().stream()
                .filter(layer -> layer.kind().equals(INPUT))
                .toList();
    }

    /**
     * The types of all inputs; none if that of one is not known.
     *
     * @param given texts such as "3x32x32", one for each input; or none
     */
    static InputType[] of(Model network, Inspection inspection, List<String> given) {
        List<Inspection.Layer> inputs = inputs(inspection);
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
                    : Optional.of(parse(given.get(i), inputs.get(i), inspection));
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

    private static InputType parse(String text, Inspection.Layer input, Inspection inspection) {
        int[] sizes = sizes(text);
        ActivationFormat format = (ActivationFormat) input.format();
        if (format != null && isSeries(format) && takesIndices(inspection, input)) {
            return words(text, sizes, input, format);
        }
        int wanted = format == null || !format.isKnown()
                ? sizes.length
                : format.extents().size() + 1;
        if (wanted == 1 && sizes.length > 1) {
            throw Failure.usage("--input " + text + ": the network's input '" + input.name() + "' takes "
                    + Quantities.of(input.channels(), "number")
                    + " for each example. The model file states that size: omit --input.");
        } else if (wanted != sizes.length) {
            throw Failure.usage("--input " + text + ": the network's input '" + input.name() + "' takes " + format
                    + " with " + Quantities.of(input.channels(), "channel") + ". Give its size, such as "
                    + example(input.channels(), wanted) + ".");
        }
        return type(format, sizes);
    }

    private static boolean isSeries(ActivationFormat format) {
        return format.kind() == ActivationFormat.Kind.SERIES;
    }

    private static InputType words(String text, int[] sizes, Inspection.Layer input, ActivationFormat format) {
        Integer stated = format.extents().get(0);
        String takes = "--input " + text + ": the network's input '" + input.name() + "' takes indices of words. ";
        if (stated != null && (sizes.length > 1 || sizes[0] != stated)) {
            throw Failure.usage(takes + "The model file states that an example has " + Quantities.of(stated, "word")
                    + ": omit --input.");
        } else if (sizes.length > 1) {
            throw Failure.usage(takes + "Give the number of words in an example, such as 20.");
        }
        return type(format, input.channels(), sizes[0]);
    }

    /** "20x7", channels first; "7 words" for indices. */
    static String text(Inspection inspection, Inspection.Layer input) {
        ActivationFormat format = (ActivationFormat) input.format();
        if (!takesIndices(inspection, input)) {
            return LayerRow.output(input);
        }
        Integer words =
                format == null ? null : isSeries(format) ? format.extents().get(0) : Integer.valueOf(1);
        return words == null ? "? words" : Quantities.of(words, "word");
    }

    /** "64x28x28", or "7 words". */
    static String output(Inspection inspection, Inspection.Layer layer) {
        return layer.kind().equals(INPUT) ? text(inspection, layer) : LayerRow.output(layer);
    }

    /** Whether an input takes indices of words, which an embedding looks up. */
    static boolean takesIndices(Inspection inspection, Inspection.Layer input) {
        return inspection.layers().stream()
                .anyMatch(reader ->
                        reader.inputs().contains(input.name()) && reader.kind().contains("embedding"));
    }

    /** The size of an input as an example, with the number of its positions made up. */
    static String example(Model network, Inspection inspection, Inspection.Layer input) {
        if (takesIndices(inspection, input)) {
            return "20";
        }
        boolean known = input.format() instanceof ActivationFormat format && format.isKnown();
        int sizes = known
                ? ((ActivationFormat) Objects.requireNonNull(input.format()))
                                .extents()
                                .size()
                        + 1
                : 3;
        return sizes == 3 ? smallestImages(network, input) : example(input.channels(), sizes);
    }

    /** The smallest of usual sizes at which every layer has an output; the first where that is not known of any. */
    private static String smallestImages(Model network, Inspection.Layer input) {
        ActivationFormat format = (ActivationFormat) input.format();
        int side = USUAL_SIDES.stream()
                .filter(each -> runs(network, type(format, input.channels(), each, each)))
                .findFirst()
                .orElse(USUAL_SIDES.get(0));
        return input.channels() + "x" + side + "x" + side;
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

    /** Where a layer flattens images of a known size. */
    private record Flatten(String layer, long height, long width) {
        static Flatten of(String layer, CnnToFeedForwardPreProcessor preprocessor) {
            return new Flatten(layer, preprocessor.getInputHeight(), preprocessor.getInputWidth());
        }

        boolean fits(Map<String, InputType> read) {
            return read.get(layer) instanceof InputType.InputTypeConvolutional images
                    && images.getHeight() == height
                    && images.getWidth() == width;
        }
    }

    /**
     * The square image that comes to dense layers at the sizes for which they were made. Where strides let several sizes fit,
     * such as 219 to 229, it is the one with the most factors of two: 224.
     */
    private static Optional<InputType> flattened(Model network, Square square) {
        List<Flatten> flattens = network instanceof ComputationGraph graph
                ? flattens(graph.getConfiguration())
                : flattens(((MultiLayerNetwork) network).getLayerWiseConfigurations());
        UnaryOperator<Map<String, InputType>> sizes = sizes(network);
        return IntStream.rangeClosed(1, flattens.isEmpty() ? 0 : LARGEST)
                .filter(side -> fits(flattens, sizes, square.of(side)))
                .boxed()
                .max(Comparator.comparing(Integer::numberOfTrailingZeros))
                .map(square::of);
    }

    private static UnaryOperator<Map<String, InputType>> sizes(Model network) {
        return network instanceof ComputationGraph graph
                ? new GraphSizes(graph.getConfiguration().clone())
                : new ChainSizes(((MultiLayerNetwork) network)
                        .getLayerWiseConfigurations()
                        .clone());
    }

    private static boolean runs(Model network, InputType type) {
        try {
            return withoutOutput(Net2Net.from(network, type).architecture()).isEmpty();
        } catch (GrowthException | IllegalStateException otherInputs) {
            return false;
        }
    }

    /** The first layer of which nothing is left, as its input is too small. */
    static Optional<String> withoutOutput(Inspection architecture) {
        return architecture.layers().stream()
                .filter(layer -> layer.format() instanceof ActivationFormat format
                        && format.extents().stream().anyMatch(extent -> extent != null && extent < 1))
                .map(Inspection.Layer::name)
                .findFirst();
    }

    private static boolean fits(
            List<Flatten> flattens, UnaryOperator<Map<String, InputType>> sizes, InputType candidate) {
        try {
            Map<String, InputType> read = sizes.apply(Map.of("", candidate));
            return flattens.stream().allMatch(flatten -> flatten.fits(read));
        } catch (RuntimeException tooSmall) { // for a kernel
            return false;
        }
    }

    private static List<Flatten> flattens(MultiLayerConfiguration configuration) {
        List<Flatten> flattens = new ArrayList<>();
        configuration.getInputPreProcessors().forEach((layer, preprocessor) -> {
            if (preprocessor instanceof CnnToFeedForwardPreProcessor flatten) {
                flattens.add(Flatten.of(String.valueOf(layer), flatten));
            }
        });
        return flattens;
    }

    private static List<Flatten> flattens(ComputationGraphConfiguration configuration) {
        List<Flatten> flattens = new ArrayList<>();
        configuration.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layer
                    && layer.getPreProcessor() instanceof CnnToFeedForwardPreProcessor flatten) {
                flattens.add(Flatten.of(name, flatten));
            }
        });
        return flattens;
    }

    /** What each layer reads, by its index. The configuration is a copy, since DL4J changes it as it computes. */
    private record ChainSizes(MultiLayerConfiguration configuration) implements UnaryOperator<Map<String, InputType>> {
        @Override
        public Map<String, InputType> apply(Map<String, InputType> input) {
            Map<String, InputType> read = new HashMap<>();
            InputType type = Objects.requireNonNull(input.get(""));
            for (int i = 0; i < configuration.getConfs().size(); i++) {
                read.put(String.valueOf(i), type);
                InputPreProcessor preprocessor = configuration.getInputPreProcess(i);
                type = preprocessor == null ? type : preprocessor.getOutputType(type);
                type = configuration.getConf(i).getLayer().getOutputType(i, type);
            }
            return read;
        }
    }

    /** As {@link ChainSizes}, by names. */
    private record GraphSizes(ComputationGraphConfiguration configuration)
            implements UnaryOperator<Map<String, InputType>> {
        @Override
        public Map<String, InputType> apply(Map<String, InputType> input) {
            InputType type = Objects.requireNonNull(input.get(""));
            Map<String, InputType> outputs = configuration.getLayerActivationTypes(false, type);
            Map<String, InputType> read = new HashMap<>();
            configuration
                    .getVertexInputs()
                    .forEach((name, inputs) -> read.put(name, outputs.getOrDefault(inputs.get(0), type)));
            return read;
        }
    }
}
