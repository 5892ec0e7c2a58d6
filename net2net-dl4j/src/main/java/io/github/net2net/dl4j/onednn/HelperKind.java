package io.github.net2net.dl4j.onednn;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.nd4j.linalg.api.buffer.DataType;

/** A kind of layer that DL4J can compute through oneDNN. */
public enum HelperKind {
    /** Two-dimensional convolution. */
    CONVOLUTION("convolution", ConvolutionLayer.class),
    /** Batch normalization. */
    BATCH_NORMALIZATION("batch normalization", BatchNormalization.class),
    /** Two-dimensional pooling. */
    POOLING("pooling", SubsamplingLayer.class);

    private final String words;
    private final Class<? extends Layer> layerType;

    HelperKind(String words, Class<? extends Layer> layerType) {
        this.words = words;
        this.layerType = layerType;
    }

    String words() {
        return words;
    }

    /** The kind of exactly this class: subclasses (1D, deconvolution, ...) lay their arrays out differently. */
    static Optional<HelperKind> of(Layer layer) {
        return Arrays.stream(values())
                .filter(kind -> kind.layerType == layer.getClass())
                .findFirst();
    }

    void enable(Layer layer, DataType type) {
        setHelper(layer, helper(type));
    }

    private LayerHelper helper(DataType type) {
        return switch (this) {
            case CONVOLUTION -> new OneDnnConvolution(type);
            case BATCH_NORMALIZATION -> new OneDnnBatchNormalization(type);
            case POOLING -> new OneDnnPooling(type);
        };
    }

    void setHelper(Layer layer, LayerHelper helper) {
        try {
            Field field = layerType.getDeclaredField("helper");
            field.setAccessible(true);
            field.set(layer, helper);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    layerType.getName() + " has no settable field 'helper'; this works with DL4J 1.0.0-M2.1", e);
        }
    }
}
