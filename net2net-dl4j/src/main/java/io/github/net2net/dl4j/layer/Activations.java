package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableSet;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.Interval;
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
import org.nd4j.linalg.factory.Nd4j;

/** What is known of DL4J's activation functions. */
final class Activations {
    private static final ImmutableSet<Class<? extends IActivation>> ELEMENT_WISE = ImmutableSet.of(
            ActivationCube.class,
            ActivationELU.class,
            ActivationHardSigmoid.class,
            ActivationMish.class,
            ActivationRReLU.class,
            ActivationRationalTanh.class,
            ActivationRectifiedTanh.class,
            ActivationSELU.class,
            ActivationSigmoid.class,
            ActivationSoftSign.class,
            ActivationTanH.class);

    /** Those with f(x) − f(−x) = x. */
    private static final ImmutableSet<Class<? extends IActivation>> PAIRED =
            ImmutableSet.of(ActivationGELU.class, ActivationSoftPlus.class, ActivationSwish.class);

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
            double slope = ((ActivationLReLU) function).getAlpha();
            return leaky(function, slope);
        } else if (type.equals(ActivationReLU.class)) {
            return relu((ActivationReLU) function);
        } else if (IDEMPOTENT.contains(type)) {
            return idempotent(function);
        } else if (PAIRED.contains(type)) {
            return new ActivationTraits(function.toString(), false, false).withOddSlope(1);
        }
        return ELEMENT_WISE.contains(type) ? new ActivationTraits(function.toString(), false, false) : null;
    }

    private static ActivationTraits leaky(IActivation function, double slope) {
        return new ActivationTraits(function.toString(), false, true)
                .withValues(slope < 0 ? Interval.NON_NEGATIVE : Interval.ALL, Interval.NON_NEGATIVE)
                .withOddSlope(1 + slope);
    }

    /** Of the thresholded ReLU 0 and what is above its threshold stay, which is no interval. */
    private static ActivationTraits idempotent(IActivation function) {
        ActivationTraits traits = new ActivationTraits(function.toString(), true, false);
        if (function instanceof ActivationReLU6) {
            return traits.withValues(new Interval(0, 6), new Interval(0, 6));
        } else if (function instanceof ActivationHardTanH) {
            return traits.withValues(new Interval(-1, 1), new Interval(-1, 1));
        }
        boolean positive = ((ActivationThresholdedReLU) function).getTheta() >= 0;
        return positive ? traits.withValues(Interval.NON_NEGATIVE, Interval.ZERO) : traits;
    }

    /** f(x) = min(x, max) from the threshold on, and slope · (x − threshold) below it. */
    private static ActivationTraits relu(ActivationReLU function) {
        double threshold = function.getThreshold() == null ? 0 : function.getThreshold();
        double slope = function.getNegativeSlope() == null ? 0 : function.getNegativeSlope();
        double most = function.getMax() == null ? Double.POSITIVE_INFINITY : function.getMax();
        boolean bounded = function.getMax() != null;
        boolean idempotent = slope == 0 && most >= Math.max(0, threshold);
        Interval fixed = new Interval(threshold, most);
        Interval image =
                slope == 0 ? Interval.ZERO.hull(fixed) : new Interval(Double.NEGATIVE_INFINITY, Math.max(most, 0));
        return new ActivationTraits(function.toString(), idempotent, threshold == 0 && !bounded)
                .withValues(slope < 0 ? Interval.ALL : image, fixed)
                .withOddSlope(threshold == 0 && !bounded ? 1 + slope : 0);
    }

    /** Whether f(0) = 0. */
    static boolean keepsZero(IActivation function) {
        return function.getActivation(Nd4j.zeros(1, 1), false).getDouble(0) == 0;
    }

    /** Why a function without traits pins its channels. */
    static String reason(IActivation function) {
        return function instanceof ActivationSoftmax
                ? "is a softmax over its channels, so copies would change every channel's result"
                : "has the activation " + function.getClass().getSimpleName()
                        + ", which is not known to act on each channel alone";
    }
}
