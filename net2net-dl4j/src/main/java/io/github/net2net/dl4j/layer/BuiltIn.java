package io.github.net2net.dl4j.layer;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A kind put together from functions.
 *
 * @param input the format that the layer takes by its own settings, null if unknown
 * @param keeps whether it outputs as many channels as it reads, null for what {@link LayerKind} says of any layer
 * @param views the view of a parameter's array, by the parameter's name
 */
record BuiltIn<L>(
        Class<L> type,
        BiConsumer<? super L, LayerScope> describer,
        BiConsumer<? super L, StudentSizes> resizer,
        @Nullable Function<? super L, ActivationFormat> input,
        @Nullable Keeps keeps,
        boolean keepsFormat,
        BiFunction<String, INDArray, INDArray> views)
        implements LayerKind<L> {

    /** Whether the number of channels stays. */
    enum Keeps {
        YES,
        PERHAPS,
        NO
    }

    static <L> BuiltIn<L> of(Class<L> type, BiConsumer<? super L, LayerScope> describer) {
        return new BuiltIn<>(type, describer, (layer, sizes) -> {}, null, null, true, (param, array) -> array);
    }

    BuiltIn<L> resizedBy(BiConsumer<? super L, StudentSizes> newResizer) {
        return new BuiltIn<>(type, describer, newResizer, input, keeps, keepsFormat, views);
    }

    BuiltIn<L> taking(Function<? super L, ActivationFormat> format) {
        return new BuiltIn<>(type, describer, resizer, format, keeps, keepsFormat, views);
    }

    BuiltIn<L> channels(Keeps stay) {
        return new BuiltIn<>(type, describer, resizer, input, stay, keepsFormat, views);
    }

    BuiltIn<L> changingFormat() {
        return new BuiltIn<>(type, describer, resizer, input, keeps, false, views);
    }

    BuiltIn<L> viewing(BiFunction<String, INDArray, INDArray> newViews) {
        return new BuiltIn<>(type, describer, resizer, input, keeps, keepsFormat, newViews);
    }

    /** As {@link #viewing(BiFunction)}, of the parameter W alone. */
    BuiltIn<L> viewingWeights(UnaryOperator<INDArray> weights) {
        return viewing((param, array) -> param.equals("W") ? weights.apply(array) : array);
    }

    @Override
    public void describe(L layer, LayerScope scope) {
        describer.accept(layer, scope);
    }

    @Override
    public void resize(L layer, StudentSizes sizes) {
        resizer.accept(layer, sizes);
    }

    @Override
    public Optional<ExpectedInput> expects(L layer) {
        return layer instanceof FeedForwardLayer sized
                ? ExpectedInput.of(sized.getNIn(), input == null ? ActivationFormat.unknown() : input.apply(layer))
                : Optional.empty();
    }

    @Override
    public boolean isLinear(L layer) {
        return true;
    }

    @Override
    public boolean mixesUpWeightsAndBiases(L layer) {
        return layer instanceof DepthwiseConvolution2D || layer instanceof SeparableConvolution2D;
    }

    @Override
    public boolean keepsChannels(L layer) {
        return keeps == null ? LayerKind.super.keepsChannels(layer) : keeps == Keeps.YES;
    }

    @Override
    public boolean mayKeepChannels(L layer) {
        return keeps == null ? LayerKind.super.mayKeepChannels(layer) : keeps != Keeps.NO;
    }

    @Override
    public boolean keepsFormat(L layer) {
        return keepsFormat;
    }

    @Override
    public INDArray view(L layer, String param, INDArray array) {
        return views.apply(param, array);
    }
}
