package io.github.net2net.spi;

/**
 * One array that an optimizer keeps for a parameter, of the parameter's shape.
 *
 * @param name unique for the parameter: "m", "v"
 * @param scale how it scales when the parameter and its gradient do
 * @param initial what every element is before training begins
 */
public record StateSlot(String name, Scale scale, double initial) {

    /** How an array scales; with gradients g times the teacher's and parameters p times the teacher's. */
    public enum Scale {
        /** As the gradient, g: Adam's first moment, momentum. */
        FIRST_MOMENT(1, 0, false),
        /** As the gradient's size, g: AdaMax' infinity norm. */
        MAGNITUDE(1, 0, true),
        /** As the gradient's square, g²: Adam's second moment, RmsProp, AdaGrad. */
        SECOND_MOMENT(2, 0, true),
        /** As the square of updates that scale as the parameter, p²: AdaDelta's, to follow the teacher's trajectory. */
        SQUARED_UPDATE(0, 2, true),
        /** Not at all: AdaDelta's updates, to keep their size. */
        SQUARED_UPDATE_KEPT(0, 0, true);

        private final double gradientExponent;
        private final double valueExponent;
        private final boolean startsAtMean;

        Scale(double gradientExponent, double valueExponent, boolean startsAtMean) {
            this.gradientExponent = gradientExponent;
            this.valueExponent = valueExponent;
            this.startsAtMean = startsAtMean;
        }

        /** The factor for an element. */
        public double factor(double value, double gradient) {
            return Math.pow(value, valueExponent) * Math.pow(gradient, gradientExponent);
        }

        /**
         * Whether new elements start at the mean of the others: a size of zero would make an optimizer that divides by
         * it take steps several times too large, once its bias correction is over.
         */
        public boolean startsAtMean() {
            return startsAtMean;
        }
    }
}
