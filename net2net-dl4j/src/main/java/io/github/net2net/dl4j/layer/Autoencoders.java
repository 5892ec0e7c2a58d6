package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.variational.BernoulliReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.ExponentialReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.GaussianReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.ReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.nd4j.linalg.activations.IActivation;

/** Layers that can be pretrained, as hidden layers of a network: the function of the encoder is preserved. */
final class Autoencoders {
    static final ImmutableList<LayerKind<?>> ALL = ImmutableList.of(
            kind(AutoEncoder.class, Autoencoders::plain),
            kind(VariationalAutoencoder.class, Autoencoders::variational));

    private static final String PRETRAINING =
            "pretraining sums over copies, so its loss and reconstruction are not the teacher's";

    private Autoencoders() {}

    private static <L extends FeedForwardLayer> BuiltIn<L> kind(
            Class<L> type, java.util.function.BiConsumer<L, LayerScope> describer) {
        return BuiltIn.of(type, describer)
                .taking(layer -> ActivationFormat.features())
                .resizedBy((layer, sizes) -> {
                    layer.setNIn(sizes.in());
                    layer.setNOut(sizes.out());
                });
    }

    /** W [in, out], b [1, out], and vb [1, in], which pretraining alone uses. */
    private static void plain(AutoEncoder layer, LayerScope scope) {
        String kind = "autoencoder";
        if (!scope.accepts(kind, ActivationFormat.features())) {
            return;
        }
        List<Param> params = new ArrayList<>();
        params.add(scope.param("W", new String[] {"in", "out"}, AxisRole.IN, AxisRole.OUT));
        params.addAll(scope.vectors("out", AxisRole.OUT, "b"));
        params.addAll(scope.vectors("in", AxisRole.PER_INPUT, "vb"));
        ActivationFormat format = scope.formatOr(ActivationFormat.features());
        scope.add(
                scope.node(kind)
                        .behavior(new ChannelBehavior.Producer(Math.toIntExact(layer.getNOut())))
                        .params(params)
                        .notRepeatable("is an autoencoder, which net2net does not insert")
                        .caveat(PRETRAINING)
                        .positions(format.positions()),
                format);
        scope.addActivation(layer.getActivationFn());
    }

    /**
     * The encoder e0, e1, … to the mean pZXMean, which is the layer's output; pZXLogStd2, the decoder d0, d1, … and pXZ are
     * for pretraining. All weights are [in, out]. The sizes inside stay.
     */
    private static void variational(VariationalAutoencoder layer, LayerScope scope) {
        String kind = "variational autoencoder";
        if (!scope.accepts(kind, ActivationFormat.features())) {
            return;
        }
        int reconstructed = blocks(layer.getOutputDistribution());
        if (reconstructed == 0) {
            scope.addOpaque(
                    kind, "reconstructs its input by a distribution of which net2net does not know the parameters");
            return;
        }
        ActivationFormat format = scope.formatOr(ActivationFormat.features());
        scope.add(
                scope.node(kind)
                        .behavior(new ChannelBehavior.Producer(Math.toIntExact(layer.getNOut())))
                        .params(params(layer, new AxisRole.PerInput(0, reconstructed), scope))
                        .maskUse(MaskUse.DISTORTS)
                        .notRepeatable("has layers inside, of whose weights net2net makes no identity")
                        .caveat(PRETRAINING)
                        .positions(null),
                format);
        addOutputFunction(layer.getPzxActivationFn(), scope);
    }

    /** DL4J calls the function and drops what it returns, so that only some functions have an effect. */
    private static void addOutputFunction(IActivation function, LayerScope scope) {
        if (Activations.traits(function) == null) {
            scope.addActivation(function);
        } else {
            scope.add(
                    scope.part("activation", "activation")
                            .behavior(new ChannelBehavior.PerChannel())
                            .notScalable("has an activation that may or may not have an effect"),
                    scope.format());
        }
    }

    /** How many blocks of one number for each input the distribution has; 0 if unknown. */
    private static int blocks(ReconstructionDistribution distribution) {
        if (distribution instanceof GaussianReconstructionDistribution) {
            return 2;
        }
        boolean one = distribution instanceof BernoulliReconstructionDistribution
                || distribution instanceof ExponentialReconstructionDistribution;
        return one ? 1 : 0;
    }

    private static List<Param> params(VariationalAutoencoder layer, AxisRole reconstructed, LayerScope scope) {
        List<Param> params = new ArrayList<>();
        AxisRole in = AxisRole.IN;
        for (int i = 0; i < layer.getEncoderLayerSizes().length; i++) {
            addLayer("e" + i, in, AxisRole.FIXED, scope, params);
            in = AxisRole.FIXED;
        }
        addLayer("pZXMean", in, AxisRole.OUT, scope, params);
        addLayer("pZXLogStd2", in, AxisRole.OUT, scope, params);
        in = AxisRole.RECURRENT;
        for (int i = 0; i < layer.getDecoderLayerSizes().length; i++) {
            addLayer("d" + i, in, AxisRole.FIXED, scope, params);
            in = AxisRole.FIXED;
        }
        addLayer("pXZ", in, reconstructed, scope, params);
        return params;
    }

    private static void addLayer(String name, AxisRole in, AxisRole out, LayerScope scope, List<Param> params) {
        params.add(scope.param(name + "W", new String[] {"in", "out"}, in, out));
        params.add(scope.vector(name + "b", "out", out));
    }
}
