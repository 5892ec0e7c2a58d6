package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
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
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;

/** The list of layer kinds. A layer of any other class is opaque: a subclass may do anything. */
public final class LayerKinds {
    private static final PositionsKind.FormatOf SERIES = scope -> new Form.Series(RNNFormat.NCW);
    private static final PositionsKind.FormatOf VOLUMES = scope -> new Form.Volumes(Convolution3D.DataFormat.NCDHW);

    private static final ImmutableMap<Class<? extends Layer>, LayerKind> KINDS =
            ImmutableMap.<Class<? extends Layer>, LayerKind>builder()
                    .put(DenseLayer.class, new DenseKind("dense layer"))
                    .put(OutputLayer.class, new DenseKind("output layer"))
                    .put(LossLayer.class, new LossKind())
                    .put(ConvolutionLayer.class, new ConvolutionKind())
                    .put(Convolution2D.class, new ConvolutionKind())
                    .put(BatchNormalization.class, new BatchNormKind())
                    .put(PReLULayer.class, new PReLUKind())
                    .put(ActivationLayer.class, new ActivationKind())
                    .put(DropoutLayer.class, new DropoutKind())
                    .put(SubsamplingLayer.class, new PoolingKind())
                    .put(Pooling2D.class, new PoolingKind())
                    .put(GlobalPoolingLayer.class, new GlobalPoolingKind())
                    .put(ZeroPaddingLayer.class, new ZeroPaddingKind())
                    .put(Cropping2D.class, new CroppingKind())
                    .put(Upsampling2D.class, new UpsamplingKind())
                    .put(SpaceToDepthLayer.class, new SpaceToDepthKind())
                    .put(Deconvolution2D.class, new DeconvolutionKind())
                    .put(DepthwiseConvolution2D.class, new DepthwiseKind())
                    .put(SeparableConvolution2D.class, new SeparableKind())
                    .put(CnnLossLayer.class, new LossKind())
                    .put(ElementWiseMultiplicationLayer.class, new ScalingKind())
                    .put(Convolution1DLayer.class, new Convolution1DKind())
                    .put(Convolution1D.class, new Convolution1DKind())
                    .put(Subsampling1DLayer.class, new PositionsKind("1D pooling", MaskUse.PASSES, SERIES))
                    .put(Pooling1D.class, new PositionsKind("1D pooling", MaskUse.PASSES, SERIES))
                    .put(Upsampling1D.class, new PositionsKind("1D up-sampling", MaskUse.DISTORTS, SERIES))
                    .put(ZeroPadding1DLayer.class, new PositionsKind("1D zero padding", MaskUse.DISTORTS, SERIES))
                    .put(Cropping1D.class, new PositionsKind("1D cropping", MaskUse.DISTORTS, SERIES))
                    .put(RnnOutputLayer.class, new SeriesOutputKind())
                    .put(RnnLossLayer.class, new LossKind())
                    .put(Convolution3D.class, new Convolution3DKind())
                    .put(Deconvolution3D.class, new Deconvolution3DKind())
                    .put(
                            Subsampling3DLayer.class,
                            new PositionsKind("3D pooling", MaskUse.DISTORTS, LayerKinds::pooledVolumes))
                    .put(
                            Upsampling3D.class,
                            new PositionsKind("3D up-sampling", MaskUse.DISTORTS, LayerKinds::upsampledVolumes))
                    .put(ZeroPadding3DLayer.class, new PositionsKind("3D zero padding", MaskUse.DISTORTS, VOLUMES))
                    .put(Cropping3D.class, new PositionsKind("3D cropping", MaskUse.DISTORTS, VOLUMES))
                    .put(Cnn3DLossLayer.class, new LossKind())
                    .buildOrThrow();

    private static final LayerKind UNKNOWN = new UnknownKind();

    private LayerKinds() {}

    private static Form pooledVolumes(LayerScope scope) {
        return new Form.Volumes(scope.layer(Subsampling3DLayer.class).getDataFormat());
    }

    private static Form upsampledVolumes(LayerScope scope) {
        return new Form.Volumes(scope.layer(Upsampling3D.class).getDataFormat());
    }

    private static LayerKind of(Layer layer) {
        return KINDS.getOrDefault(layer.getClass(), UNKNOWN);
    }

    /** Whether the layer, frozen or not, is known to output as many channels as it reads. */
    public static boolean keepChannels(Layer layer) {
        return mayKeepChannels(layer) && keepForm(layer);
    }

    /** As {@link #keepChannels}, or it does so unless it pools over channels by mistake. */
    public static boolean mayKeepChannels(Layer layer) {
        Layer inner = Inner.of(layer);
        return KINDS.containsKey(inner.getClass())
                && !(inner instanceof FeedForwardLayer sized && sized.getNOut() != sized.getNIn())
                && !(inner instanceof SpaceToDepthLayer);
    }

    /** Whether the layer, frozen or not, is known to output arrays of the form that it reads. */
    public static boolean keepForm(Layer layer) {
        Layer inner = Inner.of(layer);
        return KINDS.containsKey(inner.getClass()) && !(inner instanceof GlobalPoolingLayer);
    }

    /** Whether the layer is of a kind in the list, so that its own settings tell how many channels it outputs. */
    public static boolean knows(Layer layer) {
        return KINDS.containsKey(layer.getClass());
    }

    /** Turns a layer, frozen or not, into nodes, which are then in the scope. */
    public static void read(LayerScope scope) {
        of(scope.layer(Layer.class)).read(scope);
    }

    /** Writes the sizes that the student's graph has for the layer into the student's configuration of it. */
    public static void resize(Layer layer, String name, NetGraph student) {
        Layer inner = Inner.of(layer);
        Node node = student.node(name);
        String depthwise = NodeNames.depthwise(name);
        Node first = student.contains(depthwise) ? student.node(depthwise) : node;
        int in = student.channels(first.inputs().get(0));
        of(inner).resize(inner, new LayerKind.Sizes(node, first, in, student.channels(name)));
    }
}
