package io.github.net2net.dl4j;

import com.google.common.base.Throwables;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Training steps without noise at a learning rate of 0. They change nothing but running statistics, and what does not
 * meet a constraint.
 */
final class TrainingAtRateZero {
    private static final int STEPS = 3;
    private final INDArray[] features;

    TrainingAtRateZero(INDArray... features) {
        this.features = features;
    }

    /** Trains the network; why DL4J can't, or null if it can. */
    @Nullable
    String failure(Model network) {
        try {
            for (Layer layer : layers(network)) {
                prepare(layer.conf().getLayer());
            }
            prepareVertices(network);
            INDArray[] labels = Arrays.stream(Agreement.outputs(network, features))
                    .map(INDArray::ulike)
                    .toArray(INDArray[]::new);
            Arrays.stream(labels).forEach(label -> label.assign(0.25));
            for (int i = 0; i < STEPS; i++) {
                fit(network, labels);
            }
            // A gradient that is not finite breaks weights at rate 0 too; outputs can still be finite.
            return Stream.concat(Stream.of(network.params()), Arrays.stream(Agreement.outputs(network, features)))
                            .allMatch(array -> Double.isFinite(array.sumNumber().doubleValue()))
                    ? null
                    : "its weights or outputs are not finite afterwards";
        } catch (RuntimeException impossible) {
            return Throwables.getStackTraceAsString(impossible);
        }
    }

    private static Layer[] layers(Model network) {
        return network instanceof MultiLayerNetwork chain
                ? chain.getLayers()
                : ((ComputationGraph) network).getLayers();
    }

    private static void prepare(org.deeplearning4j.nn.conf.layers.Layer layer) {
        layer.setIDropout(null);
        if (layer instanceof FrozenLayer frozen) {
            prepare(frozen.getLayer());
        } else if (layer instanceof BaseWrapperLayer wrapper) {
            prepare(wrapper.getUnderlying());
        } else if (layer instanceof Bidirectional both) {
            prepare(both.getFwd());
            prepare(both.getBwd());
        } else if (layer instanceof ActivationLayer activation) {
            activation.setActivationFn(withoutNoise(activation.getActivationFn()));
        } else if (layer instanceof AbstractSameDiffLayer sameDiff) {
            sameDiff.setUpdater(new Sgd(0));
            sameDiff.setBiasUpdater(null);
        } else if (layer instanceof BaseLayer base) {
            base.setIUpdater(new Sgd(0));
            base.setBiasUpdater(null);
            base.setWeightNoise(null);
            base.setActivationFn(withoutNoise(base.getActivationFn()));
        }
    }

    private static void prepareVertices(Model network) {
        if (network instanceof ComputationGraph graph) {
            graph.getConfiguration().getVertices().values().stream()
                    .filter(SameDiffVertex.class::isInstance)
                    .forEach(vertex -> ((SameDiffVertex) vertex).setUpdater(new Sgd(0)));
        }
    }

    private static IActivation withoutNoise(IActivation function) {
        return function instanceof ActivationRReLU ? new ActivationLReLU(0.2) : function;
    }

    private void fit(Model network, INDArray[] labels) {
        INDArray[] inputs = Arrays.stream(features).map(INDArray::dup).toArray(INDArray[]::new);
        if (network instanceof MultiLayerNetwork chain) {
            chain.fit(new DataSet(inputs[0], labels[0].dup()));
        } else {
            ((ComputationGraph) network).fit(new MultiDataSet(inputs, labels));
        }
    }

    /**
     * Whether the network has a layer that DL4J can train at some widths only: a PReLU whose input is at most 64 times as
     * long as its shared slopes; a 1D convolution with channels last, which fails unless channels and steps are as many;
     * and pooling by a norm, whose gradient is NaN for a channel of zeros. Or whether it can train it with some layers
     * only: a masked last step has ND4J's default type, which in double precision is no input for an activation layer; and
     * where there are more labels than examples, the gradients of series get a wrong shape.
     */
    boolean mayRefuse(Model network, String failure) {
        boolean mixed = failure.contains("must have the same type");
        boolean labeledSteps = Agreement.outputs(network, features)[0].size(0) != features[0].size(0);
        return labeledSteps
                || Arrays.stream(layers(network))
                        .anyMatch(layer -> mixed && layer instanceof LastTimeStepLayer
                                || mayRefuse(layer.conf().getLayer()));
    }

    private static boolean mayRefuse(org.deeplearning4j.nn.conf.layers.Layer layer) {
        return layer instanceof PReLULayer
                || (layer instanceof Convolution1DLayer series && series.getRnnDataFormat() == RNNFormat.NWC)
                || (layer instanceof SubsamplingLayer windows && windows.getPoolingType() == PoolingType.PNORM)
                || (layer instanceof GlobalPoolingLayer pooling && pooling.getPoolingType() == PoolingType.PNORM);
    }

    /** max|Δ| / max(1, max|first|) of the outputs. */
    double distance(Model first, Model second) {
        INDArray[] before = Agreement.outputs(first, features);
        INDArray[] after = Agreement.outputs(second, features);
        double largest = 0;
        for (int i = 0; i < before.length; i++) {
            double scale = Math.max(1, before[i].amaxNumber().doubleValue());
            largest = Math.max(largest, before[i].sub(after[i]).amaxNumber().doubleValue() / scale);
        }
        return largest;
    }
}
