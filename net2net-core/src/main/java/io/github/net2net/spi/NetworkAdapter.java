package io.github.net2net.spi;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.CalibrationData;
import io.github.net2net.tensor.Tensor;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a framework supplies so that its networks can be grown. {@code docs/adapters.md} builds one.
 *
 * <p>No method changes the network it is given, nor anything reachable from it.
 *
 * @param <N> the framework's network type
 */
public interface NetworkAdapter<N> {

    /**
     * The network's structure.
     *
     * @throws GrowthException if the network can't be grown at all, such as one without parameters
     */
    NetGraph read(N network);

    /** The name by which the graph knows the layer that the user calls {@code name}; that name itself if unknown. */
    default String layerName(N network, String name) {
        return name;
    }

    /** What the arrays of the network and of students of it take, and what there is. */
    default Memory memory(N network) {
        return Memory.JAVA_DOUBLES;
    }

    /** Frees the network's arrays, which are not used again. By default nothing, if the garbage collector does. */
    default void release(N network) {}

    /** What gives the size of the input where a network does not state it, for messages: a call, or a setting. */
    default String inputSize() {
        return "the input's size in the network's description";
    }

    /** One parameter of the network; may be a live view, and is never changed. */
    Tensor parameter(N network, ParamKey key);

    /**
     * What the network's optimizer remembers of a parameter; null if it has no such array. May be a live view, and is
     * never changed.
     *
     * @param slot one of those that the student has for the parameter of the same name
     */
    default @Nullable Tensor optimizerState(N network, ParamKey key, StateSlot slot) {
        return null;
    }

    /**
     * How training will continue in the student. Touches no weight.
     *
     * @throws GrowthException if what is requested for training can't be done
     */
    default TrainingOutlook outlook(N teacher, Blueprint blueprint) {
        return TrainingOutlook.NONE;
    }

    /** The student that would be built, without its weights. Touches no weight. */
    default Description describeStudent(N teacher, Blueprint blueprint) {
        return new Description(blueprint.student(), ImmutableMap.of());
    }

    /**
     * A network that the teacher is to become.
     *
     * @param configuration the framework's description of it; if not overridden, a {@link NetGraph}
     * @throws GrowthException if it is not of a kind that this adapter knows, or not one for networks of the teacher's class
     */
    default Description describeTarget(N teacher, Object configuration) {
        if (configuration instanceof NetGraph graph) {
            return new Description(graph, ImmutableMap.of());
        }
        throw new GrowthException("cannot read the target: "
                + configuration.getClass().getName() + " is no description of a network. Give a NetGraph.");
    }

    /**
     * The nodes of a layer that {@link Making.New} will insert, which read the site's input; empty if the framework has no
     * such layer. Touches no weight.
     *
     * @param settings a node of the teacher, whose layer's settings the new one takes over
     */
    default Optional<NewLayer.Description> describe(N teacher, NewLayer layer, NewLayer.Site site, String settings) {
        return Optional.empty();
    }

    /** Why students of the network can't hold a sum of two paths, as two sentences with a remedy; null if they can. */
    default @Nullable String whyNoBranches(N teacher) {
        return null;
    }

    /** Builds an empty student beside the teacher. */
    StudentBuilder<N> student(N teacher, Blueprint blueprint);

    /**
     * Per-channel statistics of a node's output over all examples and positions of the data. Batch norms before it use
     * each batch's own statistics, as in training; dropout and other noise are off.
     *
     * @throws GrowthException if the data is not of a kind this adapter knows, does not fit the
     *     network, or is empty
     */
    ChannelStatistics statistics(N network, String node, CalibrationData data);

    /** As {@link #statistics(Object, String, CalibrationData)} of several nodes, by name, in one pass over the data. */
    default ImmutableMap<String, ChannelStatistics> statistics(N network, Set<String> nodes, CalibrationData data) {
        return ImmutableMap.copyOf(Maps.toMap(nodes, node -> statistics(network, node, data)));
    }

    /** The probe as growths of this adapter use it; one that knows what the adapter knows of layers, if it can. */
    default Probe<? super N> probe(Probe<? super N> given) {
        return given;
    }

    /**
     * Hashes of what the network is, by what they are of, for a student's certificate; the same in every process. Asked
     * of the teacher and the student of a growth that is verified, which costs more than hashing does.
     */
    default ImmutableMap<String, String> fingerprint(N network) {
        return ImmutableMap.of();
    }
}
