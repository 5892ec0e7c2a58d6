package io.github.net2net.dl4j.graph;

import io.github.net2net.dl4j.graph.GraphSketch.Value;
import io.github.net2net.dl4j.random.Decisions;
import io.github.net2net.dl4j.random.RandomConstraints;
import io.github.net2net.dl4j.random.RandomLayers;
import io.github.net2net.dl4j.random.RandomRareLayers;
import io.github.net2net.dl4j.random.RandomRecurrent;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A random graph among series, with steps that become images or features for a while. */
final class RandomSeriesGraph {
    private final Decisions decisions;
    private final RandomLayers make;
    private final RNNFormat format;
    private final GraphSketch sketch;
    private final RandomJoints joints;
    private final boolean attention;
    private final RandomRecurrent recurrent;

    private RandomSeriesGraph(Decisions decisions, boolean attention) {
        this.decisions = decisions;
        this.attention = attention;
        this.make = new RandomLayers(decisions);
        this.format = !attention && decisions.pick(4) == 3 ? RNNFormat.NWC : RNNFormat.NCW;
        this.sketch = new GraphSketch(
                decisions.pick(4) == 3 ? DataType.FLOAT : DataType.DOUBLE,
                layer -> RandomConstraints.put(decisions, layer));
        this.joints = new RandomJoints(decisions, sketch);
        this.recurrent = new RandomRecurrent(decisions, format);
    }

    static RandomTeacher from(Decisions decisions) {
        return from(decisions, false);
    }

    /** With attention in several places. */
    static RandomTeacher withAttention(Decisions decisions) {
        return from(decisions, true);
    }

    private static RandomTeacher from(Decisions decisions, boolean attention) {
        RandomSeriesGraph random = new RandomSeriesGraph(decisions, attention);
        int steps = decisions.between(3, 7);
        if (decisions.pick(5) == 4) {
            random.addWords(steps);
        } else {
            random.sketch.input(InputType.recurrent(decisions.between(1, 3), steps, random.format));
        }
        if (decisions.pick(4) == 3) {
            random.sketch.input(InputType.recurrent(decisions.between(1, 3), steps, random.format));
        }
        int count = decisions.between(2, 9);
        for (int i = 0; i < count; i++) {
            random.tryToAdd();
        }
        return RandomTeacher.of(random.sketch, random.addEnds(), decisions);
    }

    private void addWords(int steps) {
        int vocabulary = decisions.between(2, 9);
        EmbeddingSequenceLayer embedding = new EmbeddingSequenceLayer.Builder()
                .nIn(vocabulary)
                .nOut(decisions.between(1, 4))
                .hasBias(decisions.pick(2) == 0)
                .outputDataFormat(format)
                .inputLength(steps)
                .activation(decisions.oneOf(Activation.IDENTITY, Activation.TANH))
                .build();
        sketch.words(embedding, InputType.recurrent(vocabulary, steps));
    }

    private void tryToAdd() {
        try {
            List<Value> values = sketch.values();
            Value value = values.get(
                    values.size() - 1 - decisions.pick(Math.min(values.size(), decisions.oneOf(1, 1, 2, 9))));
            switch (value.type().getType()) {
                case RNN -> addToSeries(value);
                case CNN -> addToImages(value);
                default -> addToFeatures(value);
            }
        } catch (RuntimeException impossible) {
            assert impossible.getMessage() != null || impossible.getCause() == null;
        }
    }

    private void addToSeries(Value value) {
        if (attention && decisions.pick(3) == 0) {
            new RandomAttention(decisions, sketch).add(value);
            return;
        }
        switch (decisions.pick(22)) {
            case 16, 17, 18 -> sketch.layer(recurrent.perhapsFrozen(recurrent.toSeries()), value);
            case 19 -> sketch.layer(recurrent.toFeatures(), value);
            case 20 -> sketch.vertex(new ReverseTimeSeriesVertex(decisions.oneOf("in0", null)), value);
            case 21 -> addLastStep(value);
            case 0, 1, 2, 3, 4 -> sketch.layer(convolution(), value);
            case 5, 6, 7, 8 -> sketch.layer(keeping(value), value);
            case 9, 10 -> joints.addElementWise(value);
            case 11 -> joints.addMerge(value);
            case 12 -> joints.addSubset(value);
            case 13 -> addImages(value);
            case 14 -> sketch.layer(make.dense(decisions.between(1, 4)), value);
            default -> joints.addStack(value, both -> sketch.layer(convolution(), both));
        }
    }

    private void addLastStep(Value value) {
        Value last = sketch.vertex(
                new LastTimeStepVertex("in0"),
                InputType.feedForward(value.channels()),
                value.stacked(),
                List.of(value));
        if (decisions.pick(2) == 0) {
            InputType.InputTypeRecurrent series =
                    (InputType.InputTypeRecurrent) sketch.inputs().get("in0");
            InputType repeated = InputType.recurrent(value.channels(), series.getTimeSeriesLength());
            sketch.vertex(new DuplicateToTimeSeriesVertex("in0"), repeated, value.stacked(), List.of(last));
        }
    }

    private Layer convolution() {
        if (format == RNNFormat.NCW && decisions.rarely(8)) {
            return new RandomRareLayers(decisions).locallyConnectedOfSeries();
        }
        ConvolutionMode mode = decisions.oneOf(ConvolutionMode.Same, ConvolutionMode.Truncate, ConvolutionMode.Causal);
        return new Convolution1D.Builder(decisions.between(1, 3), decisions.oneOf(1, 1, 2))
                .nOut(decisions.between(1, 4))
                .rnnDataFormat(format)
                .convolutionMode(mode)
                .activation(make.activation())
                .build();
    }

    private Layer keeping(Value value) {
        return switch (decisions.pick(10)) {
            case 8 -> new MaskLayer();
            case 0, 1 ->
                new Subsampling1DLayer.Builder(decisions.oneOf(PoolingType.MAX, PoolingType.AVG))
                        .kernelSize(2)
                        .stride(decisions.between(1, 2))
                        .build();
            case 2 -> new Upsampling1D.Builder(2).build();
            case 3 -> new ZeroPadding1DLayer.Builder(decisions.pick(2), decisions.pick(3)).build();
            case 4 -> new Cropping1D(decisions.pick(2), decisions.pick(2));
            case 5 -> new DropoutLayer(make.dropout(false));
            case 6 ->
                new PReLULayer.Builder()
                        .inputShape(value.type().getShape(false))
                        .build();
            case 7 -> format == RNNFormat.NCW ? new DropoutLayer(make.dropout(false)) : batchNorm();
            default -> new ActivationLayer(make.activation());
        };
    }

    /** DL4J normalizes series only with channels last, told that they are images. */
    private Layer batchNorm() {
        BatchNormalization.Builder layer = new BatchNormalization.Builder();
        layer.dataFormat(CNN2DFormat.NHWC);
        return layer.build();
    }

    /** The channels of every step as an image. */
    private void addImages(Value value) {
        int channels = decisions.between(1, 2);
        Value flat = sketch.layer(
                new Convolution1D.Builder(1, 1)
                        .nOut(4 * channels)
                        .rnnDataFormat(format)
                        .build(),
                value);
        InputPreProcessor processor = new RnnToCnnPreProcessor(2, 2, channels, format);
        sketch.layer(make.convolution(CNN2DFormat.NCHW), processor, flat);
    }

    private void addToImages(Value value) {
        InputType.InputTypeConvolutional images = value.images();
        InputPreProcessor processor =
                new CnnToRnnPreProcessor(images.getHeight(), images.getWidth(), images.getChannels(), format);
        switch (decisions.pick(4)) {
            case 0 -> sketch.layer(make.amongImages(value.type(), CNN2DFormat.NCHW), value);
            case 1 -> sketch.layer(recurrent.toSeries(), processor, value);
            default -> sketch.layer(convolution(), processor, value);
        }
    }

    private void addToFeatures(Value value) {
        if (value.stacked() >= 1000 && decisions.pick(2) == 0) {
            sketch.layer(convolution(), new FeedForwardToRnnPreProcessor(format), value);
        } else if (value.stacked() < 1000 && decisions.pick(3) == 0) {
            sketch.layer(
                    new RepeatVector.Builder<>()
                            .repetitionFactor(decisions.between(1, 4))
                            .dataFormat(format)
                            .build(),
                    value);
        } else {
            sketch.layer(make.dense(decisions.between(1, 4)), value);
        }
    }

    private List<Value> addEnds() {
        List<Value> outputs = new ArrayList<>();
        for (Value value : sketch.unused()) {
            boolean series = value.type() instanceof InputType.InputTypeRecurrent;
            if (series && decisions.pick(3) == 2) {
                outputs.add(sketch.layer(output(value), sketch.layer(pooling(), value)));
            } else {
                outputs.add(series ? sketch.layer(seriesEnd(), null, value) : sketch.layer(output(value), value));
            }
        }
        return outputs;
    }

    private Layer seriesEnd() {
        if (decisions.pick(4) == 3) {
            return new RnnLossLayer.Builder(LossFunction.MSE)
                    .activation(Activation.SIGMOID)
                    .dataFormat(format)
                    .build();
        }
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .nOut(decisions.between(2, 3))
                .activation(Activation.TANH)
                .dataFormat(format)
                .build();
    }

    private Layer pooling() {
        return new GlobalPoolingLayer.Builder(decisions.oneOf(PoolingType.AVG, PoolingType.MAX)).build();
    }

    /** DL4J's last step has the type of its mask, and its one-class output reads no type but the network's. */
    private Layer output(Value value) {
        if (decisions.rarely(10) && !value.name().startsWith("lastTimeStep")) {
            return new RandomRareLayers(decisions).output();
        }
        return new OutputLayer.Builder(LossFunction.MSE)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
