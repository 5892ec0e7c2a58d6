package io.github.net2net.dl4j.internal.adapter;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.tensor.Nd4jTensor;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.dl4j.layer.LayerActivations;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What goes into a network.
 *
 * @param arrays one for each input
 * @param masks one for each input, or null
 */
record Features(List<INDArray> arrays, INDArray @Nullable [] masks) {

    /** As they are given, refused if nothing can be compared on them. */
    static Features checked(List<? extends @Nullable INDArray> arrays, INDArray @Nullable [] masks) {
        if (arrays.isEmpty()) {
            throw new GrowthException("cannot probe with no features: there are no arrays. Give one for each input.");
        }
        ImmutableList.Builder<INDArray> checked = ImmutableList.builder();
        for (int i = 0; i < arrays.size(); i++) {
            checked.add(checked(arrays.get(i), "array " + (i + 1) + " of " + arrays.size()));
        }
        return new Features(checked.build(), masks);
    }

    private static INDArray checked(@Nullable INDArray array, String which) {
        if (array == null) {
            throw new GrowthException(
                    "cannot probe with these features: " + which + " is null. Give an array for each" + " input.");
        } else if (array.isEmpty() || array.size(0) == 0) {
            throw new GrowthException("cannot probe with these features: " + which + " has the shape "
                    + Arrays.toString(array.shape()) + ", and so no examples. Give one example or more.");
        } else if (array.isR() && Nd4jTensor.of(array).hasNonFinite()) {
            throw new GrowthException("cannot probe with these features: " + which + " holds NaN or infinity, on which"
                    + " every network computes NaN. Give finite features.");
        }
        return array;
    }

    /** Refuses a network that has not as many inputs as there are arrays. */
    void requireInputs(int inputs) {
        if (inputs != arrays.size()) {
            throw new GrowthException("cannot run the network on " + arrays.size() + " arrays of features: it has "
                    + inputs + (inputs == 1 ? " input." : " inputs.") + " Give one array for each input.");
        }
    }

    /** Copies in the network's precision: an activation as the first layer would write into them. */
    INDArray[] as(DataType type) {
        return arrays.stream()
                .map(array -> array.dataType() == type ? array.dup() : array.castTo(type))
                .toArray(INDArray[]::new);
    }

    /**
     * The masks for a network of the given precision; null if there are none. Some of DL4J's layers multiply with a mask
     * of whole examples only if it has their own data type; masks of steps stay as they are, as DL4J pools them in single
     * precision alone.
     */
    @Nullable
    INDArray @Nullable [] masksAs(DataType type) {
        if (masks == null) {
            return null;
        }
        @Nullable INDArray[] cast = masks.clone();
        for (int i = 0; i < cast.length; i++) {
            if (cast[i] != null && arrays.get(i).rank() == 2 && cast[i].size(1) == 1) {
                cast[i] = cast[i].castTo(type);
            }
        }
        return cast;
    }

    /**
     * These features with values for input channels that a second network has besides the first one's, after those. Any
     * values do, because such channels have no effect; zeros would not show that.
     *
     * @param before the first network's inputs
     * @param after the second network's inputs, no channels where their number is not known
     * @throws GrowthException if there are such channels, and their axis is not known
     */
    Features extended(List<LayerActivations> before, List<LayerActivations> after) {
        if (after.size() != arrays.size()) {
            return this;
        }
        ImmutableList.Builder<INDArray> extended = ImmutableList.builder();
        for (int i = 0; i < arrays.size(); i++) {
            INDArray array = rows(arrays.get(i), before.get(i));
            boolean known = hasChannels(array, before.get(i));
            int more = known ? after.get(i).channels() - before.get(i).channels() : 0;
            int axis = more > 0 ? channelAxis(after.get(i), array) : 0;
            extended.add(more > 0 && axis < array.rank() ? extended(array, axis, more) : arrays.get(i));
        }
        return new Features(extended.build(), masks);
    }

    /** DL4J takes images too where an input takes them in rows. */
    private static INDArray rows(INDArray array, LayerActivations input) {
        boolean images = array.rank() > 2
                && input.format().kind() == ActivationFormat.Kind.FEATURES
                && array.length() == array.size(0) * input.channels();
        return images ? array.reshape('c', new long[] {array.size(0), input.channels()}) : array;
    }

    private static boolean hasChannels(INDArray array, LayerActivations input) {
        int axis = input.format().channelAxis();
        boolean axisKnown = array.rank() == 2 || input.format().isKnown();
        return input.channels() > 0 && (!axisKnown || axis >= array.rank() || array.size(axis) == input.channels());
    }

    private static int channelAxis(LayerActivations input, INDArray array) {
        if (array.rank() > 2 && !input.format().isKnown()) {
            throw new GrowthException("cannot compare the networks: the second has more channels of input '"
                    + input.node() + "', and its layers do not agree on which axis of "
                    + Arrays.toString(array.shape())
                    + " the channels are. Compare what the networks output yourself.");
        }
        return input.format().channelAxis();
    }

    private static INDArray extended(INDArray array, int axis, int more) {
        long[] shape = array.shape().clone();
        shape[axis] = more;
        double[] values =
                new Random(more).doubles(ArrayUtil.prodLong(shape), -1, 1).toArray();
        INDArray added = Nd4j.createFromArray(values).reshape(shape).castTo(array.dataType());
        return Nd4j.concat(axis, array, added);
    }

    /** These features with generated masks; empty if the network can't take any, as DL4J fails then. */
    Optional<Features> masked(ProbeNetwork<?> network) {
        Features masked = new Features(arrays, GeneratedMasks.of(arrays, network.maskedInputs()));
        return masked.masks != null && masked.runThrough(network) ? Optional.of(masked) : Optional.empty();
    }

    private boolean runThrough(ProbeNetwork<?> network) {
        try {
            List<INDArray> outputs = network.run(Mode.INFERENCE, Stage.OUTPUT, this);
            return outputs.equals(network.run(Mode.INFERENCE, Stage.OUTPUT, this));
        } catch (GrowthException impossible) {
            return false;
        }
    }

    /** Copies of some results; all are closed eagerly instead of waiting for the garbage collector. */
    static Map<String, INDArray> only(Map<String, INDArray> wanted, Collection<INDArray> all) {
        Map<String, INDArray> copies = ImmutableMap.copyOf(Maps.transformValues(wanted, INDArray::dup));
        for (INDArray array : all) {
            if (array.closeable()) {
                array.close();
            }
        }
        return copies;
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

    /** Runs a forward pass; the error states what does not fit. */
    <T> T through(Supplier<T> forward) {
        try {
            return IsolatedForwardPass.call(forward);
        } catch (GrowthException e) {
            throw e;
        } catch (RuntimeException e) {
            String shapes =
                    arrays.stream().map(array -> Arrays.toString(array.shape())).collect(Collectors.joining(", "));
            throw new GrowthException(
                    "cannot run the network on features of shape " + shapes + ": "
                            + CharMatcher.anyOf(". ").trimTrailingFrom(String.valueOf(e.getMessage()))
                            + ". Give features like those that the network is trained on.",
                    e);
        }
    }
}
