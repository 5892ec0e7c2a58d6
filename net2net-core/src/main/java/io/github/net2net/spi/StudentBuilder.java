package io.github.net2net.spi;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import java.util.function.Function;

/** A student under construction: its structure stands, its parameters are still to be set. */
public interface StudentBuilder<N> {

    /** The factory for tensors of the student's element type. */
    TensorFactory tensors();

    /** The value that the layer's own initializer gives the parameter. Not to be changed, nor used after {@link #set}. */
    Tensor initial(ParamKey key);

    /**
     * Sets a parameter. The tensor is copied and may be dropped afterwards.
     *
     * @return the student's parameter
     */
    Tensor set(ParamKey key, Tensor value);

    /** The arrays that the student's optimizer keeps for a parameter; none if its state is not to be carried over. */
    default ImmutableList<StateSlot> stateSlots(ParamKey key) {
        return ImmutableList.of();
    }

    /**
     * Sets one of {@link #stateSlots}. It is not yet rescaled for the student's learning rate. The tensor is copied
     * and may be dropped afterwards.
     */
    default void setState(ParamKey key, StateSlot slot, Tensor value) {
        throw new IllegalStateException("no optimizer state for " + key);
    }

    /**
     * Carries over what the teacher keeps from one forward pass to the next, such as the state of a recurrent layer.
     * Called once every parameter is set.
     *
     * @param channelsOf for a node of the teacher, where each channel of the student's comes from
     */
    default void carryActivations(Function<String, ChannelMap> channelsOf) {}

    /** The finished network, once every parameter is set. */
    N build();
}
