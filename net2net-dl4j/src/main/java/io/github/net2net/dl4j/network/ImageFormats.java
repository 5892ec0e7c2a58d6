package io.github.net2net.dl4j.network;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** In which memory format images leave a layer. */
final class ImageFormats {
    private ImageFormats() {}

    /** The format of the nearest convolution up to the layer; units that are deepened begin with one. */
    static CNN2DFormat behind(MultiLayerNetwork network, int index) {
        for (int i = index; i >= 0; i--) {
            Layer layer = MultiLayerReader.layer(network, i);
            if (layer instanceof ConvolutionLayer convolution) {
                return convolution.getCnn2dDataFormat();
            }
        }
        return CNN2DFormat.NCHW;
    }
}
