package io.github.net2net.dl4j.layer;

/**
 * A layer without parameters that moves or combines positions of each channel alone, in series or volumes: pooling,
 * padding, cropping, up-sampling.
 *
 * @param word what messages call it
 * @param format the form that the layer is configured for
 */
record PositionsKind(String word, FormatOf format) implements LayerKind {

    /** Reads the form that a layer's configuration is for. */
    interface FormatOf {
        Form of(LayerScope scope);
    }

    @Override
    public void read(LayerScope scope) {
        Form configured = format.of(scope);
        if (scope.form().equals(configured)) {
            scope.addKeeping(word, configured);
        } else {
            scope.addOpaque(
                    word,
                    "is configured for " + configured.memory() + " but gets "
                            + scope.form().memory());
        }
    }
}
