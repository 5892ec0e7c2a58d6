package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.dl4j.layer.BuiltIn.Keeps;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Param;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;

/** Capsules, [example, capsule, dimension]: their numbers can't change, those of the channels before can. */
final class Capsules {
    static final ImmutableList<LayerKind<?>> ALL = ImmutableList.of(
            new Primary(),
            BuiltIn.of(CapsuleLayer.class, Capsules::routing).channels(Keeps.NO),
            BuiltIn.of(CapsuleStrengthLayer.class, Capsules::strength)
                    .channels(Keeps.YES)
                    .changingFormat());

    private Capsules() {}

    /** Copies of a capsule change the softmax over capsules; copies of one that is read change what it agrees with. */
    private static void routing(CapsuleLayer layer, LayerScope scope) {
        scope.addOpaque(
                "CapsuleLayer",
                "routes between capsules by softmax, so copies would change the result",
                null,
                layer.getCapsules(),
                ActivationFormat.series(RNNFormat.NCW, layer.getCapsuleDimensions()));
    }

    /** The norm of each capsule, over its dimensions. */
    private static void strength(CapsuleStrengthLayer layer, LayerScope scope) {
        if (scope.accepts("capsule strength", ActivationFormat.series(RNNFormat.NCW, null))) {
            scope.add(
                    scope.node("capsule strength")
                            .behavior(new ChannelBehavior.PerChannel())
                            .maskUse(MaskUse.DISTORTS),
                    ActivationFormat.features());
        }
    }

    /** A convolution, weight [kH, kW, in, out], whose outputs are regrouped into capsules without regard to channels. */
    private record Primary() implements LayerKind<PrimaryCapsules> {
        private static final ActivationFormat IMAGES = ActivationFormat.images(CNN2DFormat.NCHW, null, null);
        private static final String REASON =
                "squashes groups of its outputs together, so copies would change the result";

        @Override
        public Class<PrimaryCapsules> type() {
            return PrimaryCapsules.class;
        }

        @Override
        public Optional<ExpectedInput> expects(PrimaryCapsules layer) {
            return ExpectedInput.of(layer.getInputChannels(), IMAGES);
        }

        @Override
        public void describe(PrimaryCapsules layer, LayerScope scope) {
            if (scope.accepts("primary capsules", IMAGES)) {
                String[] axes = {"height", "width", "in", "out"};
                List<Param> params = new ArrayList<>();
                params.add(scope.param("weight", axes, AxisRole.FIXED, AxisRole.FIXED, AxisRole.IN, AxisRole.FIXED));
                params.addAll(scope.vectors("out", AxisRole.FIXED, "bias"));
                scope.add(
                        scope.node("primary capsules")
                                .behavior(new ChannelBehavior.Producer(layer.getCapsules()))
                                .params(params)
                                .maskUse(MaskUse.DISTORTS)
                                .fixedBecause(REASON)
                                .notRepeatable("squashes groups of its outputs together, which is no identity")
                                .positions(null),
                        ActivationFormat.series(RNNFormat.NCW, layer.getCapsuleDimensions()));
            }
        }

        @Override
        public void resize(PrimaryCapsules layer, StudentSizes sizes) {
            layer.setInputChannels(sizes.in());
        }

        @Override
        public boolean isLinear(PrimaryCapsules layer) {
            return true;
        }

        @Override
        public boolean mayKeepChannels(PrimaryCapsules layer) {
            return false;
        }
    }
}
