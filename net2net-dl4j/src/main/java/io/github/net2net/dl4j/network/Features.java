package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What goes into a network.
 *
 * @param arrays one for each input
 * @param masks one for each input, or null
 */
record Features(List<INDArray> arrays, INDArray @Nullable [] masks) {

    /** Copies in the network's precision: an activation as the first layer would write into them. */
    INDArray[] as(DataType type) {
        return arrays.stream()
                .map(array -> array.dataType() == type ? array.dup() : array.castTo(type))
                .toArray(INDArray[]::new);
    }

    /** These features with generated masks; empty if the network can't take any, as DL4J fails then. */
    Optional<Features> masked(ProbeNetwork network) {
        Features masked = new Features(arrays, GeneratedMasks.of(arrays, network.maskedInputs()));
        return masked.masks != null && masked.runThrough(network) ? Optional.of(masked) : Optional.empty();
    }

    private boolean runThrough(ProbeNetwork network) {
        try {
            List<INDArray> outputs = network.run(Mode.INFERENCE, Stage.OUTPUT, this);
            return outputs.equals(network.run(Mode.INFERENCE, Stage.OUTPUT, this));
        } catch (GrowthException impossible) {
            return false;
        }
    }

    /** A copy of one result; the memory of all is given back, which Java would do late. */
    static INDArray only(INDArray wanted, Collection<INDArray> all) {
        INDArray copy = wanted.dup();
        for (INDArray array : all) {
            if (array.closeable()) {
                array.close();
            }
        }
        return copy;
    }

    /** The hash of each array, and of each mask that there is. */
    ImmutableMap<String, String> fingerprint() {
        ImmutableMap.Builder<String, String> hashes = ImmutableMap.builder();
        for (int i = 0; i < arrays.size(); i++) {
            hashes.put("features " + i, Fingerprints.of(arrays.get(i)));
        }
        for (int i = 0; masks != null && i < masks.length; i++) {
            if (masks[i] != null) {
                hashes.put("mask " + i, Fingerprints.of(masks[i]));
            }
        }
        return hashes.buildOrThrow();
    }

    /** Runs a forward pass; says what does not fit if it fails. */
    <T> T through(Supplier<T> forward) {
        try {
            return OwnThread.call(forward);
        } catch (GrowthException e) {
            throw e;
        } catch (RuntimeException e) {
            String shapes =
                    arrays.stream().map(array -> Arrays.toString(array.shape())).collect(Collectors.joining(", "));
            throw new GrowthException(
                    "cannot run the network on features of shape " + shapes + ": " + e.getMessage()
                            + " Give features of the shape that the network is trained on.",
                    e);
        }
    }
}
