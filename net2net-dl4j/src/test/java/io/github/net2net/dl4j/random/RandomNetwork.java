package io.github.net2net.dl4j.random;

import io.github.net2net.dl4j.Agreement;
import io.github.net2net.dl4j.IllConditioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A network of random structure and random parameters, and input for it. */
final class RandomNetwork {
    private static final int LARGEST = 16;
    private static final int EXAMPLES = 5;

    private final Decisions decisions;
    private final RandomLayers make;
    private final CNN2DFormat format;
    private final DataType type;
    private final InputType inputType;
    private final List<Layer> layers = new ArrayList<>();
    private final List<InputPreProcessor> processors = new ArrayList<>();
    private InputType current;

    private RandomNetwork(Decisions decisions) {
        this.decisions = decisions;
        this.make = new RandomLayers(decisions);
        this.type = decisions.pick(2) == 0 ? DataType.DOUBLE : DataType.FLOAT;
        this.format = decisions.pick(2) == 0 ? CNN2DFormat.NCHW : CNN2DFormat.NHWC;
        this.inputType = inputType();
        this.current = inputType;
    }

    /** A network that is ready to be grown. */
    record Teacher(MultiLayerNetwork network, INDArray features, InputType inputType) {

        @Override
        public String toString() {
            return inputType + " "
                    + network.getLayerWiseConfigurations().getConfs().stream()
                            .map(layer -> System.lineSeparator() + layer.getLayer())
                            .collect(Collectors.joining());
        }

        /** Some settings pass DL4J's checks and fail in its forward pass; others let rounding errors decide the outputs. */
        boolean runs() {
            try {
                return !network.output(features.dup(), true).isEmpty()
                        && !network.output(features.dup()).isEmpty()
                        && !IllConditioned.is(Agreement.precise(network), false, features.castTo(DataType.DOUBLE));
            } catch (RuntimeException impossible) {
                return false;
            }
        }
    }

    static Teacher from(Decisions decisions) {
        RandomNetwork random = new RandomNetwork(decisions);
        MultiLayerNetwork network = random.build();
        RandomParameters.fill(network, 7 + decisions.pick(1000));
        return new Teacher(network, random.features(), random.inputType);
    }

    private InputType inputType() {
        int height = decisions.between(5, 9);
        int width = decisions.between(5, 9);
        int channels = decisions.between(1, 3);
        return switch (decisions.pick(8)) {
            case 0, 1, 2, 3 -> InputType.convolutional(height, width, channels, format);
            case 4 -> InputType.convolutionalFlat(height, width, channels);
            default -> InputType.feedForward(decisions.between(1, 6));
        };
    }

    private MultiLayerNetwork build() {
        if (inputType instanceof InputType.InputTypeConvolutional) {
            addImageLayers(format);
            if (decisions.pick(3) == 0) {
                add(make.globalPooling(format), null);
            }
        } else if (inputType instanceof InputType.InputTypeConvolutionalFlat flat) {
            current = flat.getUnflattenedType();
            addImageLayers(CNN2DFormat.NCHW);
        } else if (decisions.rarely(35)) {
            addReshape();
        }
        addFeatureLayers();
        addEnd();
        return network();
    }

    private void addImageLayers(CNN2DFormat images) {
        int count = decisions.between(1, 5);
        for (int i = 0; i < count; i++) {
            boolean convolution = i == 0 && !decisions.rarely(10) || decisions.pick(5) < 2;
            add(convolution ? make.convolution(images) : make.amongImages(current, images), null);
        }
    }

    /** A dense layer whose features are read as images. */
    private void addReshape() {
        int height = decisions.between(2, 4);
        int width = decisions.between(2, 4);
        int channels = decisions.between(1, 3);
        add(make.dense(height * width * channels), null);
        InputPreProcessor processor = new FeedForwardToCnnPreProcessor(height, width, channels);
        current = InputType.convolutional(height, width, channels, CNN2DFormat.NCHW);
        int before = layers.size();
        add(
                make.convolution(CNN2DFormat.NCHW),
                decisions.pick(2) == 0 ? processor : new ComposableInputPreProcessor(processor));
        if (layers.size() > before) {
            addImageLayers(CNN2DFormat.NCHW);
        } else {
            current = InputType.feedForward((long) height * width * channels);
        }
    }

    private void addFeatureLayers() {
        int count = decisions.between(0, 4);
        for (int i = 0; i < count; i++) {
            boolean dense = i == 0 || decisions.pick(2) == 0;
            add(dense ? make.dense(decisions.between(1, 6)) : make.amongFeatures(current), null);
        }
    }

    private void addEnd() {
        Activation activation =
                decisions.oneOf(Activation.SOFTMAX, Activation.IDENTITY, Activation.SIGMOID, Activation.TANH);
        int outputs = decisions.between(2, 4);
        if (decisions.rarely(25)) {
            layers.add(new DenseLayer.Builder()
                    .nOut(outputs)
                    .activation(Activation.IDENTITY)
                    .build());
            processors.add(null);
            layers.add(new LossLayer.Builder(LossFunctions.LossFunction.MSE)
                    .activation(activation)
                    .build());
        } else if (decisions.rarely(10)) {
            layers.add(new RandomRareLayers(decisions).output());
        } else {
            layers.add(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                    .nOut(outputs)
                    .activation(activation)
                    .build());
        }
        processors.add(null);
    }

    /** Adds the layer if its settings are possible on what arrives. */
    private void add(Layer layer, InputPreProcessor processor) {
        InputType arriving = current;
        try {
            if (layer instanceof DenseLayer || layer instanceof BasePretrainNetwork) {
                arriving = InputType.feedForward(current.arrayElementsPerExample());
            }
            InputType out = layer.getOutputType(layers.size(), arriving);
            RandomConstraints.put(decisions, layer);
            if (out instanceof InputType.InputTypeConvolutional images
                    && (Math.min(images.getHeight(), images.getWidth()) < 1
                            || Math.max(images.getHeight(), images.getWidth()) > LARGEST)) {
                return;
            }
            layers.add(frozen(layer));
            processors.add(processor);
            current = out;
        } catch (RuntimeException impossible) {
            assert impossible.getMessage() != null;
        }
    }

    private Layer frozen(Layer layer) {
        if (!RandomRareLayers.canFreeze(layer)) {
            return layer;
        }
        return switch (decisions.pick(24)) {
            case 22 -> new FrozenLayer(layer);
            case 23 -> new FrozenLayerWithBackprop(layer);
            default -> layer;
        };
    }

    private MultiLayerNetwork network() {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(type)
                .weightInit(WeightInit.LECUN_NORMAL)
                .updater(new Sgd(0.01))
                .list();
        for (int i = 0; i < layers.size(); i++) {
            list.layer(i, layers.get(i));
            if (processors.get(i) != null) {
                list.inputPreProcessor(i, processors.get(i));
            }
        }
        MultiLayerConfiguration configuration = list.setInputType(inputType).build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private INDArray features() {
        long[] shape = inputType.getShape(true);
        shape[0] = EXAMPLES;
        if (inputType instanceof InputType.InputTypeConvolutionalFlat flat) {
            shape = new long[] {EXAMPLES, flat.getFlattenedSize()};
        }
        double[] values =
                new Random(3).doubles(ArrayUtil.prodLong(shape), -2, 2).toArray();
        return Nd4j.createFromArray(values).reshape('c', shape).castTo(type);
    }
}
