package io.github.net2net.graph;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

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
        @Nullable Locked lock) {

    /** The same with another ε. */
    public BatchNormTraits withEpsilon(double other) {
        return new BatchNormTraits(other, gamma, beta, mean, variance, form, lock);
    }

    /** How a framework stores a running variance. */
    public interface VarianceForm {
        /** The variance itself. */
        VarianceForm VARIANCE = new VarianceForm() {
            @Override
            public double encode(double variance) {
                return variance;
            }

            @Override
            public OptionalDouble addend(double factor) {
                return OptionalDouble.empty();
            }
        };

        /** The stored number for a variance. */
        double encode(double variance);

        /**
         * What is added to the stored number when the standard deviation is multiplied by the factor, for a logarithm;
         * empty if the number is then multiplied by the factor's square.
         */
        OptionalDouble addend(double factor);
    }

    /** Constant γ and β. */
    public record Locked(double gamma, double beta) {}
}
