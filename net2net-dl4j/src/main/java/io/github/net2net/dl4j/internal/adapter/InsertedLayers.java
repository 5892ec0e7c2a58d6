package io.github.net2net.dl4j.internal.adapter;

import io.github.net2net.dl4j.internal.model.ConfigurationCopy;
import io.github.net2net.dl4j.internal.model.Wrappers;
import io.github.net2net.spi.Blueprint.InsertedNode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Configurations of new layers. */
final class InsertedLayers {
    private InsertedLayers() {}

    /**
     * A copy of the template under the new layer's name. It is not frozen, and has neither dropout nor weight noise, so
     * that it starts as the identity in training too.
     */
    static NeuralNetConfiguration copy(NeuralNetConfiguration template, InsertedNode inserted) {
        NeuralNetConfiguration copy = template.clone();
        Layer layer = Wrappers.unfreeze(ConfigurationCopy.of(copy.getLayer()));
        for (Layer part = layer; part != null; part = Wrappers.inner(part)) {
            part.setIDropout(null);
            if (part instanceof BaseLayer base) {
                base.setWeightNoise(null);
            }
        }
        return named(copy, layer, inserted);
    }

    /**
     * A dropout layer with all of DL4J's defaults: one without an updater would make the saved student unreadable. DL4J
     * counts what is kept.
     */
    static NeuralNetConfiguration dropout(NeuralNetConfiguration base, InsertedNode inserted) {
        Double rate = inserted.dropoutRate();
        if (rate == null) {
            throw new IllegalStateException(inserted.node() + " has neither a template nor a dropout rate");
        }
        Layer layer = new NeuralNetConfiguration.Builder()
                .layer(new DropoutLayer(1 - rate))
                .build()
                .getLayer();
        return named(base.clone(), layer, inserted);
    }

    private static NeuralNetConfiguration named(NeuralNetConfiguration conf, Layer layer, InsertedNode inserted) {
        layer.setLayerName(inserted.node().name());
        conf.setLayer(layer);
        conf.clearVariables();
        return conf;
    }
}
