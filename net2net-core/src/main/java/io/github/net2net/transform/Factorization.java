package io.github.net2net.transform;

import io.github.net2net.tensor.Tensor;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * A weight array as a matrix with a row for each entry of one axis, split into two factors, the square roots of the singular
 * values in each.
 */
public final class Factorization {
    private final SingularValueDecomposition decomposition;
    private final double[] values;

    private Factorization(SingularValueDecomposition decomposition) {
        this.decomposition = decomposition;
        this.values = decomposition.getSingularValues();
    }

    /**
     * The factors of a tensor.
     *
     * @param axis whose entries become rows; the columns are the other axes, in row-major order
     * @throws IllegalArgumentException if an element is NaN or infinite, or there is none
     */
    public static Factorization of(Tensor weights, int axis) {
        if (weights.hasNonFinite() || weights.shape().length() == 0) {
            throw new IllegalArgumentException("no factors of an empty array, or of one with NaN or infinite numbers");
        }
        double[][] rows = new double[weights.shape().size(axis)][];
        for (int j = 0; j < rows.length; j++) {
            rows[j] = weights.slice(axis, j);
        }
        return new Factorization(new SingularValueDecomposition(new Array2DRowRealMatrix(rows, false)));
    }

    /** The norm of the difference between the matrix and the best product of this inner width, relative to its norm. */
    public double residual(int width) {
        double rest = 0;
        double total = 0;
        for (int i = values.length - 1; i >= 0; i--) {
            double ratio = values[0] == 0 ? 0 : values[i] / values[0];
            total += ratio * ratio;
            rest += i >= width ? ratio * ratio : 0;
        }
        return total == 0 ? 0 : Math.sqrt(rest / total);
    }

    /** The smallest inner width whose residual is at most the bound. */
    public int rank(double bound) {
        int width = values.length;
        while (width > 0 && residual(width - 1) <= bound) {
            width--;
        }
        return width;
    }

    /** Column {@code i} of the first factor: one number for each row of the matrix. */
    public double[] first(int i) {
        return scaled(decomposition.getU().getColumn(i), i);
    }

    /** Row {@code i} of the second factor: one number for each column of the matrix. */
    public double[] second(int i) {
        return scaled(decomposition.getVT().getRow(i), i);
    }

    private double[] scaled(double[] vector, int i) {
        double root = Math.sqrt(values[i]);
        for (int j = 0; j < vector.length; j++) {
            vector[j] *= root;
        }
        return vector;
    }
}
