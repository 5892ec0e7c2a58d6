package io.github.net2net.dl4j.layer;

import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;

/**
 * A layer without parameters that moves or combines positions of each channel alone, in series or volumes: pooling,
 * padding, cropping, up-sampling.
 *
 * @param word what messages call it
 * @param masks what it does with masks
 * @param format the form that the layer is configured for
 */
record PositionsKind(String word, MaskUse masks, FormatOf format) implements LayerKind {

    /** Reads the form that a layer's configuration is for. */
    interface FormatOf {
        Form of(LayerScope scope);
    }

    @Override
    public void read(LayerScope scope) {
        Form configured = format.of(scope);
        if (scope.form().equals(configured) || scope.form() instanceof Form.Unknown) {
            scope.add(
                    scope.main(word).behavior(new ChannelBehavior.PerChannel()).maskUse(masks), configured);
        } else {
            scope.addOpaque(
                    word,
                    "is configured for " + configured.memory() + " but gets "
                            + scope.form().memory());
        }
    }
}
