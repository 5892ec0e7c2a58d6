package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions with other weights at each position: W [positions, in·kernel, out], the input's channels outermost. */
final class LocalLayers {
    static final ImmutableList<LayerKind<?>> ALL = ImmutableList.of(new OfImages(), new OfSeries());

    private LocalLayers() {}

    /**
     * Adds the layer.
     *
     * @param channels how many it outputs
     */
    private static void add(long channels, Activation activation, ActivationFormat output, LayerScope scope) {
        String[] axes = {"position", "in", "kernel", "out"};
        List<Param> params = new ArrayList<>();
        params.add(scope.param("W", axes, AxisRole.FIXED, AxisRole.IN, AxisRole.FIXED, AxisRole.OUT));
        params.addAll(scope.vectors("out", AxisRole.OUT, "b"));
        scope.add(
                scope.node("locally connected layer")
                        .behavior(new ChannelBehavior.Producer(Math.toIntExact(channels)))
                        .params(params)
                        .maskUse(MaskUse.DISTORTS)
                        .notRepeatable("has weights of its own for each position, of which net2net makes no identity")
                        .positions(1L),
                output);
        scope.addActivation(activation.getActivationFunction());
    }

    /** W [positions, in·kernel, out] as [positions, in, kernel, out]. */
    private static INDArray inAxes(INDArray array, String param, int kernel) {
        return param.equals("W")
                ? array.reshape('c', array.size(0), array.size(1) / kernel, kernel, array.size(2))
                : array;
    }

    /** See {@link LocallyConnected2D}. */
    private record OfImages() implements LayerKind<LocallyConnected2D> {
        @Override
        public Class<LocallyConnected2D> type() {
            return LocallyConnected2D.class;
        }

        @Override
        public Optional<ExpectedInput> expects(LocallyConnected2D layer) {
            return ExpectedInput.of(layer.getNIn(), format(layer));
        }

        /** The format that it reads, whose size its weights depend on. */
        private static ActivationFormat format(LocallyConnected2D layer) {
            int[] size = layer.getInputSize();
            return ActivationFormat.images(layer.getFormat(), size[0], size[1]);
        }

        @Override
        public void describe(LocallyConnected2D layer, LayerScope scope) {
            if (scope.accepts("locally connected layer", format(layer))) {
                int[] size = layer.getOutputSize();
                add(layer.getNOut(), layer.getActivation(), format(layer).resized(size[0], size[1]), scope);
            }
        }

        @Override
        public void resize(LocallyConnected2D layer, StudentSizes sizes) {
            layer.setNIn(sizes.in());
            layer.setNOut(sizes.out());
            layer.setFeatureDim(kernel(layer) * sizes.in());
        }

        private static int kernel(LocallyConnected2D layer) {
            return layer.getKernel()[0] * layer.getKernel()[1];
        }

        @Override
        public boolean isLinear(LocallyConnected2D layer) {
            return true;
        }

        @Override
        public boolean mayKeepChannels(LocallyConnected2D layer) {
            return layer.getNIn() == layer.getNOut();
        }

        @Override
        public INDArray view(LocallyConnected2D layer, String param, INDArray array) {
            return inAxes(array, param, kernel(layer));
        }
    }

    /** See {@link LocallyConnected1D}. */
    private record OfSeries() implements LayerKind<LocallyConnected1D> {
        @Override
        public Class<LocallyConnected1D> type() {
            return LocallyConnected1D.class;
        }

        @Override
        public Optional<ExpectedInput> expects(LocallyConnected1D layer) {
            return ExpectedInput.of(layer.getNIn(), format(layer));
        }

        private static ActivationFormat format(LocallyConnected1D layer) {
            return ActivationFormat.series(RNNFormat.NCW, layer.getInputSize());
        }

        @Override
        public void describe(LocallyConnected1D layer, LayerScope scope) {
            if (scope.accepts("locally connected layer", format(layer))) {
                add(layer.getNOut(), layer.getActivation(), format(layer).resized(layer.getOutputSize()), scope);
            }
        }

        @Override
        public void resize(LocallyConnected1D layer, StudentSizes sizes) {
            layer.setNIn(sizes.in());
            layer.setNOut(sizes.out());
            layer.setFeatureDim(layer.getKernel() * sizes.in());
        }

        @Override
        public boolean isLinear(LocallyConnected1D layer) {
            return true;
        }

        @Override
        public boolean mayKeepChannels(LocallyConnected1D layer) {
            return layer.getNIn() == layer.getNOut();
        }

        @Override
        public INDArray view(LocallyConnected1D layer, String param, INDArray array) {
            return inAxes(array, param, layer.getKernel());
        }
    }
}
