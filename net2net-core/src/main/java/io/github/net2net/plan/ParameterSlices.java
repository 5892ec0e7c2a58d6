package io.github.net2net.plan;

import io.github.net2net.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The slices of one parameter, compared with a tolerance. */
final class ParameterSlices {
    private final Tensor value;
    private final double tolerance;
    private final Map<Integer, double[]> projections = new HashMap<>();
    private double largest;

    /**
     * The slices of a parameter.
     *
     * @param tolerance how far equal elements may differ, relative to the largest one
     */
    ParameterSlices(Tensor value, double tolerance) {
        this.value = value;
        this.tolerance = tolerance;
    }

    /** Whether the slices at the first list of indices equal those at the second one. */
    boolean areEqual(int axis, List<Integer> first, List<Integer> second) {
        for (int i = 0; i < first.size(); i++) {
            if (!areEqual(axis, first.get(i), second.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Few unequal slices have nearly equal projections, which are compared first. */
    private boolean areEqual(int axis, int first, int second) {
        double[] projected = projections(axis);
        long length = value.shape().length() / projected.length;
        if (Math.abs(projected[first] - projected[second]) > length * allowed()) {
            return false;
        }
        double[] one = value.slice(axis, first);
        double[] other = value.slice(axis, second);
        for (int k = 0; k < one.length; k++) {
            if (!(Math.abs(one[k] - other[k]) <= allowed())) {
                return false;
            }
        }
        return true;
    }

    private double allowed() {
        return tolerance * largest;
    }

    private double[] projections(int axis) {
        return projections.computeIfAbsent(axis, this::project);
    }

    /** The sum of each slice, its elements times fixed random numbers between -1 and 1. */
    private double[] project(int axis) {
        double[] projected = new double[value.shape().size(axis)];
        long length = value.shape().length() / Math.max(1, projected.length);
        double[] directions = new Random(axis).doubles(length, -1, 1).toArray();
        for (int j = 0; j < projected.length; j++) {
            double[] slice = value.slice(axis, j);
            for (int k = 0; k < slice.length; k++) {
                projected[j] += slice[k] * directions[k];
                largest = Math.max(largest, Math.abs(slice[k]));
            }
        }
        return projected;
    }

    /**
     * Marks the sets of channels whose slices do not sum to zero.
     *
     * @param sets for each channel the first one of its set
     * @param entries for each channel its indices
     * @param nonzero what is marked, at the first channels
     */
    void markNonzero(int axis, int[] sets, List<List<Integer>> entries, boolean[] nonzero) {
        for (int first = 0; first < sets.length; first++) {
            if (sets[first] == first && !nonzero[first]) {
                List<List<Integer>> members = new ArrayList<>();
                for (int channel = first; channel < sets.length; channel++) {
                    if (sets[channel] == first) {
                        members.add(entries.get(channel));
                    }
                }
                nonzero[first] = !sumToZero(axis, members);
            }
        }
    }

    /** Whether the slices of some channels, given by their indices, sum to zero. */
    private boolean sumToZero(int axis, List<List<Integer>> members) {
        if (value.shape().length() == 0) {
            return true;
        }
        projections(axis);
        for (int i = 0; i < members.get(0).size(); i++) {
            double[] sum = new double
                    [Math.toIntExact(value.shape().length() / value.shape().size(axis))];
            for (List<Integer> channel : members) {
                double[] slice = value.slice(axis, channel.get(i));
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += slice[k];
                }
            }
            for (double element : sum) {
                if (!(Math.abs(element) <= allowed())) {
                    return false;
                }
            }
        }
        return true;
    }
}
