package io.github.net2net.dl4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.rule.WeightConstraints;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Assume;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Random constraints and regularization of single layers. */
public final class RandomConstraints {
    private RandomConstraints() {}

    /** Gives the layer a constraint on its weights or bias, or regularization of both, or, mostly, neither. */
    public static void put(Decisions decisions, Layer layer) {
        if (layer instanceof BaseLayer base && decisions.rarely(12)) {
            base.setRegularization(regularization(decisions));
            base.setRegularizationBias(regularization(decisions));
        }
        boolean weights = layer instanceof DenseLayer
                || layer instanceof BaseOutputLayer
                || (layer instanceof ConvolutionLayer && !(layer instanceof SeparableConvolution2D));
        if (weights && decisions.rarely(8)) {
            List<LayerConstraint> constraints = new ArrayList<>(List.of(constraint(decisions, layer)));
            constraints.get(0).setParams(Set.of("W"));
            if (decisions.pick(3) == 2) {
                LayerConstraint bias = new MaxNormConstraint(0.5, 1);
                bias.setParams(Set.of("b"));
                constraints.add(bias);
            }
            layer.setConstraints(constraints);
        }
    }

    /**
     * Constraints that can't be exact are refused by the plan; then one of the other ways is chosen. New layers in graphs
     * of both data formats, or before frozen layers, may be refused then too, and more inputs in NWC.
     */
    public static <N> Growth<N> relaxed(Growth<N> growth, Decisions decisions) {
        WeightConstraints relaxed = decisions.oneOf(WeightConstraints.KEEP, WeightConstraints.DROP);
        try {
            assertThat(growth.plan()).isNotNull();
            return growth;
        } catch (GrowthException refused) {
            assumePossible(refused);
            assertThat(refused).hasMessageStartingWith("cannot keep the ");
        }
        Growth<N> free = growth.weightConstraints(relaxed);
        try {
            assertThat(free.plan()).isNotNull();
        } catch (GrowthException refused) {
            assumePossible(refused);
            throw refused;
        }
        return free;
    }

    private static void assumePossible(GrowthException refused) {
        Assume.that(!refused.getMessage().startsWith("cannot insert ")
                && !refused.getMessage().contains("in NWC that is the number of its channels"));
    }

    private static List<Regularization> regularization(Decisions decisions) {
        return List.of(
                decisions.oneOf(new L1Regularization(0.01), new L2Regularization(0.02), new WeightDecay(0.01, true)));
    }

    private static LayerConstraint constraint(Decisions decisions, Layer layer) {
        int[] over = over(decisions, layer);
        return switch (decisions.pick(5)) {
            case 0, 1 -> new MaxNormConstraint(0.6, over);
            case 2 -> new MinMaxNormConstraint(0.3, 0.8, decisions.oneOf(1.0, 0.7), over);
            case 3 -> new UnitNormConstraint(over);
            default -> new NonNegativeConstraint();
        };
    }

    /** The axes over which norms are taken: those of what a layer reads, or another. */
    private static int[] over(Decisions decisions, Layer layer) {
        if (!(layer instanceof ConvolutionLayer)) {
            return decisions.oneOf(new int[] {0}, new int[] {1});
        } else if (layer instanceof Convolution1DLayer || decisions.pick(3) == 2) {
            return new int[] {1};
        }
        return layer instanceof Convolution3D ? new int[] {1, 2, 3, 4} : new int[] {1, 2, 3};
    }
}
