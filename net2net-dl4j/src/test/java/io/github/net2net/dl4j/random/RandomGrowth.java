package io.github.net2net.dl4j.random;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.layer.OwnKinds;
import io.github.net2net.rule.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Random steps of the growth of a chain. */
final class RandomGrowth {
    private final Decisions decisions;
    private final RandomNetwork.Teacher teacher;
    private final RandomSteps<MultiLayerNetwork> random;

    private RandomGrowth(Decisions decisions, RandomNetwork.Teacher teacher) {
        this.decisions = decisions;
        this.teacher = teacher;
        Growth<MultiLayerNetwork> start = decisions.pick(2) == 0
                ? Net2Net.with(OwnKinds.ALL).from(teacher.network())
                : Net2Net.with(OwnKinds.ALL).from(teacher.network(), teacher.inputType());
        this.random = new RandomSteps<>(
                decisions, start, teacher.network().numParams(), Calibration.calibratedOn(teacher.features()));
    }

    static RandomSteps<MultiLayerNetwork> of(Decisions decisions, RandomNetwork.Teacher teacher) {
        RandomGrowth growth = new RandomGrowth(decisions, teacher);
        int count = decisions.between(1, 6);
        for (int i = 0; i < count; i++) {
            growth.random.take(growth.step());
        }
        if (growth.random.taken() == 0) {
            growth.random.take(each -> each.widenAll(Layers.all()).times(2));
        }
        return growth.random;
    }

    private UnaryOperator<Growth<MultiLayerNetwork>> step() {
        return switch (decisions.pick(10)) {
            case 0, 1, 2, 3 -> random.widen(named(FeedForwardLayer.class));
            case 4 -> random.widenAll();
            case 5 -> random.deepen(named(FeedForwardLayer.class));
            case 6 -> random.deepen("layer" + decisions.pick(teacher.network().getnLayers()));
            case 7 -> random.factorize(named(FeedForwardLayer.class));
            default -> random.enlarge(named(ConvolutionLayer.class), 2, 7);
        };
    }

    /** A layer of the class if there is one. */
    private String named(Class<? extends Layer> type) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < teacher.network().getnLayers() - 1; i++) {
            Layer layer = teacher.network().getLayer(i).conf().getLayer();
            boolean sized = type.isInstance(layer) && ((FeedForwardLayer) layer).getNOut() > 0;
            if (sized || (type == FeedForwardLayer.class && layer instanceof AbstractSameDiffLayer)) {
                names.add("layer" + i);
            }
        }
        return names.isEmpty() ? "layer0" : decisions.oneOf(names);
    }
}
