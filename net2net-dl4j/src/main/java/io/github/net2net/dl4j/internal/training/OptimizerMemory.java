package io.github.net2net.dl4j.internal.training;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Trainables;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.StateSlot;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Where a network's optimizer keeps what it remembers of each parameter.
 *
 * <p>Neighboring parameters with equal updaters form a block, and a block holds one array after the other, each of all
 * its parameters. Which part belongs to a parameter follows from where the parameter lies in memory: DL4J's own table
 * lists some layers' parameters in another order.
 */
public final class OptimizerMemory {
    private final List<UpdaterBlock> blocks;
    private final @Nullable INDArray state;
    private final long origin;
    private final LayerKinds kinds;

    private OptimizerMemory(List<UpdaterBlock> blocks, @Nullable INDArray state, long origin, LayerKinds kinds) {
        this.blocks = blocks;
        this.state = state;
        this.origin = origin;
        this.kinds = kinds;
    }

    /**
     * The memory of a network's updater.
     *
     * @param params all parameters of the network
     * @param kinds the kinds of the network's layers
     */
    public static OptimizerMemory of(BaseMultiLayerUpdater<?> updater, INDArray params, LayerKinds kinds) {
        return new OptimizerMemory(updater.getUpdaterBlocks(), updater.getStateViewArray(), params.offset(), kinds);
    }

    /** What is kept of a parameter, in order; the parameter is a view of the network's. */
    public ImmutableList<StateSlot> slots(INDArray parameter) {
        if (parameter.isEmpty()) {
            return ImmutableList.of();
        }
        IUpdater updater = block(parameter).getGradientUpdater().getConfig();
        UpdaterRule rule = UpdaterRule.of(updater);
        return rule == null
                ? ImmutableList.of()
                : rule.slots().stream().map(slot -> slot.slot(updater)).collect(ImmutableList.toImmutableList());
    }

    /**
     * A view of one array that is kept of a parameter of the layer or vertex, of the parameter's shape as the forward pass reads
     * it.
     *
     * @throws GrowthException if DL4J spreads it over several optimizers' state
     */
    public INDArray view(Trainable trainable, ParamKey key, StateSlot slot) {
        INDArray parameter = Objects.requireNonNull(Trainables.parameter(trainable, key.param()));
        UpdaterBlock block = block(parameter, key.toString());
        List<String> slots = slots(parameter).stream().map(StateSlot::name).toList();
        long length = (long) block.getParamOffsetEnd() - block.getParamOffsetStart();
        long start = block.getUpdaterViewOffsetStart()
                + slots.indexOf(slot.name()) * length
                + parameter.offset()
                - origin
                - block.getParamOffsetStart();
        INDArray all = Objects.requireNonNull(state, "an optimizer with slots has state");
        char order = parameter.ordering() == 'f' ? 'f' : 'c';
        INDArray view = all.reshape(all.length())
                .get(NDArrayIndex.interval(start, start + parameter.length()))
                .reshape(order, parameter.shape());
        return kinds.view(Trainables.configuration(trainable), key.param(), view);
    }

    private UpdaterBlock block(INDArray parameter, String name) {
        UpdaterBlock block = block(parameter);
        if (parameter.offset() - origin + parameter.length() > block.getParamOffsetEnd()) {
            throw new GrowthException(
                    "cannot carry the optimizer's state of '" + name + "': its layer has two updaters,"
                            + " and DL4J applies each to a part of the other's parameters. Use one updater for weights and bias,"
                            + " or call resetOptimizer().");
        }
        return block;
    }

    private UpdaterBlock block(INDArray parameter) {
        long start = parameter.offset() - origin;
        for (UpdaterBlock block : blocks) {
            if (block.getParamOffsetStart() <= start && start < block.getParamOffsetEnd()) {
                return block;
            }
        }
        throw new IllegalStateException("no updater for a parameter at " + start);
    }
}
