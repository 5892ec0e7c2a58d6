package io.github.net2net.dl4j.random;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Random settings of training, and growths that promise to follow the teacher under some of them. */
public final class RandomTraining {
    private final Decisions decisions;
    private final IUpdater updater;

    public RandomTraining(Decisions decisions) {
        this.decisions = decisions;
        this.updater = updater(0.01);
    }

    private IUpdater updater(double rate) {
        return switch (decisions.pick(5)) {
            case 0, 1 -> new Sgd(rate);
            case 2 -> new Nesterovs(rate / 2, 0.9);
            case 3 -> new RmsProp(rate / 10);
            default -> new Adam(rate / 5);
        };
    }

    /** Gives a layer the updater and more; false if its training can't be repeated. */
    public boolean prepare(Layer layer) {
        layer.setIDropout(null);
        if (layer instanceof FrozenLayer frozen) {
            return prepare(frozen.getLayer());
        } else if (layer instanceof BaseWrapperLayer wrapper) {
            return prepare(wrapper.getUnderlying());
        } else if (layer instanceof Bidirectional both) {
            return prepare(both.getFwd()) & prepare(both.getBwd());
        } else if (layer instanceof ActivationLayer activation) {
            return isRepeatable(activation.getActivationFn());
        } else if (layer instanceof BaseLayer base) {
            prepare(base);
            return isRepeatable(base.getActivationFn());
        }
        return true;
    }

    private static boolean isRepeatable(@Nullable IActivation activation) {
        return !(activation instanceof ActivationRReLU);
    }

    private void prepare(BaseLayer layer) {
        layer.setIUpdater(updater.clone());
        layer.setBiasUpdater(decisions.rarely(15) ? updater(0.02) : null);
        layer.setRegularization(regularization());
        layer.setRegularizationBias(decisions.pick(2) == 0 ? layer.getRegularization() : regularization());
        if (decisions.rarely(20)) {
            layer.setGradientNormalization(decisions.oneOf(GradientNormalization.values()));
            layer.setGradientNormalizationThreshold(decisions.oneOf(0.01, 0.1, 1.0));
        }
    }

    private List<Regularization> regularization() {
        return switch (decisions.pick(10)) {
            case 0, 1 -> List.of(new L2Regularization(0.1));
            case 2 -> List.of(new L1Regularization(0.05));
            case 3 -> List.of(new WeightDecay(0.1, true));
            case 4 -> List.of(new WeightDecay(0.01, false));
            case 5 -> List.of(new L1Regularization(0.02), new L2Regularization(0.05));
            default -> List.of();
        };
    }

    /** A growth that may promise to follow its teacher, by balanced shares where those are possible; null if none is. */
    public <N> @Nullable Growth<N> growth(Growth<N> start) {
        Growth<N> growth = start.breakSymmetry(SymmetryBreaking.none()).seed(decisions.pick(100));
        int kind = decisions.pick(5);
        int factor = decisions.between(2, 3);
        Growth<N> chosen = switch (kind) {
            case 0 -> widened(balanced(growth).donors(Donors.random()), 1.6);
            case 1 -> widened(balanced(growth).donors(Donors.cyclic()), factor);
            case 2 ->
                widened(
                        balanced(growth).donors(Donors.random()).learningRate(LearningRates.followTrajectory()),
                        factor);
            default -> null;
        };
        return chosen != null
                ? chosen
                : widened(growth.donors(Donors.cyclic()).learningRate(LearningRates.followTrajectory()), factor);
    }

    private static <N> @Nullable Growth<N> widened(Growth<N> growth, double factor) {
        try {
            Growth<N> wider = growth.widenAll(Layers.all()).times(factor);
            return wider.plan().studentParameters() > 0 ? wider : null;
        } catch (GrowthException refused) {
            return null;
        }
    }

    private static <N> Growth<N> balanced(Growth<N> growth) {
        return growth.shares(Shares.balanced());
    }

    /** What the plan promises: "refused", "nothing", "approximate", or "exact" following. */
    public static String promise(@Nullable Growth<?> growth) {
        if (growth == null) {
            return "refused";
        }
        return growth.plan().training().lines().stream().anyMatch(line -> line.contains("approximate"))
                ? "approximate"
                : "exact";
    }
}
