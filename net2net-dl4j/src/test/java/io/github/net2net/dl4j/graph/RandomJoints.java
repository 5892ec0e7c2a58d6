package io.github.net2net.dl4j.graph;

import io.github.net2net.dl4j.graph.GraphSketch.Value;
import io.github.net2net.dl4j.layer.HalveVertex;
import io.github.net2net.dl4j.layer.MixVertex;
import io.github.net2net.dl4j.random.Decisions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;

/** Random vertices without layers, between what a sketch has. */
final class RandomJoints {
    private final Decisions decisions;
    private final GraphSketch sketch;

    RandomJoints(Decisions decisions, GraphSketch sketch) {
        this.decisions = decisions;
        this.sketch = sketch;
    }

    Value add(Op op, List<Value> values) {
        return sketch.vertex(
                new ElementWiseVertex(op), values.get(0).type(), values.get(0).stacked(), values);
    }

    /** With any others of the same shape, or with itself. */
    void addElementWise(Value value) {
        List<Value> same = sketch.values().stream()
                .filter(other ->
                        other.type().equals(value.type()) && other.stacked() == value.stacked() && other != value)
                .toList();
        Op op = decisions.oneOf(Op.Add, Op.Add, Op.Subtract, Op.Product, Op.Average, Op.Max);
        List<Value> values = new ArrayList<>(List.of(value));
        values.add(same.isEmpty() ? value : decisions.oneOf(same));
        if (op != Op.Subtract && !same.isEmpty() && decisions.pick(4) == 3) {
            values.add(decisions.oneOf(same));
        }
        add(op, values);
    }

    /** Two or three values next to each other, or one twice. */
    void addMerge(Value value) {
        List<Value> fitting = sketch.values().stream()
                .filter(other -> other.stacked() == value.stacked() && samePositions(other, value))
                .toList();
        List<Value> values = new ArrayList<>(List.of(value));
        int more = decisions.between(1, 2);
        for (int i = 0; i < more; i++) {
            values.add(fitting.get(fitting.size() - 1 - decisions.pick(fitting.size())));
        }
        merge(values);
    }

    Value merge(List<Value> values) {
        MergeVertex vertex = new MergeVertex();
        Value first = values.get(0);
        vertex.setMergeAxis(channelAxis(first.type()));
        int channels = values.stream().mapToInt(Value::channels).sum();
        return sketch.vertex(vertex, withChannels(first.type(), channels), first.stacked(), values);
    }

    private static int channelAxis(InputType type) {
        if (type instanceof InputType.InputTypeConvolutional images) {
            return images.getFormat() == CNN2DFormat.NCHW ? 1 : 3;
        } else if (type instanceof InputType.InputTypeRecurrent series) {
            return series.getFormat() == RNNFormat.NCW ? 1 : 2;
        } else if (type instanceof InputType.InputTypeConvolutional3D volumes) {
            return volumes.getDataFormat() == Convolution3D.DataFormat.NCDHW ? 1 : 4;
        }
        return 1;
    }

    private static InputType withChannels(InputType type, int channels) {
        if (type instanceof InputType.InputTypeConvolutional images) {
            return InputType.convolutional(images.getHeight(), images.getWidth(), channels, images.getFormat());
        } else if (type instanceof InputType.InputTypeRecurrent series) {
            return InputType.recurrent(channels, series.getTimeSeriesLength(), series.getFormat());
        } else if (type instanceof InputType.InputTypeConvolutional3D volumes) {
            return InputType.convolutional3D(
                    volumes.getDataFormat(), volumes.getDepth(), volumes.getHeight(), volumes.getWidth(), channels);
        }
        return InputType.feedForward(channels);
    }

    private static boolean samePositions(Value one, Value other) {
        return withChannels(one.type(), 1).equals(withChannels(other.type(), 1));
    }

    void addSubset(Value value) {
        int from = decisions.pick(value.channels());
        int to = decisions.between(from, value.channels() - 1);
        if (channelAxis(value.type()) == 1 && !(value.type() instanceof InputType.InputTypeConvolutional3D)) {
            InputType out = withChannels(value.type(), to - from + 1);
            sketch.vertex(new SubsetVertex(from, to), out, value.stacked(), List.of(value));
        }
    }

    /** Two values as one batch through a shared layer, and perhaps apart again. */
    void addStack(Value value, UnaryOperator<Value> shared) {
        List<Value> same = sketch.values().stream()
                .filter(other -> other.type().equals(value.type()) && other.stacked() == value.stacked())
                .toList();
        Value both = sketch.vertex(
                new StackVertex(), value.type(), 2 * value.stacked(), List.of(decisions.oneOf(same), value));
        Value out = shared.apply(both);
        if (decisions.pick(4) < 3) {
            Value first = part(out, 0);
            Value second = part(out, 1);
            if (decisions.pick(2) == 0) {
                add(Op.Subtract, List.of(first, second));
            }
        }
    }

    private Value part(Value stacked, int index) {
        GraphVertex vertex = new UnstackVertex(index, 2);
        return sketch.vertex(vertex, stacked.type(), stacked.stacked() / 2, List.of(stacked));
    }

    void addPoolHelper(Value value) {
        InputType.InputTypeConvolutional images = value.images();
        if (images.getHeight() > 1 && images.getWidth() > 1) {
            if (images.getFormat() == CNN2DFormat.NCHW) {
                InputType out = InputType.convolutional(
                        images.getHeight() - 1, images.getWidth() - 1, images.getChannels(), images.getFormat());
                sketch.vertex(new PoolHelperVertex(), out, value.stacked(), List.of(value));
            }
        }
    }

    /** DL4J can't do it with images in double precision. */
    void addNormalization(Value value) {
        if (!value.isImages()) {
            sketch.vertex(new L2NormalizeVertex(), value);
        }
    }

    void addRareFeatures(Value value) {
        switch (decisions.pick(7)) {
            case 0 -> addNormalization(value);
            case 1 -> addDistance(value);
            case 3, 4 -> addMix(value);
            case 5 -> sketch.vertex(new HalveVertex(), value);
            case 2 ->
                sketch.vertex(new ReshapeVertex(-1, value.channels()), value.type(), value.stacked(), List.of(value));
            default ->
                sketch.layer(
                        new ElementWiseMultiplicationLayer.Builder()
                                .nOut(value.channels())
                                .build(),
                        value);
        }
    }

    /** A vertex of a user's own with parameters. */
    private void addMix(Value value) {
        List<Value> fitting = sketch.values().stream()
                .filter(other ->
                        other.type() instanceof InputType.InputTypeFeedForward && other.stacked() == value.stacked())
                .toList();
        Value other = decisions.oneOf(fitting);
        int channels = decisions.between(1, 4);
        Value mixed = sketch.vertex(
                new MixVertex(value.channels(), other.channels(), channels),
                InputType.feedForward(channels),
                value.stacked(),
                List.of(value, other));
        sketch.producers().add(mixed.name());
    }

    private void addDistance(Value value) {
        List<Value> same = sketch.values().stream()
                .filter(other -> other.type().equals(value.type()) && other.stacked() == value.stacked())
                .toList();
        sketch.vertex(new L2Vertex(), InputType.feedForward(1), value.stacked(), List.of(value, decisions.oneOf(same)));
    }
}
