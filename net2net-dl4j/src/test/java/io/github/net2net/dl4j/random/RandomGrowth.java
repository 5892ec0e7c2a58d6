package io.github.net2net.dl4j.random;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.layer.OwnKinds;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Random words said to the growth of a network; refused ones are left out and remembered. */
final class RandomGrowth {
    private final Decisions decisions;
    private final RandomNetwork.Teacher teacher;
    private final List<String> refusals = new ArrayList<>();
    private Growth<MultiLayerNetwork> growth;
    private int steps;

    private RandomGrowth(Decisions decisions, RandomNetwork.Teacher teacher) {
        this.decisions = decisions;
        this.teacher = teacher;
        this.growth = decisions.pick(2) == 0
                ? Net2Net.with(OwnKinds.ALL).from(teacher.network())
                : Net2Net.with(OwnKinds.ALL).from(teacher.network(), teacher.inputType());
    }

    static RandomGrowth of(Decisions decisions, RandomNetwork.Teacher teacher) {
        RandomGrowth random = new RandomGrowth(decisions, teacher);
        random.sayOptions();
        int count = decisions.between(1, 6);
        for (int i = 0; i < count; i++) {
            random.say(random.step());
        }
        if (random.steps == 0) {
            random.say(growth -> growth.widenAll(Layers.all()).times(2));
        }
        random.growth = RandomConstraints.relaxed(random.growth, random.decisions);
        return random;
    }

    Growth<MultiLayerNetwork> growth() {
        return growth;
    }

    /** How many steps were not refused. */
    int steps() {
        return steps;
    }

    List<String> refusals() {
        return refusals;
    }

    private void sayOptions() {
        growth = growth.seed(decisions.pick(1000));
        growth = switch (decisions.pick(5)) {
            case 0, 1, 2 -> growth;
            case 3 -> growth.donors(Donors.cyclic());
            default -> growth.donors(Donors.fresh());
        };
        growth = switch (decisions.pick(7)) {
            case 0, 1 -> growth;
            case 2 -> growth.breakSymmetry(SymmetryBreaking.none());
            case 3 -> growth.breakSymmetry(SymmetryBreaking.unevenShares(0.7));
            case 4 -> growth.breakSymmetry(SymmetryBreaking.dropout(0.3));
            case 5 -> growth.breakSymmetry(SymmetryBreaking.zeroSumNoise(0.5));
            default -> growth.shares(Shares.original());
        };
    }

    private void say(UnaryOperator<Growth<MultiLayerNetwork>> word) {
        try {
            growth = word.apply(growth);
            steps++;
        } catch (GrowthException refused) {
            refusals.add(refused.getMessage());
        }
    }

    private UnaryOperator<Growth<MultiLayerNetwork>> step() {
        return switch (decisions.pick(10)) {
            case 0, 1, 2, 3 -> widen(named(FeedForwardLayer.class));
            case 4 -> widenAll();
            case 5 -> deepen(named(FeedForwardLayer.class));
            case 6 -> deepen("layer" + decisions.pick(teacher.network().getnLayers()));
            case 7 -> factorize(named(FeedForwardLayer.class));
            default -> enlarge(named(ConvolutionLayer.class));
        };
    }

    /** To a width that is enough for any weights here. */
    private static UnaryOperator<Growth<MultiLayerNetwork>> factorize(String layer) {
        return growth -> growth.factorize(layer).to(300);
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

    private UnaryOperator<Growth<MultiLayerNetwork>> widen(String layer) {
        int more = decisions.between(1, 12);
        return switch (decisions.pick(3)) {
            case 0 -> g -> g.widen(layer).by(more);
            case 1 -> g -> g.widen(layer).times(1 + more / 4.0);
            default -> g -> g.widen(layer).to(2 + more);
        };
    }

    private UnaryOperator<Growth<MultiLayerNetwork>> widenAll() {
        Layers layers = decisions.oneOf(Layers.all(), Layers.convolutions(), Layers.dense());
        double factor = decisions.oneOf(1.5, 2.0, 3.7);
        long budget = Math.round(factor * teacher.network().numParams());
        return decisions.pick(4) == 3
                ? g -> g.widenAll(layers).toBudget(budget)
                : g -> g.widenAll(layers).times(factor);
    }

    private UnaryOperator<Growth<MultiLayerNetwork>> deepen(String layer) {
        return switch (decisions.pick(10)) {
            case 0 -> g -> g.deepenAfter(layer);
            case 1 -> g -> g.deepenAfter(layer, Deepening.exact().withoutBatchNorm());
            case 2 -> g -> g.deepenAfter(layer, Deepening.exact().batchNorm(Deepening.uncalibrated()));
            case 3 -> g -> g.deepenAfter(layer, Deepening.pairIdentity());
            case 4 -> g -> g.deepenAfter(layer, Deepening.slopes());
            case 5 -> g -> g.deepenAfter(layer, Deepening.linear());
            case 6 -> g -> g.deepenAfter(layer, Deepening.separable());
            case 7 -> g -> g.deepenAfter(layer, Deepening.zeroResidual());
            case 8 ->
                g -> g.deepenAfter(layer, Deepening.zeroResidual().layers(1).withoutBatchNorm());
            default ->
                g -> g.deepenAfter(
                        layer, Deepening.identityUnit().batchNorm(Calibration.calibratedOn(teacher.features())));
        };
    }

    private UnaryOperator<Growth<MultiLayerNetwork>> enlarge(String layer) {
        int height = decisions.between(1, 7);
        int width = decisions.between(1, 7);
        return g -> g.enlargeKernel(layer).to(height, width);
    }
}
