package io.github.net2net.dl4j.random;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** Single layers of random settings. */
public final class RandomLayers {
    private final Decisions decisions;
    private final RandomRareLayers rare;

    public RandomLayers(Decisions decisions) {
        this.decisions = decisions;
        this.rare = new RandomRareLayers(decisions);
    }

    public IActivation activation() {
        return switch (decisions.pick(21)) {
            case 0, 1, 2, 3 -> Activation.RELU.getActivationFunction();
            case 4, 5 -> Activation.IDENTITY.getActivationFunction();
            case 6 -> Activation.TANH.getActivationFunction();
            case 7 -> Activation.SIGMOID.getActivationFunction();
            case 8 -> Activation.HARDTANH.getActivationFunction();
            case 9 -> Activation.RELU6.getActivationFunction();
            case 10 -> new ActivationLReLU(0.2);
            case 11 -> new ActivationThresholdedReLU(0.3);
            case 12 -> Activation.ELU.getActivationFunction();
            case 13 -> Activation.SELU.getActivationFunction();
            case 14 -> Activation.SOFTPLUS.getActivationFunction();
            case 15 -> Activation.SWISH.getActivationFunction();
            case 16 -> Activation.GELU.getActivationFunction();
            case 17 -> Activation.MISH.getActivationFunction();
            case 18 -> new ActivationRReLU(0.1, 0.3);
            case 19 -> Activation.RATIONALTANH.getActivationFunction();
            default -> Activation.HARDSIGMOID.getActivationFunction();
        };
    }

    public IDropout dropout(boolean images) {
        return switch (decisions.pick(images ? 5 : 4)) {
            case 0 -> new Dropout(0.5);
            case 1 -> new AlphaDropout(0.5);
            case 2 -> new GaussianDropout(0.5);
            case 3 -> new GaussianNoise(0.5);
            default -> new SpatialDropout(0.5);
        };
    }

    private ConvolutionMode mode() {
        return decisions.oneOf(ConvolutionMode.Same, ConvolutionMode.Truncate, ConvolutionMode.Strict);
    }

    public Layer convolution(CNN2DFormat format) {
        if (decisions.rarely(5)) {
            return rare.locallyConnected(format);
        }
        ConvolutionMode mode = mode();
        ConvolutionLayer.Builder layer = new ConvolutionLayer.Builder(decisions.between(1, 5), decisions.between(1, 5))
                .nOut(decisions.between(1, 5))
                .dataFormat(format)
                .convolutionMode(mode)
                .hasBias(!decisions.rarely(25))
                .activation(activation());
        if (decisions.rarely(50)) {
            layer.stride(decisions.between(1, 3), decisions.between(1, 3));
        }
        if (decisions.rarely(25)) {
            layer.dilation(decisions.between(1, 2), decisions.between(1, 2));
        }
        if (mode != ConvolutionMode.Same) {
            layer.padding(decisions.between(0, 2), decisions.between(0, 2));
        }
        return decisions.rarely(15) ? layer.dropOut(dropout(true)).build() : layer.build();
    }

    public Layer dense(int width) {
        if (decisions.rarely(8)) {
            return rare.autoencoder(width);
        }
        DenseLayer.Builder layer = new DenseLayer.Builder()
                .nOut(width)
                .hasBias(!decisions.rarely(25))
                .hasLayerNorm(decisions.rarely(10))
                .activation(activation());
        return decisions.rarely(15) ? layer.dropOut(dropout(false)).build() : layer.build();
    }

    public Layer batchNorm(CNN2DFormat format) {
        BatchNormalization.Builder layer = new BatchNormalization.Builder()
                .useLogStd(decisions.pick(2) == 0)
                .eps(decisions.oneOf(1e-5, 1e-3));
        layer.dataFormat(format);
        return decisions.rarely(20)
                ? layer.lockGammaBeta(true).gamma(1.5).beta(0.25).build()
                : layer.build();
    }

    private Layer pooling(CNN2DFormat format) {
        PoolingType type = decisions.oneOf(PoolingType.MAX, PoolingType.AVG, PoolingType.PNORM);
        SubsamplingLayer.Builder layer = new SubsamplingLayer.Builder(type)
                .kernelSize(decisions.between(1, 3), decisions.between(1, 3))
                .stride(decisions.between(1, 2), decisions.between(1, 2))
                .convolutionMode(mode())
                .dataFormat(format);
        return type == PoolingType.PNORM ? layer.pnorm(2).build() : layer.build();
    }

    public Layer globalPooling(CNN2DFormat format) {
        PoolingType type = decisions.oneOf(PoolingType.AVG, PoolingType.MAX, PoolingType.SUM, PoolingType.PNORM);
        return new GlobalPoolingLayer.Builder(type)
                .collapseDimensions(format == CNN2DFormat.NHWC || !decisions.rarely(20))
                .build();
    }

    /** Slopes for each of the last axes, or shared along some. */
    public Layer prelu(InputType type) {
        long[] shape = type.getShape(false);
        PReLULayer.Builder layer = new PReLULayer.Builder().inputShape(shape);
        if (shape.length == 3) {
            boolean first = ((InputType.InputTypeConvolutional) type).getFormat() == CNN2DFormat.NCHW;
            switch (decisions.pick(4)) {
                case 0 -> layer.sharedAxes(first ? new long[] {2, 3} : new long[] {1, 2});
                case 1 -> layer.sharedAxes(first ? 1 : 3);
                case 2 -> layer.sharedAxes(1, 2, 3);
                default -> {}
            }
        }
        return layer.build();
    }

    /** A layer that keeps images' channels apart, or, rarely, one that does not. */
    public Layer amongImages(InputType type, CNN2DFormat format) {
        return switch (decisions.pick(16)) {
            case 0, 1, 2 -> pooling(format);
            case 3, 4, 5 -> batchNorm(format);
            case 6, 7 -> new ActivationLayer(activation());
            case 8 -> new DropoutLayer(dropout(true));
            case 9 ->
                new ZeroPaddingLayer.Builder(decisions.pick(3), decisions.pick(3), decisions.pick(3), decisions.pick(3))
                        .dataFormat(format)
                        .build();
            case 10 ->
                new Cropping2D.Builder(decisions.pick(2), decisions.pick(2), decisions.pick(2), decisions.pick(2))
                        .dataFormat(format)
                        .build();
            case 11 -> new Upsampling2D.Builder(2).dataFormat(format).build();
            case 12, 13 -> prelu(type);
            case 14 -> rare(format);
            default -> new ActivationLayer(Activation.RELU);
        };
    }

    private Layer rare(CNN2DFormat format) {
        if (decisions.pick(2) == 0 && format == CNN2DFormat.NCHW) {
            return new LocalResponseNormalization.Builder().build();
        }
        return new ActivationLayer(Activation.SOFTMAX);
    }

    /** A layer between dense ones. */
    public Layer amongFeatures(InputType type) {
        return switch (decisions.pick(9)) {
            case 0, 1, 2 -> batchNorm(CNN2DFormat.NCHW);
            case 3, 4 -> new ActivationLayer(activation());
            case 5 -> new DropoutLayer(dropout(false));
            case 6 -> prelu(type);
            case 7 -> rare.ofUser();
            default -> new ActivationLayer(decisions.oneOf(Activation.RELU, Activation.SOFTMAX));
        };
    }
}
