package io.github.net2net.dl4j.internal.adapter;

import io.github.net2net.channel.ChannelMap;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.tensor.Nd4jTensor;
import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What recurrent layers keep for the next {@code rnnTimeStep}: arrays of [example, channel]. */
final class RecurrentState {
    private RecurrentState() {}

    /** Copies the state of the teacher's layers into those of the same names, each channel from the one it copies. */
    static void carry(Dl4jNetwork<?> teacher, Dl4jNetwork<?> student, Function<String, ChannelMap> channelsOf) {
        for (String name : teacher.order()) {
            BaseRecurrentLayer<?> before = recurrent(teacher.trainable(name));
            BaseRecurrentLayer<?> after = recurrent(student.trainable(name));
            if (before != null && after != null) {
                Map<String, INDArray> grown = new HashMap<>();
                before.rnnGetPreviousState()
                        .forEach((key, array) -> grown.put(key, grown(array, channelsOf.apply(name))));
                after.rnnSetPreviousState(grown);
            }
        }
    }

    /**
     * DL4J does not support steps of bidirectional layers, and keeps a channel over time instead of the last step of a simple
     * recurrent layer with channels last.
     */
    private static @Nullable BaseRecurrentLayer<?> recurrent(@Nullable Trainable layer) {
        if (layer instanceof BaseWrapperLayer wrapper) {
            return recurrent(wrapper.getUnderlying());
        }
        boolean wrong = layer instanceof SimpleRnn simple && simple.getDataFormat() == RNNFormat.NWC;
        return !wrong && layer instanceof BaseRecurrentLayer<?> recurrent ? recurrent : null;
    }

    private static INDArray grown(INDArray state, ChannelMap channels) {
        INDArray copy = state.dup('c');
        Tensor grown = Nd4jTensor.of(copy).gather(Gather.nothing().along(1, channels.sources()));
        INDArray result = Nd4j.create(copy.dataType(), copy.size(0), channels.size());
        ((Nd4jTensor) grown).writeTo(result);
        return result;
    }
}
