package io.github.net2net.reference;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.ArrayList;
import java.util.List;

/** Draws the steps of a growth; refused ones are counted and left out. */
public final class RandomGrowth {
    private final Choices choices;
    private final GraphNet teacher;
    private final Batch calibration;
    private Growth<GraphNet> growth;
    private int granted;
    private final List<String> refusals = new ArrayList<>();

    private RandomGrowth(Choices choices, GraphNet teacher, Batch calibration) {
        this.choices = choices;
        this.teacher = teacher;
        this.calibration = calibration;
        this.growth = Growth.of(new GraphNetAdapter(), teacher);
    }

    /** A growth of up to {@code steps} exact steps. */
    public static RandomGrowth draw(Choices choices, GraphNet teacher, Batch calibration, int steps) {
        RandomGrowth random = new RandomGrowth(choices, teacher, calibration);
        random.options();
        int wanted = choices.between(1, steps);
        for (int i = 0; i < wanted; i++) {
            random.step();
        }
        return random;
    }

    public Growth<GraphNet> growth() {
        return growth;
    }

    public int granted() {
        return granted;
    }

    /** What the steps that were not granted were told. */
    public List<String> refusals() {
        return refusals;
    }

    private void options() {
        growth = growth.seed(choices.next(100));
        growth = switch (choices.next(4)) {
            case 0 -> growth;
            case 1 -> growth.donors(Donors.cyclic());
            case 2 -> growth.donors(Donors.fresh());
            default -> growth.donors(Donors.random());
        };
        growth = switch (choices.next(5)) {
            case 0 -> growth;
            case 1 -> growth.breakSymmetry(SymmetryBreaking.none());
            case 2 -> growth.breakSymmetry(SymmetryBreaking.unevenShares(0.7));
            case 3 -> growth.breakSymmetry(SymmetryBreaking.dropout(0.2));
            default -> growth.breakSymmetry(SymmetryBreaking.zeroSumNoise(1)).shares(Shares.original());
        };
    }

    private void step() {
        try {
            Growth<GraphNet> next = nextStep();
            next.plan().isExact();
            growth = next;
            granted++;
        } catch (GrowthException refusal) {
            refusals.add(refusal.getMessage());
        }
    }

    private Growth<GraphNet> nextStep() {
        return switch (choices.next(8)) {
            case 0, 1 -> growth.widen(layer()).by(choices.between(1, 4));
            case 2 -> growth.widen(layer()).times(choices.of(List.of(1.3, 1.5, 2.0, 3.0)));
            case 3 -> growth.widenAll(Layers.all()).times(choices.of(List.of(1.5, 2.0)));
            case 4 -> given();
            case 5, 6 -> deepened();
            default -> enlarged();
        };
    }

    private NetGraph graph() {
        return teacher.graph();
    }

    /** Nearly always a layer with channels of its own that is no head. */
    private String layer() {
        List<String> all = graph().layers().asList();
        List<String> producers = graph().nodes().stream()
                .filter(Node::produces)
                .map(Node::layer)
                .filter(layer -> !layer.startsWith("head"))
                .distinct()
                .toList();
        return choices.next(25) == 24 ? choices.of(all) : choices.of(producers);
    }

    private Growth<GraphNet> deepened() {
        String layer = choices.next(3) == 0 ? choices.of(graph().layers().asList()) : layer();
        Deepening way = choices.of(List.of(
                Deepening.exact(),
                Deepening.exact().batchNorm(norm()),
                Deepening.exact().withoutBatchNorm(),
                Deepening.pairIdentity(),
                Deepening.slopes(),
                Deepening.zeroResidual(),
                Deepening.zeroResidual().layers(1)));
        return growth.deepenAfter(layer, way);
    }

    private Deepening.BatchNorm norm() {
        return choices.next(2) == 0 ? Deepening.uncalibrated() : Deepening.calibratedOn(calibration);
    }

    private Growth<GraphNet> given() {
        int[] donors = new int[choices.between(1, 4)];
        String layer = layer();
        int channels = graph().channels(graph().layer(layer).get(0).name());
        for (int i = 0; i < donors.length; i++) {
            donors[i] = choices.next(channels);
        }
        return growth.widen(layer).donors(Donors.given(donors)).by(donors.length);
    }

    private Growth<GraphNet> enlarged() {
        List<Node> windows =
                graph().nodes().stream().filter(node -> node.kernel() != null).toList();
        if (windows.isEmpty()) {
            return growth.widen(layer()).by(1);
        }
        Node node = choices.of(windows);
        int size = node.kernel().dimensions().get(0).size();
        return growth.enlargeKernel(node.layer()).to(size + choices.between(1, 4));
    }
}
