package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.github.net2net.dl4j.internal.model.ConfigurationCopy;
import io.github.net2net.dl4j.internal.model.Wrappers;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.dl4j.layer.LayerActivations;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import io.github.net2net.spi.NewLayer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Configurations of layers that no layer of the teacher is a model of. */
final class NewLayers {
    /** DL4J computes the gradient of slopes only where the input has at most so many times as many elements. */
    private static final int MOST_PER_SLOPE = 64;

    private NewLayers() {}

    /**
     * The layer of that name in a copy of the base, as many inputs as outputs.
     *
     * @param settings the layer whose updater, initializer and regularization it takes over
     * @return null if there is none for the format, or the settings are of a layer without
     */
    static @Nullable NeuralNetConfiguration configuration(
            NeuralNetConfiguration base, NewLayer wanted, NewLayer.Site site, @Nullable Layer settings) {
        ActivationFormat format = (ActivationFormat) site.format();
        boolean trained = settings != null && Wrappers.innermost(Wrappers.unwrap(settings)) instanceof BaseLayer;
        Layer layer = trained && format.isKnown() ? layer(wanted, site, format) : null;
        if (layer == null) {
            return null;
        }
        BaseLayer model = (BaseLayer) Wrappers.innermost(Wrappers.unwrap(Objects.requireNonNull(settings)));
        NeuralNetConfiguration conf = base.clone();
        for (Layer part = layer; part != null; part = Wrappers.inner(part)) {
            part.setLayerName(site.name());
            if (part instanceof BaseLayer inserted) {
                takeOver(model, inserted);
            }
        }
        conf.setLayer(layer);
        conf.clearVariables();
        return conf;
    }

    private static void takeOver(BaseLayer model, BaseLayer layer) {
        BaseLayer copy = (BaseLayer) ConfigurationCopy.of(model);
        layer.setIUpdater(copy.getIUpdater());
        layer.setBiasUpdater(copy.getBiasUpdater());
        layer.setGradientNormalization(copy.getGradientNormalization());
        layer.setGradientNormalizationThreshold(copy.getGradientNormalizationThreshold());
        layer.setActivationFn(new ActivationIdentity());
        if (layer instanceof ConvolutionLayer convolution && convolution.getConvolutionMode() == null) {
            convolution.setConvolutionMode(ConvolutionMode.Truncate); // the builder of 3D ones drops it
        }
        boolean slopes = layer instanceof PReLULayer;
        layer.setWeightInitFn(slopes ? new WeightInitConstant(0) : copy.getWeightInitFn());
        layer.setRegularization(slopes ? List.of() : copy.getRegularization());
        layer.setRegularizationBias(slopes ? List.of() : copy.getRegularizationBias());
        layer.setBiasInit(copy.getBiasInit());
    }

    private static @Nullable Layer layer(NewLayer wanted, NewLayer.Site site, ActivationFormat format) {
        if (wanted instanceof NewLayer.Slopes) {
            return slopes(site.channels(), format);
        } else if (wanted instanceof NewLayer.Depthwise depthwise) {
            return format.kind() == ActivationFormat.Kind.IMAGES
                    ? depthwise(depthwise.kernel(), site.channels(), format)
                    : null;
        }
        return pointwise(site.channels(), format);
    }

    private static Layer slopes(int channels, ActivationFormat format) {
        int[] positions = format.positionAxes();
        long[] shape = new long[positions.length + 1];
        Arrays.fill(shape, 1);
        shape[format.channelAxis() - 1] = channels;
        PReLULayer.Builder builder = new PReLULayer.Builder().inputShape(shape);
        return positions.length == 0
                ? builder.build()
                : builder.sharedAxes(Arrays.stream(positions).asLongStream().toArray())
                        .build();
    }

    private static Layer pointwise(int channels, ActivationFormat format) {
        DenseLayer dense = new DenseLayer.Builder().nIn(channels).nOut(channels).build();
        return switch (format.kind()) {
            case SERIES -> format.channelsLast() ? new TimeDistributed(dense, RNNFormat.NWC) : ofSteps(channels);
            case IMAGES ->
                new ConvolutionLayer.Builder(1, 1)
                        .nIn(channels)
                        .nOut(channels)
                        .dataFormat(images(format))
                        .convolutionMode(ConvolutionMode.Truncate)
                        .build();
            case VOLUMES ->
                new Convolution3D.Builder(1, 1, 1)
                        .nIn(channels)
                        .nOut(channels)
                        .dataFormat(
                                format.channelsLast() ? Convolution3D.DataFormat.NDHWC : Convolution3D.DataFormat.NCDHW)
                        .build();
            case FEATURES, UNKNOWN -> dense;
        };
    }

    /** DL4J can't train it with channels last. */
    private static Layer ofSteps(int channels) {
        return new Convolution1DLayer.Builder(1)
                .nIn(channels)
                .nOut(channels)
                .rnnDataFormat(RNNFormat.NCW)
                .convolutionMode(ConvolutionMode.Same)
                .build();
    }

    private static CNN2DFormat images(ActivationFormat format) {
        return format.channelsLast() ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
    }

    private static Layer depthwise(Kernel kernel, int channels, ActivationFormat format) {
        boolean explicit = kernel.dimensions().get(0).padding() == Padding.EXPLICIT;
        return new DepthwiseConvolution2D.Builder(over(kernel, Dimension::size))
                .nIn(channels)
                .nOut(channels)
                .depthMultiplier(1)
                .dataFormat(images(format))
                .stride(over(kernel, Dimension::stride))
                .padding(over(kernel, dimension -> explicit ? dimension.pad() : 0))
                .convolutionMode(explicit ? ConvolutionMode.Truncate : ConvolutionMode.Same)
                .build();
    }

    private static int[] over(Kernel kernel, ToIntFunction<Dimension> setting) {
        return Ints.toArray(
                kernel.dimensions().stream().mapToInt(setting).boxed().toList());
    }

    /** The layer's nodes, and what DL4J can't do with it. */
    static NewLayer.Description describe(
            NeuralNetConfiguration conf, NewLayer layer, NewLayer.Site site, LayerKinds kinds) {
        Layer configuration = conf.getLayer();
        configuration.setDataType(DataType.FLOAT);
        long length = configuration.initializer().numParams(conf);
        INDArray memory = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', 1, length);
        Map<String, INDArray> params = configuration.initializer().init(conf, memory, false);
        LayerActivations input = new LayerActivations(site.input(), site.channels(), (ActivationFormat) site.format());
        LayerKinds.Description description =
                kinds.describe(site.name(), new LayerVertex(conf, null), params, List.of(input), null);
        ImmutableList<Node> nodes = description.nodes().stream()
                .map(node -> withMasks(node, configuration))
                .collect(ImmutableList.toImmutableList());
        return new NewLayer.Description(
                nodes, layer instanceof NewLayer.Slopes ? ImmutableList.of(limit(site)) : ImmutableList.of());
    }

    /** DL4J sets masked steps after a 1D convolution to zero. */
    private static Node withMasks(Node node, Layer layer) {
        return layer instanceof Convolution1DLayer
                ? node.toBuilder().maskUse(MaskUse.ZEROES).build()
                : node;
    }

    private static String limit(NewLayer.Site site) {
        ActivationFormat format = (ActivationFormat) site.format();
        String batches = format.positionAxes().length == 0
                ? MOST_PER_SLOPE + " examples"
                : MOST_PER_SLOPE + " positions (examples times their pixels or steps)";
        return "training with DL4J's PReLU fails on batches of more than " + batches
                + "; Deepening.pairIdentity() has no such limit";
    }
}
