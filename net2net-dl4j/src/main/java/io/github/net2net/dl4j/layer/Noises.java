package io.github.net2net.dl4j.layer;

import io.github.net2net.dl4j.internal.model.Wrappers;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;

/** What layers do to what they read while they train. */
final class Noises {
    private Noises() {}

    /** Why it does more to scaled values than scale, null if it doesn't. */
    static @Nullable String reason(Layer layer) {
        IDropout noise = Wrappers.unwrap(layer).getIDropout();
        return noise instanceof AlphaDropout || noise instanceof GaussianNoise
                ? "adds to what it reads in training (" + noise.getClass().getSimpleName() + ")"
                : null;
    }
}
