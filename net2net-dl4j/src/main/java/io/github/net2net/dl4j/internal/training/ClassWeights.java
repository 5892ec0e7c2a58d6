package io.github.net2net.dl4j.internal.training;

import io.github.net2net.GrowthException;
import io.github.net2net.graph.NetGraph;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;

/** Weights of classes in losses, of which there must be one for each class. */
public final class ClassWeights {
    private ClassWeights() {}

    /**
     * Refuses new classes where the loss weights the old ones.
     *
     * @throws GrowthException if a loss has weights, but not one for each class of the student
     */
    public static void check(Map<String, Layer> layers, NetGraph student) {
        layers.forEach((name, layer) -> {
            ILossFunction loss = lossOf(layer);
            INDArray weights = loss == null ? null : weightsOf(loss);
            if (loss != null
                    && weights != null
                    && student.contains(name)
                    && weights.length() != student.channels(name)) {
                throw new GrowthException("cannot add classes to '" + name + "': its loss "
                        + loss.getClass().getSimpleName() + " has weights for " + weights.length() + " classes, and the"
                        + " student has " + student.channels(name) + ". Give the teacher a loss without weights.");
            }
        });
    }

    private static @Nullable ILossFunction lossOf(Layer layer) {
        if (layer instanceof BaseOutputLayer output) {
            return output.getLossFn();
        } else if (layer instanceof LossLayer output) {
            return output.getLossFn();
        } else if (layer instanceof RnnLossLayer output) {
            return output.getLossFn();
        } else if (layer instanceof CnnLossLayer output) {
            return output.getLossFn();
        }
        return layer instanceof Cnn3DLossLayer output ? output.getLossFn() : null;
    }

    private static @Nullable INDArray weightsOf(ILossFunction loss) {
        if (loss instanceof LossMCXENT function) {
            return function.getWeights();
        } else if (loss instanceof LossBinaryXENT function) {
            return function.getWeights();
        } else if (loss instanceof LossL2 function) {
            return function.getWeights();
        } else if (loss instanceof LossL1 function) {
            return function.getWeights();
        } else if (loss instanceof LossMSLE function) {
            return function.getWeights();
        }
        return loss instanceof LossMAPE function ? function.getWeights() : null;
    }
}
