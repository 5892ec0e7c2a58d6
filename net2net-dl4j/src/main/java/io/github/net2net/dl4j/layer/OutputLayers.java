package io.github.net2net.dl4j.layer;

import com.google.common.collect.ImmutableList;
import io.github.net2net.dl4j.layer.BuiltIn.Keeps;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;

/** Output layers with losses of their own. */
final class OutputLayers {
    static final ImmutableList<LayerKind<?>> ALL = ImmutableList.of(
            BuiltIn.of(CenterLossOutputLayer.class, OutputLayers::centerLoss)
                    .taking(layer -> ActivationFormat.features())
                    .resizedBy((layer, sizes) -> {
                        layer.setNIn(sizes.in());
                        layer.setNOut(sizes.out());
                    }),
            BuiltIn.of(Yolo2OutputLayer.class, OutputLayers::boxes).channels(Keeps.YES),
            BuiltIn.of(OCNNOutputLayer.class, OutputLayers::oneClass)
                    .taking(layer -> ActivationFormat.features())
                    .resizedBy((layer, sizes) -> layer.setNIn(sizes.in())));

    private OutputLayers() {}

    /** W [in, out], b [1, out], and cL [out, in], the center of each class: one number for each feature. */
    private static void centerLoss(CenterLossOutputLayer layer, LayerScope scope) {
        if (scope.accepts("output layer", ActivationFormat.features())) {
            ActivationFormat format = scope.formatOr(ActivationFormat.features());
            scope.add(
                    scope.node("output layer")
                            .behavior(new ChannelBehavior.Producer(Math.toIntExact(layer.getNOut())))
                            .params(
                                    scope.param("W", new String[] {"in", "out"}, AxisRole.IN, AxisRole.OUT),
                                    scope.vector("b", "out", AxisRole.OUT),
                                    scope.param("cL", new String[] {"out", "in"}, AxisRole.OUT, AxisRole.PER_INPUT))
                            .caveat(
                                    "the center loss counts every copy of a feature; to keep its share of the loss, divide"
                                            + " lambda by the number of copies")
                            .positions(format.positions()),
                    format);
            scope.addActivation(layer.getActivationFn());
        }
    }

    private static void boxes(Yolo2OutputLayer layer, LayerScope scope) {
        scope.addOpaque(
                "Yolo2OutputLayer",
                "reads each channel as a number of a bounding box or as a class",
                null,
                scope.channels(),
                scope.format());
    }

    /** v [in, hidden], w [1, hidden] and the bias r: w·f(x·v). DL4J's gradient for its input is the same for each feature. */
    private static void oneClass(OCNNOutputLayer layer, LayerScope scope) {
        if (scope.accepts("one-class output layer", ActivationFormat.features())) {
            scope.add(
                    scope.node("one-class output layer")
                            .behavior(new ChannelBehavior.Producer(1))
                            .params(
                                    scope.vector("w", "hidden", AxisRole.FIXED),
                                    scope.param("v", new String[] {"in", "hidden"}, AxisRole.IN, AxisRole.FIXED),
                                    scope.vector("r", "one", AxisRole.FIXED))
                            .notScalable("is not linear"),
                    ActivationFormat.features());
        }
    }
}
