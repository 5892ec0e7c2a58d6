package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;

/** The list of layer kinds. A layer of any other class is opaque: a subclass may do anything. */
public final class LayerKinds {
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
                    .buildOrThrow();

    private static final LayerKind UNKNOWN = new UnknownKind();

    private LayerKinds() {}

    private static LayerKind of(Layer layer) {
        return KINDS.getOrDefault(layer.getClass(), UNKNOWN);
    }

    /** Turns a layer into nodes, which are then in the scope. */
    public static void read(Layer layer, LayerScope scope) {
        of(layer).read(scope);
    }

    /** Writes the sizes that the student's graph has for the layer into the student's configuration of it. */
    public static void resize(Layer layer, String name, NetGraph student) {
        Node node = student.node(name);
        int in = student.channels(node.inputs().get(0));
        of(layer).resize(layer, new LayerKind.Sizes(node, in, student.channels(name)));
    }
}
