package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableSet;
import io.github.net2net.graph.ActivationTraits;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** What is known of DL4J's activation functions. */
final class Activations {
    private static final ImmutableSet<Class<? extends IActivation>> ELEMENT_WISE = ImmutableSet.of(
            ActivationCube.class,
            ActivationELU.class,
            ActivationGELU.class,
            ActivationHardSigmoid.class,
            ActivationMish.class,
            ActivationRReLU.class,
            ActivationRationalTanh.class,
            ActivationRectifiedTanh.class,
            ActivationSELU.class,
            ActivationSigmoid.class,
            ActivationSoftPlus.class,
            ActivationSoftSign.class,
            ActivationSwish.class,
            ActivationTanH.class);

    /** Those that are also idempotent, and not positively homogeneous. */
    private static final ImmutableSet<Class<? extends IActivation>> IDEMPOTENT =
            ImmutableSet.of(ActivationReLU6.class, ActivationHardTanH.class, ActivationThresholdedReLU.class);

    private Activations() {}

    /** What is known of the function; null if it does not act element by element, or is not one of DL4J's. */
    static @Nullable ActivationTraits traits(IActivation function) {
        Class<? extends IActivation> type = function.getClass();
        if (type.equals(ActivationIdentity.class)) {
            return ActivationTraits.IDENTITY;
        } else if (type.equals(ActivationLReLU.class)) {
            return new ActivationTraits(function.toString(), false, true);
        } else if (type.equals(ActivationReLU.class)) {
            return relu((ActivationReLU) function);
        } else if (IDEMPOTENT.contains(type)) {
            return new ActivationTraits(function.toString(), true, false);
        }
        return ELEMENT_WISE.contains(type) ? new ActivationTraits(function.toString(), false, false) : null;
    }

    /** f(x) = min(x, max) from the threshold on, and slope · (x − threshold) below it. */
    private static ActivationTraits relu(ActivationReLU function) {
        double threshold = function.getThreshold() == null ? 0 : function.getThreshold();
        boolean slopes = function.getNegativeSlope() != null && function.getNegativeSlope() != 0;
        boolean bounded = function.getMax() != null;
        boolean idempotent = !slopes && (!bounded || function.getMax() >= Math.max(0, threshold));
        return new ActivationTraits(function.toString(), idempotent, threshold == 0 && !bounded);
    }

    /** Why a function without traits pins its channels. */
    static String reason(IActivation function) {
        return function instanceof ActivationSoftmax
                ? "is a softmax over its channels, so copies would change every channel's result"
                : "has the activation " + function.getClass().getSimpleName()
                        + ", which is not known to act on each channel alone";
    }
}
