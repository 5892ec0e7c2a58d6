package io.github.net2net.dl4j.network;

import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.dl4j.layer.Inner;
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
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
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
        if (processor instanceof FeedForwardToCnnPreProcessor collect) {
            long flat = collect.getNumChannels() * collect.getInputHeight() * collect.getInputWidth();
            return new Anchor(Math.toIntExact(flat), new Form.FeedForward());
        } else if (processor instanceof CnnToFeedForwardPreProcessor flatten && flatten.getNumChannels() > 0) {
            return new Anchor(
                    Math.toIntExact(flatten.getNumChannels()), new Form.Images(flatten.getFormat(), null, null));
        }
        return processor == null || own == null ? own : new Anchor(own.channels, new Form.Unknown());
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
        boolean dense = layer instanceof DenseLayer || layer instanceof OutputLayer;
        return dense ? new Form.FeedForward() : new Form.Unknown();
    }
}
