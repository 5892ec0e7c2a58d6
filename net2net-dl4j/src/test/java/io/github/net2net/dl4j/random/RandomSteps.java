package io.github.net2net.dl4j.random;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;

/** Random steps of a growth; refused ones are left out and remembered. */
public final class RandomSteps<N extends Model> {
    /** Enough channels between two factors for any weights here. */
    private static final int ANY_RANK = 300;

    private final Decisions decisions;
    private final long parameters;
    private final Deepening.BatchNorm calibrated;
    private final List<String> refusals = new ArrayList<>();
    private Growth<N> growth;
    private int taken;

    /**
     * Steps of a growth that has none yet.
     *
     * @param parameters of the teacher
     * @param calibrated values of new batch norms, measured on the teacher's features
     */
    public RandomSteps(Decisions decisions, Growth<N> growth, long parameters, Deepening.BatchNorm calibrated) {
        this.decisions = decisions;
        this.parameters = parameters;
        this.calibrated = calibrated;
        this.growth = options(growth.seed(decisions.pick(1000)));
    }

    private Growth<N> options(Growth<N> seeded) {
        Growth<N> with = switch (decisions.pick(5)) {
            case 0, 1, 2 -> seeded;
            case 3 -> seeded.donors(Donors.cyclic());
            default -> seeded.donors(Donors.fresh());
        };
        return switch (decisions.pick(7)) {
            case 0, 1 -> with;
            case 2 -> with.breakSymmetry(SymmetryBreaking.none());
            case 3 -> with.breakSymmetry(SymmetryBreaking.unevenShares(0.7));
            case 4 -> with.breakSymmetry(SymmetryBreaking.dropout(0.3));
            case 5 -> with.breakSymmetry(SymmetryBreaking.zeroSumNoise(0.5));
            default -> with.shares(Shares.original());
        };
    }

    /** The growth with the constraints that it needs. */
    public Growth<N> growth() {
        return RandomConstraints.relaxed(growth, decisions);
    }

    /** How many steps were not refused. */
    public int taken() {
        return taken;
    }

    /** What the others were refused with. */
    public List<String> refusals() {
        return refusals;
    }

    /** Takes a step, or remembers why it is refused. */
    public void take(UnaryOperator<Growth<N>> step) {
        try {
            growth = step.apply(growth);
            taken++;
        } catch (GrowthException refused) {
            refusals.add(refused.getMessage());
        }
    }

    /** One layer. */
    public UnaryOperator<Growth<N>> widen(String layer) {
        int more = decisions.between(1, 12);
        return switch (decisions.pick(3)) {
            case 0 -> g -> g.widen(layer).by(more);
            case 1 -> g -> g.widen(layer).times(1 + more / 4.0);
            default -> g -> g.widen(layer).to(2 + more);
        };
    }

    /** Several layers, by a factor or to a budget. */
    public UnaryOperator<Growth<N>> widenAll() {
        Layers layers = decisions.oneOf(Layers.all(), Layers.convolutions(), Layers.dense());
        double factor = decisions.oneOf(1.5, 2.0, 3.7);
        long budget = Math.round(factor * parameters);
        return decisions.pick(4) == 3
                ? g -> g.widenAll(layers).toBudget(budget)
                : g -> g.widenAll(layers).times(factor);
    }

    /** New layers in any way, sometimes of another width. */
    public UnaryOperator<Growth<N>> deepen(String layer) {
        Deepening way = switch (decisions.pick(10)) {
            case 0 -> Deepening.exact();
            case 1 -> Deepening.exact().withoutBatchNorm();
            case 2 -> Deepening.exact().batchNorm(Deepening.uncalibrated());
            case 3 -> Deepening.pairIdentity();
            case 4 -> Deepening.slopes();
            case 5 -> Deepening.linear();
            case 6 -> Deepening.separable();
            case 7 -> decisions.pick(3) == 2 ? Deepening.zeroRecurrent() : Deepening.zeroResidual();
            case 8 -> Deepening.zeroResidual().layers(1).withoutBatchNorm();
            default -> Deepening.identityUnit().batchNorm(calibrated);
        };
        Deepening sized = decisions.pick(3) == 2 ? way.width(decisions.between(1, 20)) : way;
        return g -> g.deepenAfter(layer, sized);
    }

    /** Weights as a product. */
    public UnaryOperator<Growth<N>> factorize(String layer) {
        return switch (decisions.pick(4)) {
            case 0, 1 -> g -> g.factorize(layer).to(ANY_RANK);
            case 2 -> g -> g.factorize(layer).kernelFirst().to(ANY_RANK);
            default -> g -> g.factorize(layer).withSlopes().to(ANY_RANK);
        };
    }

    /** A larger kernel. */
    public UnaryOperator<Growth<N>> enlarge(String layer, int dimensions, int most) {
        int[] sizes = new int[dimensions];
        Arrays.setAll(sizes, i -> decisions.between(1, most));
        return g -> g.enlargeKernel(layer).to(sizes);
    }
}
