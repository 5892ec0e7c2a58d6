package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableMap;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Everything that has no reader: opaque, with the true reason where it is known. */
record UnknownKind() implements LayerKind {
    private static final ImmutableMap<String, String> REASONS = ImmutableMap.of(
            "LocalResponseNormalization", "normalizes each channel by its neighbors, so copies would change the result",
            "CapsuleLayer", "routes between capsules by softmax, so copies would change the result",
            "PrimaryCapsules", "squashes groups of channels together, so copies would change the result");

    private static final String BATCH_NORM_INSTEAD =
            "Widen a layer behind it, or train a teacher with batch normalization instead.";

    @Override
    public void read(LayerScope scope) {
        String type = scope.layer(Layer.class).getClass().getSimpleName();
        String reason = REASONS.get(type);
        scope.addOpaque(
                type,
                reason != null ? reason : "is a " + type + ", which net2net does not know how to grow through",
                type.equals("LocalResponseNormalization") ? BATCH_NORM_INSTEAD : null);
    }
}
