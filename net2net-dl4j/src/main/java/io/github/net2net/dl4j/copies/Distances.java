package io.github.net2net.dl4j.copies;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.graph.ChannelCopies;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How far the copies of each set are apart. */
final class Distances {
    private final ChannelCopies copies;
    private final List<ChannelSlices> weights;

    Distances(ChannelCopies copies, StudentArrays arrays) {
        this.copies = copies;
        this.weights = new ArrayList<>();
        for (ChannelCopies.Slices slices : copies.slices()) {
            INDArray array = arrays.parameter(slices);
            weights.add(ChannelSlices.of(array, slices, copies.channels()));
        }
    }

    /** For each set the distance of its closest pair. */
    double[] closest() {
        return copies.sets().stream().mapToDouble(this::closest).toArray();
    }

    private double closest(ImmutableIntArray set) {
        double[] norms = set.stream().mapToDouble(this::squaredNorm).toArray();
        double closest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < set.length(); i++) {
            for (int j = 0; j < i; j++) {
                double distance = squaredDistance(set.get(i), set.get(j));
                double norm = (norms[i] + norms[j]) / 2;
                closest = Math.min(closest, distance == 0 ? 0 : Math.sqrt(distance / norm));
            }
        }
        return closest;
    }

    private double squaredNorm(int channel) {
        return weights.stream().mapToDouble(slab -> slab.squaredNorm(channel)).sum();
    }

    private double squaredDistance(int one, int other) {
        return weights.stream()
                .mapToDouble(slab -> slab.squaredDistance(one, other))
                .sum();
    }
}
