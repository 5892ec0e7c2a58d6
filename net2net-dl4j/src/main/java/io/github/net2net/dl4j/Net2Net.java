package io.github.net2net.dl4j;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Comparison;
import io.github.net2net.Growth;
import io.github.net2net.Inspection;
import io.github.net2net.dl4j.internal.adapter.Dl4jAdapter;
import io.github.net2net.dl4j.layer.LayerKind;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.spi.Probe;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;

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
    private static final WithKinds STANDARD = new WithKinds(LayerKinds.standard());

    private Net2Net() {}

    /**
     * Growths of networks with layers or vertices of your own.
     *
     * @param kinds {@link LayerKinds#standard()} and those that you add by {@link LayerKinds#plus(LayerKind)}
     */
    public static WithKinds with(LayerKinds kinds) {
        return new WithKinds(requireNonNull(kinds, "with(null): give the kinds of layers"));
    }

    /**
     * Growths of networks whose layers are of certain kinds.
     *
     * @param kinds the kinds
     */
    public record WithKinds(LayerKinds kinds) {

        /** As {@link Net2Net#from}. */
        public <N extends Model> Growth<N> from(N teacher, InputType... inputTypes) {
            return Growth.of(adapter(inputTypes), teacher);
        }

        /** As {@link Net2Net#compare}. */
        public <N extends Model> Comparison compare(N first, N second, Probe<? super N> probe) {
            Probe<? super N> knowing = this.<N>adapter().probe(probe);
            return Comparison.of(knowing.compare(first, second), knowing.tolerance(first));
        }

        private <N extends Model> Dl4jAdapter<N> adapter(InputType... inputTypes) {
            return new Dl4jAdapter<>(kinds, ImmutableList.copyOf(inputTypes));
        }
    }

    /**
     * A growth of the given network. Vertices are named as DL4J names them.
     *
     * @param teacher a MultiLayerNetwork or ComputationGraph
     * @param inputTypes for networks whose layers don't state the sizes of the inputs: a type for each input
     * @throws io.github.net2net.GrowthException if it is not initialized, holds NaN, is of a data type other than FLOAT
     *     and DOUBLE, or does not take the input types
     * @throws IllegalArgumentException if it is of another class
     */
    public static <N extends Model> Growth<N> from(N teacher, InputType... inputTypes) {
        return STANDARD.from(teacher, inputTypes);
    }

    /**
     * What can grow in the network, layer by layer: as {@code from(network, inputTypes).inspect()}.
     *
     * @throws io.github.net2net.GrowthException as {@link #from}
     */
    public static <N extends Model> Inspection inspect(N network, InputType... inputTypes) {
        return from(network, inputTypes).inspect();
    }

    /**
     * A growth backward, which merges equal channels and removes those without effect: as
     * {@code from(network, inputTypes).shrink()}.
     *
     * @throws io.github.net2net.GrowthException as {@link #from}, or if there are no such channels
     */
    public static <N extends Model> Growth<N> shrink(N network, InputType... inputTypes) {
        return from(network, inputTypes).shrink();
    }

    /**
     * How far any two networks are apart on the probe, in inference and in training mode, before and after the last
     * activation. Neither is changed. Where the second has more input channels or classes, after those of the first, they
     * are compared on what both have.
     */
    public static <N extends Model> Comparison compare(N first, N second, Probe<? super N> probe) {
        return STANDARD.compare(first, second, probe);
    }
}
