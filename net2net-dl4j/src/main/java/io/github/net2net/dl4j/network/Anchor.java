package io.github.net2net.dl4j.network;

import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.dl4j.layer.Inner;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.jspecify.annotations.Nullable;

/**
 * What must arrive at a place in the network, as told by a layer or preprocessor there. DL4J keeps no record of a
 * network's input.
 *
 * @param channels the number of channels
 * @param form the form, as far as it is told
 */
record Anchor(int channels, Form form) {

    /** What the layer, and the preprocessor in front of it if there is one, tell; null if nothing. */
    static @Nullable Anchor at(Layer layer, @Nullable InputPreProcessor processor) {
        Anchor own = own(Inner.of(layer));
        return processor == null ? own : before(processor, own);
    }

    /** What must arrive at the preprocessor if what it outputs is known, or not; null if nothing tells. */
    static @Nullable Anchor before(InputPreProcessor processor, @Nullable Anchor behind) {
        if (processor instanceof CnnToFeedForwardPreProcessor flatten) {
            return of(flatten.getNumChannels(), new Form.Images(flatten.getFormat(), null, null));
        } else if (processor instanceof Cnn3DToFeedForwardPreProcessor flatten) {
            return of(flatten.getNumChannels(), Form.Volumes.of(flatten.isNCDHW()));
        } else if (processor instanceof CnnToRnnPreProcessor series) {
            return of(series.getNumChannels(), new Form.Images(CNN2DFormat.NCHW, null, null));
        } else if (processor instanceof FeedForwardToCnnPreProcessor collect) {
            long positions = collect.getInputHeight() * collect.getInputWidth();
            return of(collect.getNumChannels() * positions, new Form.FeedForward());
        } else if (processor instanceof FeedForwardToCnn3DPreProcessor collect) {
            long positions = (long) collect.getInputDepth() * collect.getInputHeight() * collect.getInputWidth();
            return of(collect.getNumChannels() * positions, new Form.FeedForward());
        } else if (processor instanceof RnnToCnnPreProcessor collect) {
            long positions = (long) collect.getInputHeight() * collect.getInputWidth();
            return of(collect.getNumChannels() * positions, new Form.Series(collect.getRnnDataFormat()));
        } else if (processor instanceof ComposableInputPreProcessor composed) {
            return beforeAll(composed.getInputPreProcessors(), behind);
        }
        return behind == null ? null : new Anchor(behind.channels, formBefore(processor));
    }

    private static @Nullable Anchor beforeAll(InputPreProcessor[] parts, @Nullable Anchor behind) {
        Anchor anchor = behind;
        for (int i = parts.length - 1; i >= 0; i--) {
            anchor = before(parts[i], anchor);
        }
        return anchor;
    }

    private static Form formBefore(InputPreProcessor processor) {
        if (processor instanceof RnnToFeedForwardPreProcessor steps) {
            return new Form.Series(steps.getRnnDataFormat());
        }
        return processor instanceof FeedForwardToRnnPreProcessor ? new Form.FeedForward() : new Form.Unknown();
    }

    private static @Nullable Anchor of(long channels, Form form) {
        return channels > 0 ? new Anchor(Math.toIntExact(channels), form) : null;
    }

    /** What the layer itself tells; null if nothing. */
    static @Nullable Anchor own(Layer layer) {
        if (layer instanceof FeedForwardLayer sized && sized.getNIn() > 0) {
            return new Anchor(Math.toIntExact(sized.getNIn()), form(layer));
        }
        return null;
    }

    private static Form form(Layer layer) {
        if (layer instanceof Convolution1DLayer series) {
            return new Form.Series(series.getRnnDataFormat());
        } else if (layer instanceof Convolution3D volumes) {
            return new Form.Volumes(volumes.getDataFormat());
        } else if (layer instanceof Deconvolution3D volumes) {
            return new Form.Volumes(volumes.getDataFormat());
        } else if (layer instanceof ConvolutionLayer images) {
            return new Form.Images(images.getCnn2dDataFormat(), null, null);
        } else if (layer instanceof RnnOutputLayer output) {
            return new Form.Series(output.getRnnDataFormat() == null ? RNNFormat.NCW : output.getRnnDataFormat());
        }
        boolean dense = layer instanceof DenseLayer
                || layer instanceof OutputLayer
                || layer instanceof ElementWiseMultiplicationLayer;
        return dense ? new Form.FeedForward() : new Form.Unknown();
    }
}
