package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Layers and vertices without a kind: opaque, with the true reason where it is known. */
final class UnknownLayers {
    private static final ImmutableMap<String, String> REASONS = ImmutableMap.of(
            "LocalResponseNormalization", "normalizes each channel by its neighbors, so copies would change the result",
            "CapsuleLayer", "routes between capsules by softmax, so copies would change the result",
            "PrimaryCapsules", "squashes groups of channels together, so copies would change the result");

    private static final String BATCH_NORM_INSTEAD =
            "Widen a layer behind it, or train a teacher with batch normalization instead.";

    static final LayerKind<Object> KIND = new LayerKind<>() {
        @Override
        public Class<Object> type() {
            return Object.class;
        }

        @Override
        public void describe(Object layer, LayerScope scope) {
            String type = layer.getClass().getSimpleName();
            String reason = REASONS.get(type);
            scope.addOpaque(
                    type,
                    reason != null ? reason : "is of type " + type + ", for which net2net has no rule",
                    type.equals("LocalResponseNormalization") ? BATCH_NORM_INSTEAD : null);
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
