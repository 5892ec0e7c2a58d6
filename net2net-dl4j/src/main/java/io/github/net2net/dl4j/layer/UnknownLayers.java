package io.github.net2net.dl4j.layer;

import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Layers and vertices without a kind: opaque, with the true reason where it is known. */
final class UnknownLayers {
    private static final String LRN = "LocalResponseNormalization";

    private static final String BATCH_NORM_INSTEAD =
            "Widen a layer after it, or train a teacher with batch normalization instead.";

    private static final String OWN_KIND =
            "Register a LayerKind for it with Net2Net.with(LayerKinds.standard().plus(..)),"
                    + " as docs/layers.md describes, or widen a layer after it.";

    static final LayerKind<Object> KIND = new LayerKind<>() {
        @Override
        public Class<Object> type() {
            return Object.class;
        }

        @Override
        public void describe(Object layer, LayerScope scope) {
            String type = layer.getClass().getSimpleName();
            if (type.equals(LRN)) {
                String reason = "normalizes each channel by its neighbors, so copies would change the result";
                scope.addOpaque(type, reason, BATCH_NORM_INSTEAD);
            } else {
                String advice = isOfDl4j(layer) ? null : OWN_KIND;
                scope.addOpaque(type, "is of type " + type + ", for which net2net has no rule", advice);
            }
        }

        private boolean isOfDl4j(Object layer) {
            return layer.getClass().getName().startsWith("org.deeplearning4j.");
        }

        @Override
        public Optional<ExpectedInput> expects(Object layer) {
            return layer instanceof FeedForwardLayer sized
                    ? ExpectedInput.of(sized.getNIn(), ActivationFormat.unknown())
                    : Optional.empty();
        }

        /** Its nodes are opaque, which says more. */
        @Override
        public boolean isLinear(Object layer) {
            return true;
        }

        @Override
        public boolean mayKeepChannels(Object layer) {
            return layer instanceof Layer;
        }
    };

    private UnknownLayers() {}
}
