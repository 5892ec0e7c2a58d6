package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.layer.OwnKinds;
import io.github.net2net.dl4j.random.Decisions;
import io.github.net2net.dl4j.random.RandomConstraints;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;

/** Random words said to the growth of a graph; refused ones are left out and remembered. */
final class RandomGraphGrowth {
    /** So many words are tried until one is not refused. */
    private static final int MOST = 6;

    private final Decisions decisions;
    private final RandomTeacher teacher;
    private final List<String> refusals = new ArrayList<>();
    private Growth<ComputationGraph> growth;
    private int steps;

    private RandomGraphGrowth(Decisions decisions, RandomTeacher teacher) {
        this.decisions = decisions;
        this.teacher = teacher;
        this.growth = decisions.pick(2) == 0 ? told() : untold();
    }

    private Growth<ComputationGraph> told() {
        return Net2Net.with(OwnKinds.ALL)
                .from(teacher.network(), teacher.inputTypes().toArray(InputType[]::new));
    }

    /** Without input types, if every input is read by a layer that says how many channels it has. */
    private Growth<ComputationGraph> untold() {
        try {
            return Net2Net.with(OwnKinds.ALL).from(teacher.network());
        } catch (GrowthException refused) {
            assertThat(refused).hasMessageContaining("Give an input type for each input");
            return told();
        }
    }

    static RandomGraphGrowth of(Decisions decisions, RandomTeacher teacher) {
        RandomGraphGrowth random = new RandomGraphGrowth(decisions, teacher);
        random.sayOptions();
        int count = decisions.between(1, 6);
        for (int i = 0; i < count || (i < MOST && random.steps == 0); i++) {
            random.say(random.step());
        }
        random.growth = RandomConstraints.relaxed(random.growth, random.decisions);
        return random;
    }

    Growth<ComputationGraph> growth() {
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

    private void say(UnaryOperator<Growth<ComputationGraph>> word) {
        try {
            growth = word.apply(growth);
            steps++;
        } catch (GrowthException refused) {
            refusals.add(refused.getMessage());
        }
    }

    private UnaryOperator<Growth<ComputationGraph>> step() {
        if (teacher.producers().isEmpty() || decisions.pick(6) == 5) {
            return widenAll();
        }
        String layer = decisions.oneOf(teacher.producers());
        if (layer.toLowerCase(Locale.ROOT).contains("attention") && decisions.pick(2) == 0) {
            int to = decisions.between(2, 6);
            return decisions.pick(2) == 0
                    ? g -> g.nHeads(layer).to(to)
                    : g -> g.headSize(layer).to(to);
        }
        if (layer.startsWith("embedding") && decisions.pick(4) == 3) {
            int more = decisions.between(1, 4);
            return g -> g.extendVocabulary(layer).by(more);
        }
        return switch (decisions.pick(8)) {
            case 0, 1, 2, 3 -> widen(layer);
            case 4, 5 -> deepen(layer);
            case 6 -> deepen(decisions.oneOf(vertices()));
            default -> enlarge(layer);
        };
    }

    /** Every layer and vertex. */
    private List<String> vertices() {
        return List.copyOf(teacher.network().getConfiguration().getVertices().keySet());
    }

    private UnaryOperator<Growth<ComputationGraph>> widen(String layer) {
        int more = decisions.between(1, 12);
        return switch (decisions.pick(3)) {
            case 0 -> g -> g.widen(layer).by(more);
            case 1 -> g -> g.widen(layer).times(1 + more / 4.0);
            default -> g -> g.widen(layer).to(2 + more);
        };
    }

    private UnaryOperator<Growth<ComputationGraph>> widenAll() {
        Layers layers = decisions.oneOf(Layers.all(), Layers.convolutions(), Layers.dense());
        double factor = decisions.oneOf(1.5, 2.0, 3.7);
        long budget = Math.round(factor * teacher.network().numParams());
        return decisions.pick(4) == 3
                ? g -> g.widenAll(layers).toBudget(budget)
                : g -> g.widenAll(layers).times(factor);
    }

    private UnaryOperator<Growth<ComputationGraph>> deepen(String layer) {
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
            default -> g -> g.deepenAfter(layer, Deepening.identityUnit().batchNorm(calibration()));
        };
    }

    private Deepening.BatchNorm calibration() {
        return Calibration.calibratedOn(new SingletonMultiDataSetIterator(new MultiDataSet(teacher.copies(), null)));
    }

    private UnaryOperator<Growth<ComputationGraph>> enlarge(String layer) {
        int dimensions = switch (teacher.inputTypes().get(0).getType()) {
            case RNN -> 1;
            case CNN3D -> 3;
            default -> 2;
        };
        int[] sizes = new int[dimensions];
        Arrays.setAll(sizes, i -> decisions.between(1, 5));
        return g -> g.enlargeKernel(layer).to(sizes);
    }
}
