package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.layer.OwnKinds;
import io.github.net2net.dl4j.random.Decisions;
import io.github.net2net.dl4j.random.RandomSteps;
import io.github.net2net.rule.Deepening;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;

/** Random steps of the growth of a graph. */
final class RandomGraphGrowth {
    /** So many steps are tried until one is not refused. */
    private static final int MOST = 6;

    private final Decisions decisions;
    private final RandomTeacher teacher;
    private final RandomSteps<ComputationGraph> random;

    private RandomGraphGrowth(Decisions decisions, RandomTeacher teacher) {
        this.decisions = decisions;
        this.teacher = teacher;
        Deepening.BatchNorm calibrated =
                Calibration.calibratedOn(new SingletonMultiDataSetIterator(new MultiDataSet(teacher.copies(), null)));
        this.random = new RandomSteps<>(
                decisions,
                decisions.pick(2) == 0 ? withTypes() : withoutTypes(),
                teacher.network().numParams(),
                calibrated);
    }

    private Growth<ComputationGraph> withTypes() {
        return Net2Net.with(OwnKinds.ALL)
                .from(teacher.network(), teacher.inputTypes().toArray(InputType[]::new));
    }

    /** Without input types, if every input is read by a layer that states how many channels it has. */
    private Growth<ComputationGraph> withoutTypes() {
        try {
            return Net2Net.with(OwnKinds.ALL).from(teacher.network());
        } catch (GrowthException refused) {
            assertThat(refused).hasMessageContaining("Give an input type for each input");
            return withTypes();
        }
    }

    static RandomSteps<ComputationGraph> of(Decisions decisions, RandomTeacher teacher) {
        RandomGraphGrowth growth = new RandomGraphGrowth(decisions, teacher);
        int count = decisions.between(1, 6);
        for (int i = 0; i < count || (i < MOST && growth.random.taken() == 0); i++) {
            growth.random.take(growth.step());
        }
        return growth.random;
    }

    /** Adds classes wherever that is possible. Returns whether it is anywhere. */
    static boolean addClasses(RandomSteps<ComputationGraph> random, Decisions decisions, RandomTeacher teacher) {
        int before = random.taken();
        int more = decisions.between(1, 4);
        for (String output : teacher.network().getConfiguration().getNetworkOutputs()) {
            random.take(g -> g.addClasses(output, more));
        }
        return random.taken() > before;
    }

    /**
     * Adds input channels wherever that is possible, if the network tells by itself what its inputs are: a comparison
     * needs that to fill the new channels. Returns whether it is anywhere.
     */
    static boolean addInputs(RandomSteps<ComputationGraph> random, Decisions decisions, RandomTeacher teacher) {
        int before = random.taken();
        int more = decisions.between(1, 4);
        try {
            Net2Net.with(OwnKinds.ALL).from(teacher.network());
        } catch (GrowthException unknown) {
            return false;
        }
        for (String input : teacher.network().getConfiguration().getNetworkInputs()) {
            random.take(g -> g.addInputs(input, more));
        }
        return random.taken() > before;
    }

    private UnaryOperator<Growth<ComputationGraph>> step() {
        if (teacher.producers().isEmpty() || decisions.pick(6) == 5) {
            return random.widenAll();
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
        return switch (decisions.pick(9)) {
            case 0, 1, 2, 3 -> random.widen(layer);
            case 4, 5 -> random.deepen(layer);
            case 6 -> random.deepen(decisions.oneOf(vertices()));
            case 7 -> random.factorize(layer);
            default -> random.enlarge(layer, dimensions(), 5);
        };
    }

    /** Every layer and vertex. */
    private List<String> vertices() {
        return List.copyOf(teacher.network().getConfiguration().getVertices().keySet());
    }

    private int dimensions() {
        return switch (teacher.inputTypes().get(0).getType()) {
            case RNN -> 1;
            case CNN3D -> 3;
            default -> 2;
        };
    }
}
