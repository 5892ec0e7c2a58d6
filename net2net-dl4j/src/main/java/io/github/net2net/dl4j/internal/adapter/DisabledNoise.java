package io.github.net2net.dl4j.internal.adapter;

import java.util.ArrayDeque;
import java.util.Deque;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;

/**
 * What differs from one training pass to the next (dropout, weight noise, random slopes), switched off in layer
 * configurations until this is closed. Layers read these settings in every pass.
 */
final class DisabledNoise implements AutoCloseable {
    private final Deque<Runnable> restore = new ArrayDeque<>();

    /** Switches the noise of the network's layers off. Some wrappers hold a copy of the configuration they wrap. */
    void disableIn(org.deeplearning4j.nn.api.Layer... layers) {
        for (org.deeplearning4j.nn.api.Layer layer : layers) {
            disableIn(layer.conf().getLayer());
            if (layer instanceof org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer wrapper) {
                disableIn(wrapper.getUnderlying());
            }
        }
    }

    /** Switches the noise of the layer off, that of the layers it wraps included. */
    void disableIn(@Nullable Layer layer) {
        if (layer == null) {
            return;
        }
        var dropout = layer.getIDropout();
        restore.push(() -> layer.setIDropout(dropout));
        layer.setIDropout(null);
        if (layer instanceof BaseLayer base) {
            var noise = base.getWeightNoise();
            restore.push(() -> base.setWeightNoise(noise));
            base.setWeightNoise(null);
            setActivation(base, withoutNoise(base.getActivationFn()));
        } else if (layer instanceof ActivationLayer activation) {
            var function = activation.getActivationFn();
            restore.push(() -> activation.setActivationFn(function));
            activation.setActivationFn(withoutNoise(function));
        } else if (layer instanceof BaseWrapperLayer wrapper) {
            disableIn(wrapper.getUnderlying());
        } else if (layer instanceof FrozenLayer frozen) {
            disableIn(frozen.getLayer());
        } else if (layer instanceof Bidirectional both) {
            disableIn(both.getFwd());
            disableIn(both.getBwd());
        }
    }

    /** Replaces the layer's activation by the identity, so that it returns what enters the activation. */
    void removeActivation(BaseLayer layer) {
        setActivation(layer, new ActivationIdentity());
    }

    private void setActivation(BaseLayer layer, IActivation function) {
        var before = layer.getActivationFn();
        restore.push(() -> layer.setActivationFn(before));
        layer.setActivationFn(function);
    }

    /** Randomized leaky ReLU draws slopes in training, and takes their mean in inference. */
    private static IActivation withoutNoise(IActivation function) {
        return function instanceof ActivationRReLU random
                ? new ActivationLReLU((random.getL() + random.getU()) / 2)
                : function;
    }

    /** Restores all settings. */
    @Override
    public void close() {
        while (!restore.isEmpty()) {
            restore.pop().run();
        }
    }
}
