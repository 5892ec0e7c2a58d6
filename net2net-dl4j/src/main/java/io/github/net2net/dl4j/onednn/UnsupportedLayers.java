package io.github.net2net.dl4j.onednn;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.Deconvolution3DLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.Subsampling3DLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.normalization.LocalResponseNormalization;

/** Layers that one would expect to compute through oneDNN, and that DL4J has no right code for. */
final class UnsupportedLayers {
    private UnsupportedLayers() {}

    /** Why the layer is left as it is; nothing if it can be enabled, or nobody would expect it to be. */
    static Optional<String> reason(Layer layer) {
        if (layer.getClass() == ConvolutionLayer.class) {
            return reason(((ConvolutionLayer) layer).layerConf());
        } else if (layer instanceof BatchNormalization normalization) {
            return reason(normalization);
        } else if (layer.getClass() == SubsamplingLayer.class) {
            return reason(((SubsamplingLayer) layer).layerConf());
        } else if (layer instanceof LocalResponseNormalization) {
            // Its helper's backward pass runs the forward operation; outputs are off by percents too.
            return Optional.of("DL4J computes local response normalization through oneDNN wrongly");
        } else if (HelperKind.of(layer).isEmpty() && isConvolutional(layer)) {
            return Optional.of("DL4J calls oneDNN for two-dimensional convolution and pooling only, not for a "
                    + layer.conf().getLayer().getClass().getSimpleName());
        }
        return Optional.empty();
    }

    private static boolean isConvolutional(Layer layer) {
        return layer instanceof ConvolutionLayer
                || layer instanceof SubsamplingLayer
                || layer instanceof Subsampling3DLayer
                || layer instanceof Deconvolution3DLayer;
    }

    private static Optional<String> reason(org.deeplearning4j.nn.conf.layers.ConvolutionLayer convolution) {
        return Arrays.stream(convolution.getDilation()).anyMatch(step -> step > 1)
                ? Optional.of("oneDNN refuses a dilated convolution the way DL4J asks for it")
                : Optional.empty();
    }

    private static Optional<String> reason(BatchNormalization normalization) {
        return normalization.layerConf().isLockGammaBeta()
                ? Optional.of("its gamma and beta are locked, and DL4J reads them as parameters for oneDNN")
                : Optional.empty();
    }

    private static Optional<String> reason(org.deeplearning4j.nn.conf.layers.SubsamplingLayer pooling) {
        PoolingType type = pooling.getPoolingType();
        if (type != PoolingType.MAX && type != PoolingType.AVG) {
            return Optional.of("DL4J calls oneDNN for maximum and average pooling only, not for " + type);
        }
        return type == PoolingType.AVG && pooling.isAvgPoolIncludePadInDivisor()
                ? Optional.of("it counts padding as values, which DL4J does not pass to oneDNN")
                : Optional.empty();
    }
}
