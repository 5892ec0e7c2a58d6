package io.github.net2net.dl4j.graph;

import io.github.net2net.dl4j.random.Decisions;
import io.github.net2net.dl4j.random.RandomLayers;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;

/** Random layers that mix images' channels or spread them. */
final class RandomConvolutions {
    private final Decisions decisions;
    private final RandomLayers make;
    private final CNN2DFormat format;

    RandomConvolutions(Decisions decisions, RandomLayers make, CNN2DFormat format) {
        this.decisions = decisions;
        this.make = make;
        this.format = format;
    }

    Layer convolution() {
        return decisions.pick(2) == 0 ? make.convolution(format) : keepingSize(decisions.between(1, 4));
    }

    Layer keepingSize(int width) {
        int size = decisions.between(1, 3);
        ConvolutionLayer.Builder layer = new ConvolutionLayer.Builder(size, size)
                .nOut(width)
                .dataFormat(format)
                .convolutionMode(ConvolutionMode.Same)
                .activation(make.activation());
        return layer.build();
    }

    /** Any kind of convolution but the plain one. */
    Layer other(InputType.InputTypeConvolutional images) {
        return switch (decisions.pick(9)) {
            case 0, 1, 2 -> depthwise();
            case 3, 4 -> separable();
            case 5, 6 -> deconvolution();
            case 7 ->
                images.getHeight() % 2 + images.getWidth() % 2 > 0
                        ? depthwise()
                        : new SpaceToDepthLayer.Builder<>(2).dataFormat(format).build();
            default ->
                new SpaceToBatchLayer.Builder<>(new int[] {1, 1})
                        .dataFormat(format)
                        .build();
        };
    }

    private Layer depthwise() {
        DepthwiseConvolution2D.Builder layer = new DepthwiseConvolution2D.Builder(decisions.between(1, 3), 2);
        layer.depthMultiplier(decisions.between(1, 3));
        layer.dataFormat(format);
        layer.convolutionMode(mode());
        layer.hasBias(decisions.pick(4) < 3);
        layer.activation(make.activation());
        return layer.build();
    }

    private Layer separable() {
        SeparableConvolution2D.Builder layer = new SeparableConvolution2D.Builder(decisions.between(1, 3), 2);
        layer.depthMultiplier(decisions.between(1, 3));
        layer.nOut(decisions.between(1, 4));
        layer.dataFormat(format);
        layer.convolutionMode(mode());
        layer.hasBias(decisions.pick(4) < 3);
        layer.activation(make.activation());
        return layer.build();
    }

    private Layer deconvolution() {
        Deconvolution2D.Builder layer = new Deconvolution2D.Builder(decisions.between(1, 3), 2);
        layer.stride(decisions.between(1, 2), 1);
        layer.nOut(decisions.between(1, 4));
        layer.dataFormat(format);
        layer.convolutionMode(mode());
        layer.hasBias(decisions.pick(4) < 3);
        layer.activation(make.activation());
        return layer.build();
    }

    private ConvolutionMode mode() {
        return decisions.oneOf(ConvolutionMode.Same, ConvolutionMode.Truncate);
    }
}
