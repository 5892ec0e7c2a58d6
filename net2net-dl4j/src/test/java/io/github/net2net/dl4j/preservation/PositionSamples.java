package io.github.net2net.dl4j.preservation;

import static io.github.net2net.dl4j.preservation.Sample.Form.FEATURES;
import static io.github.net2net.dl4j.preservation.Sample.Form.IMAGES;
import static io.github.net2net.dl4j.preservation.Sample.Form.SERIES;
import static io.github.net2net.dl4j.preservation.Sample.Form.VOLUMES;

import io.github.net2net.dl4j.TestNetworks;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;

/** Samples of layers over series, images and volumes. */
final class PositionSamples {
    private PositionSamples() {}

    static Stream<Sample> all() {
        return Stream.of(planar(), others(), local(), pooling(), resizing()).flatMap(stream -> stream);
    }

    /** The settings of a layer in a subclass that has no builder, as a configuration's JSON can have it. */
    private static <L extends Layer> L as(Class<L> type, Layer layer) {
        try {
            L copy = type.getDeclaredConstructor().newInstance();
            for (Class<?> owner = layer.getClass(); owner != Object.class; owner = owner.getSuperclass()) {
                for (Field field : owner.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        field.set(copy, field.get(layer));
                    }
                }
            }
            return copy;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Sample> planar() {
        return Stream.of(
                Sample.of(TestNetworks.convolution("it", 4, CNN2DFormat.NCHW).build(), IMAGES),
                Sample.of(
                        as(
                                Convolution2D.class,
                                TestNetworks.convolution("it", 4, CNN2DFormat.NCHW)
                                        .build()),
                        IMAGES),
                Sample.of(
                        new Deconvolution2D.Builder(3, 3)
                                .nOut(4)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        IMAGES),
                Sample.of(
                        new DepthwiseConvolution2D.Builder(3, 3)
                                .depthMultiplier(2)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        IMAGES),
                Sample.of(
                        new SeparableConvolution2D.Builder(3, 3)
                                .nOut(4)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        IMAGES));
    }

    private static Stream<Sample> others() {
        return Stream.of(
                Sample.of(
                        new Convolution1DLayer.Builder(3)
                                .nOut(4)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        SERIES),
                Sample.of(
                        as(
                                Convolution1D.class,
                                new Convolution1DLayer.Builder(3)
                                        .nOut(4)
                                        .convolutionMode(ConvolutionMode.Same)
                                        .build()),
                        SERIES),
                Sample.of(
                        new Convolution3D.Builder(3, 3, 3)
                                .nOut(4)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        VOLUMES),
                Sample.of(
                        new Deconvolution3D.Builder()
                                .kernelSize(3, 3, 3)
                                .nOut(4)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        VOLUMES));
    }

    private static Stream<Sample> local() {
        return Stream.of(
                Sample.of(new LocallyConnected1D.Builder().kernelSize(3).nOut(4).build(), SERIES),
                Sample.of(
                        new LocallyConnected2D.Builder()
                                .kernelSize(3, 3)
                                .nOut(4)
                                .build(),
                        IMAGES));
    }

    private static Stream<Sample> pooling() {
        return Stream.of(
                Sample.of(
                        new SubsamplingLayer.Builder(PoolingType.MAX)
                                .kernelSize(2, 2)
                                .build(),
                        IMAGES),
                Sample.of(
                        as(
                                Pooling2D.class,
                                new SubsamplingLayer.Builder(PoolingType.MAX)
                                        .kernelSize(2, 2)
                                        .build()),
                        IMAGES),
                Sample.of(
                        new Subsampling1DLayer.Builder(PoolingType.MAX)
                                .kernelSize(2)
                                .build(),
                        SERIES),
                Sample.of(
                        as(
                                Pooling1D.class,
                                new Subsampling1DLayer.Builder(PoolingType.MAX)
                                        .kernelSize(2)
                                        .build()),
                        SERIES),
                Sample.of(
                        new Subsampling3DLayer.Builder(Subsampling3DLayer.PoolingType.MAX)
                                .kernelSize(2, 2, 2)
                                .build(),
                        VOLUMES),
                Sample.of(new GlobalPoolingLayer(PoolingType.AVG), IMAGES, FEATURES));
    }

    private static Stream<Sample> resizing() {
        return Stream.of(
                Sample.of(new Upsampling1D.Builder(2).build(), SERIES),
                Sample.of(new Upsampling2D.Builder(2).build(), IMAGES),
                Sample.of(new Upsampling3D.Builder(2).build(), VOLUMES),
                Sample.of(new ZeroPadding1DLayer.Builder(1).build(), SERIES),
                Sample.of(new ZeroPaddingLayer.Builder(1, 1).build(), IMAGES),
                Sample.of(new ZeroPadding3DLayer.Builder(1, 1, 1).build(), VOLUMES),
                Sample.of(new Cropping1D.Builder(1).build(), SERIES),
                Sample.of(new Cropping2D.Builder(1, 1).build(), IMAGES),
                Sample.of(new Cropping3D.Builder(1, 1, 1).build(), VOLUMES),
                Sample.of(new SpaceToDepthLayer.Builder<>(2, CNN2DFormat.NCHW).build(), IMAGES),
                Sample.of(new SpaceToBatchLayer.Builder<>(new int[] {2, 2}).build(), IMAGES));
    }
}
