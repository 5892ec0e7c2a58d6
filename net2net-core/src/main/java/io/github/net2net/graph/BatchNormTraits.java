package io.github.net2net.graph;

/**
 * What is known of a batch normalization y = γ·(x − mean) / √(variance + ε) + β.
 *
 * @param epsilon ε
 * @param gamma the name of γ's parameter
 * @param beta the name of β's parameter
 * @param mean the name of the running mean's parameter
 * @param variance the name of the running variance's parameter
 * @param form how that parameter holds the variance
 * @param lock γ and β if they are constants without a parameter, else null
 */
public record BatchNormTraits(
        double epsilon,
        String gamma,
        String beta,
        String mean,
        String variance,
        VarianceForm form,
        @org.jspecify.annotations.Nullable Locked lock) {

    /** The same with another ε. */
    public BatchNormTraits withEpsilon(double other) {
        return new BatchNormTraits(other, gamma, beta, mean, variance, form, lock);
    }

    /** How a running variance is stored. */
    public enum VarianceForm {
        /** The variance itself. */
        VARIANCE,
        /** log₁₀ of the standard deviation. */
        LOG10_STANDARD_DEVIATION;

        /** The stored number for a variance. */
        public double encode(double variance) {
            return this == VARIANCE ? variance : Math.log10(Math.sqrt(variance));
        }
    }

    /** Constant γ and β. */
    public record Locked(double gamma, double beta) {}
}
