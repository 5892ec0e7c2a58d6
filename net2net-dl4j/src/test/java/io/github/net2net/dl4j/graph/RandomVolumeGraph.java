package io.github.net2net.dl4j.graph;

import io.github.net2net.dl4j.graph.GraphSketch.Value;
import io.github.net2net.dl4j.random.Decisions;
import io.github.net2net.dl4j.random.RandomConstraints;
import io.github.net2net.dl4j.random.RandomLayers;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A random graph among volumes, some of them made of features. */
final class RandomVolumeGraph {
    private static final int LARGEST = 7;

    private final Decisions decisions;
    private final RandomLayers make;
    private final Convolution3D.DataFormat format;
    private final GraphSketch sketch;
    private final RandomJoints joints;

    private RandomVolumeGraph(Decisions decisions) {
        this.decisions = decisions;
        this.make = new RandomLayers(decisions);
        this.format = decisions.pick(3) == 2 ? Convolution3D.DataFormat.NDHWC : Convolution3D.DataFormat.NCDHW;
        this.sketch = new GraphSketch(
                decisions.pick(4) == 3 ? DataType.FLOAT : DataType.DOUBLE,
                layer -> RandomConstraints.put(decisions, layer));
        this.joints = new RandomJoints(decisions, sketch);
    }

    static RandomTeacher from(Decisions decisions) {
        RandomVolumeGraph random = new RandomVolumeGraph(decisions);
        random.sketch.input(InputType.convolutional3D(
                random.format,
                decisions.between(2, 4),
                decisions.between(2, 4),
                decisions.between(2, 4),
                decisions.between(1, 3)));
        if (decisions.pick(4) == 3) {
            random.addVolumesOfFeatures(decisions.between(1, 3));
        }
        int count = decisions.between(2, 7);
        for (int i = 0; i < count; i++) {
            random.tryToAdd();
        }
        return RandomTeacher.of(random.sketch, random.addEnds(), decisions);
    }

    private boolean channelsFirst() {
        return format == Convolution3D.DataFormat.NCDHW;
    }

    private void addVolumesOfFeatures(int channels) {
        Value input = sketch.input(InputType.feedForward(3));
        Value wide = sketch.layer(make.dense(8 * channels), input);
        sketch.layer(same(2), new FeedForwardToCnn3DPreProcessor(2, 2, 2, channels, channelsFirst()), wide);
    }

    private void tryToAdd() {
        try {
            List<Value> values = sketch.values();
            Value value = values.get(
                    values.size() - 1 - decisions.pick(Math.min(values.size(), decisions.oneOf(1, 1, 2, 9))));
            if (value.type() instanceof InputType.InputTypeConvolutional3D) {
                addToVolumes(value);
            }
        } catch (RuntimeException impossible) {
            assert impossible.getMessage() != null || impossible.getCause() == null;
        }
    }

    private void addToVolumes(Value value) {
        switch (decisions.pick(13)) {
            case 0, 1, 2, 3 -> sketch.layer(convolution(decisions.between(1, 4)), value);
            case 4, 5 -> sketch.layer(deconvolution(), value);
            case 6, 7, 8 -> addKeeping(value);
            case 9, 10 -> joints.addElementWise(value);
            default -> joints.addMerge(value);
        }
    }

    private Layer convolution(int width) {
        int size = decisions.between(1, 3);
        return new Convolution3D.Builder(size, size, size)
                .nOut(width)
                .dataFormat(format)
                .hasBias(decisions.pick(4) < 3)
                .convolutionMode(decisions.oneOf(ConvolutionMode.Same, ConvolutionMode.Truncate))
                .activation(make.activation())
                .build();
    }

    private Layer same(int width) {
        return new Convolution3D.Builder(2, 2, 2)
                .nOut(width)
                .dataFormat(format)
                .convolutionMode(ConvolutionMode.Same)
                .build();
    }

    private Layer deconvolution() {
        Deconvolution3D.Builder layer = new Deconvolution3D.Builder();
        layer.kernelSize(2, decisions.between(1, 2), 2);
        layer.stride(1, 1, 1);
        layer.nOut(decisions.between(1, 3));
        layer.dataFormat(format);
        layer.convolutionMode(decisions.oneOf(ConvolutionMode.Same, ConvolutionMode.Truncate));
        layer.activation(make.activation());
        return layer.build();
    }

    private void addKeeping(Value value) {
        InputType.InputTypeConvolutional3D volumes = (InputType.InputTypeConvolutional3D) value.type();
        if (Math.max(Math.max(volumes.getDepth(), volumes.getHeight()), volumes.getWidth()) < LARGEST) {
            sketch.layer(keeping(), value);
        }
    }

    private Layer keeping() {
        return switch (decisions.pick(7)) {
            case 0, 1 ->
                new Subsampling3DLayer.Builder(decisions.oneOf(PoolingType.MAX, PoolingType.AVG))
                        .kernelSize(2, 2, 2)
                        .stride(1, 1, 1)
                        .dataFormat(format)
                        .build();
            case 2 -> new Upsampling3D.Builder(2).dataFormat(format).build();
            case 3 -> new ZeroPadding3DLayer.Builder(decisions.pick(2), 1, decisions.pick(2)).build();
            case 4 -> new Cropping3D.Builder(decisions.pick(2), 0, 1).build();
            case 5 -> new DropoutLayer(make.dropout(false));
            default -> new ActivationLayer(make.activation());
        };
    }

    private List<Value> addEnds() {
        List<Value> outputs = new ArrayList<>();
        for (Value value : sketch.unused()) {
            if (decisions.pick(4) == 3) {
                outputs.add(sketch.layer(
                        new Cnn3DLossLayer.Builder(format)
                                .lossFunction(LossFunction.MSE)
                                .activation(Activation.SIGMOID)
                                .build(),
                        null,
                        value));
            } else {
                outputs.add(sketch.layer(output(), flatten(value), value));
            }
        }
        return outputs;
    }

    private InputPreProcessor flatten(Value value) {
        if (value.type() instanceof InputType.InputTypeConvolutional3D volumes) {
            return new Cnn3DToFeedForwardPreProcessor(
                    Math.toIntExact(volumes.getDepth()),
                    Math.toIntExact(volumes.getHeight()),
                    Math.toIntExact(volumes.getWidth()),
                    value.channels(),
                    channelsFirst());
        }
        return null;
    }

    private Layer output() {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
