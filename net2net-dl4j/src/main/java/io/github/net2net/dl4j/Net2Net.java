package io.github.net2net.dl4j;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Comparison;
import io.github.net2net.Growth;
import io.github.net2net.dl4j.network.GraphAdapter;
import io.github.net2net.dl4j.network.MultiLayerAdapter;
import io.github.net2net.spi.Probe;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Grows trained Deeplearning4j networks into larger ones that compute the same function.
 *
 * <pre>{@code
 * Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
 *         .widen("conv2").to(96)
 *         .deepenAfter("conv3")
 *         .seed(42)
 *         .verifyOn(Probes.features(images))
 *         .grow();
 * MultiLayerNetwork student = grown.network();
 * }</pre>
 *
 * The teacher is never changed. The student shares no memory with it.
 */
public final class Net2Net {
    private Net2Net() {}

    /**
     * A growth of the given network.
     *
     * @throws io.github.net2net.GrowthException if it is not initialized, holds NaN, or is of a data type other than
     *     FLOAT and DOUBLE
     */
    public static Growth<MultiLayerNetwork> from(MultiLayerNetwork teacher) {
        return Growth.of(new MultiLayerAdapter(null), teacher);
    }

    /** As {@link #from(MultiLayerNetwork)}, for networks whose layers don't tell the size of the input. */
    public static Growth<MultiLayerNetwork> from(MultiLayerNetwork teacher, InputType inputType) {
        return Growth.of(new MultiLayerAdapter(inputType), teacher);
    }

    /**
     * A growth of the given network. Vertices are named as DL4J names them.
     *
     * @throws io.github.net2net.GrowthException if it is not initialized, holds NaN, or is of a data type other than
     *     FLOAT and DOUBLE
     */
    public static Growth<ComputationGraph> from(ComputationGraph teacher) {
        return Growth.of(new GraphAdapter(ImmutableList.of()), teacher);
    }

    /** As {@link #from(ComputationGraph)}, for networks whose layers don't tell the sizes of the inputs. */
    public static Growth<ComputationGraph> from(ComputationGraph teacher, InputType... inputTypes) {
        return Growth.of(new GraphAdapter(ImmutableList.copyOf(inputTypes)), teacher);
    }

    /**
     * How far any two networks are apart on the probe, in inference and in training mode, before and after the last
     * activation. Neither is changed.
     */
    public static <N> Comparison compare(N first, N second, Probe<? super N> probe) {
        return new Comparison(probe.compare(first, second));
    }
}
