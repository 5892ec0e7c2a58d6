package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** 1D convolution: W [steps, in, out] as it is read ({@link Weights}), b [1, out]. */
record Convolution1DKind() implements LayerKind {
    private static final String WORD = "1D convolution";

    @Override
    public void read(LayerScope scope) {
        Convolution1DLayer layer = scope.layer(Convolution1DLayer.class);
        if (scope.form() instanceof Form.Series series && series.format() != layer.getRnnDataFormat()) {
            scope.addOpaque(
                    WORD, "is configured for " + layer.getRnnDataFormat() + " series but gets " + series.format());
            return;
        }
        List<Param> params = new ArrayList<>();
        params.add(
                scope.param("W", new String[] {"steps", "in", "out"}, AxisRole.spatial(0), AxisRole.IN, AxisRole.OUT));
        params.addAll(scope.bias());
        scope.add(
                scope.main(WORD)
                        .behavior(new ChannelBehavior.Mixes(Math.toIntExact(layer.getNOut())))
                        .params(params)
                        .kernel(Kernels.of(layer, new Integer[] {null})),
                new Form.Series(layer.getRnnDataFormat()));
        scope.addActivation(layer.getActivationFn());
    }

    @Override
    public void resize(Layer layer, Sizes sizes) {
        Kernels.resize((ConvolutionLayer) layer, sizes);
    }
}
