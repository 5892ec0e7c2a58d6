package io.github.net2net.dl4j.training;

import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.Scaling.Spread;
import io.github.net2net.spi.StateSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * The learning rates of one layer, and what goes with them. DL4J has one updater for a layer's weights and one for its
 * biases.
 *
 * @param layer the layer's configuration
 * @param weights the keys of what its updater trains
 * @param biases the keys of what its bias updater trains, or would
 * @param rates how updaters change
 */
record LayerRates(BaseLayer layer, List<ParamKey> weights, List<ParamKey> biases, UpdaterRates rates) {

    /** Writes the new rates into {@code target}, the student's copy of the layer. */
    void writeTo(BaseLayer target) {
        IUpdater updater = layer.getIUpdater();
        if (rates.training().rate().keeps() || updater == null) {
            return;
        }
        target.setIUpdater(rates.changed(updater, weights));
        IUpdater biasUpdater = layer.getBiasUpdater() == null ? updater : layer.getBiasUpdater();
        if (!biases.isEmpty() && (layer.getBiasUpdater() != null || biasesDiffer(updater))) {
            target.setBiasUpdater(rates.changed(biasUpdater, biases));
        }
        if (rates.training().rate().follows()) {
            target.setRegularization(changed(layer.getRegularization(), weights, updater));
            target.setRegularizationBias(changed(layer.getRegularizationBias(), biases, biasUpdater));
            target.setGradientNormalizationThreshold(layer.getGradientNormalizationThreshold() * clipFactor());
        }
    }

    private boolean biasesDiffer(IUpdater updater) {
        return rates.training().rate().follows()
                && (rates.rate(updater, weights).mean()
                                != rates.rate(updater, biases).mean()
                        || rates.gradients(weights).mean()
                                != rates.gradients(biases).mean());
    }

    /** By what the rate of a parameter's updater is multiplied, if the array holds the rate; else 1. */
    double factorOf(ParamKey key, StateSlot slot) {
        boolean bias = biases.contains(key);
        IUpdater updater = bias && layer.getBiasUpdater() != null ? layer.getBiasUpdater() : layer.getIUpdater();
        return rates.factorOf(updater, bias ? biases : weights, slot);
    }

    /**
     * Checks that the rates can be set.
     *
     * @throws io.github.net2net.GrowthException if not
     */
    void check() {
        BaseLayer scratch = layer.clone();
        writeTo(scratch);
    }

    private @Nullable List<Regularization> changed(
            @Nullable List<Regularization> all, List<ParamKey> keys, IUpdater updater) {
        return all == null
                ? null
                : all.stream().map(term -> changed(term, keys, updater)).toList();
    }

    /**
     * A term c·p·w in gradients that are g times the teacher's must be c·g / p, one of c·sign(w) must be c·g; decay by
     * c·rate must undo the rate's change.
     */
    private Regularization changed(Regularization term, List<ParamKey> keys, IUpdater updater) {
        if (term instanceof L2Regularization l2) {
            return new L2Regularization(Schedules.times(
                    l2.getL2(), rates.all(keys, scaling -> scaling.power(-1, 1)).mean()));
        } else if (term instanceof L1Regularization l1) {
            return new L1Regularization(
                    Schedules.times(l1.getL1(), rates.gradients(keys).mean()));
        } else if (term instanceof WeightDecay decay && decay.isApplyLR() && updater.hasLearningRate()) {
            return new WeightDecay(
                    Schedules.times(
                            decay.getCoeff(), 1 / rates.rate(updater, keys).mean()),
                    true);
        }
        return term.clone();
    }

    /** DL4J clips what it adds to a batch norm's running statistics too, and these must stay the teacher's. */
    private double clipFactor() {
        return clipsElements() && !(layer instanceof BatchNormalization)
                ? rates.gradients(everything()).mean()
                : 1;
    }

    private boolean clipsElements() {
        return layer.getGradientNormalization() == GradientNormalization.ClipElementWiseAbsoluteValue;
    }

    private List<ParamKey> everything() {
        List<ParamKey> all = new ArrayList<>(weights);
        all.addAll(biases);
        return all;
    }

    /** What is set and why, and what is only approximate. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        IUpdater updater = layer.getIUpdater();
        if (!rates.training().rate().follows() || updater == null) {
            return lines;
        }
        IUpdater biasUpdater = layer.getBiasUpdater() == null ? updater : layer.getBiasUpdater();
        describe(updater, weights, lines);
        describe(biasUpdater, biases, lines);
        boolean grown = !rates.gradients(everything()).isUniform() || !same(rates.gradients(everything()));
        GradientNormalization clipping = layer.getGradientNormalization();
        if (grown && clipping != null && clipping != GradientNormalization.None) {
            describe(clipping, lines);
        }
        if (grown && layer.getWeightNoise() != null) {
            lines.add(everything().get(0).node() + "  approximate: "
                    + layer.getWeightNoise().getClass().getSimpleName() + " draws its noise for each copy anew");
        }
        return lines;
    }

    private void describe(GradientNormalization clipping, List<String> lines) {
        String start = everything().get(0).node() + "  ";
        if (!clipsElements()) {
            lines.add(start + "approximate: " + clipping + " measures norms over copies, which differ from the"
                    + " teacher's");
        } else if (layer instanceof BatchNormalization) {
            lines.add(start + "approximate: " + clipping + " clips running statistics too, so its threshold stays");
        } else if (rates.gradients(everything()).isUniform()) {
            lines.add(start + clipping + " threshold " + times(clipFactor()));
        } else {
            lines.add(start + clipping + " threshold " + compromise(rates.gradients(everything())));
        }
    }

    private void describe(IUpdater updater, List<ParamKey> keys, List<String> lines) {
        UpdaterRule rule = UpdaterRule.of(updater);
        if (keys.isEmpty() || rule == null) {
            return;
        }
        Spread rate = rates.rate(updater, keys);
        Spread gradients = rates.gradients(keys);
        String names = String.join(", ", keys.stream().map(ParamKey::toString).toList());
        boolean gradientsMatter = rule.step() != UpdaterRule.Step.PROPORTIONAL;
        if (rate.isUniform() && (gradients.isUniform() || !gradientsMatter)) {
            if (!same(rate) || (gradientsMatter && !same(gradients))) {
                lines.add(names + "  " + exactly(rule, rate, gradients));
            }
        } else if (rate.isUniform()) {
            lines.add(names + "  rate " + times(rate.mean()) + ", epsilon " + compromise(gradients));
        } else {
            lines.add(names + "  rate " + compromise(rate));
        }
    }

    /** One number stands for those that single weights would need. */
    private static String compromise(Spread spread) {
        return times(spread.mean()) + " (a compromise: its weights would need " + range(spread)
                + ", so training follows the teacher's approximately)";
    }

    private static String exactly(UpdaterRule rule, Spread rate, Spread gradients) {
        String because = " (gradients are " + number(gradients.mean()) + " times the teacher's)";
        return switch (rule.step()) {
            case PROPORTIONAL -> "rate " + times(rate.mean()) + because;
            case NORMALISED -> "rate " + times(rate.mean()) + ", epsilon " + times(gradients.mean()) + because;
            case WITHOUT_RATE ->
                rule.type().getSimpleName() + " has no rate; what it keeps of updates is scaled, approximate, as one"
                        + " epsilon serves gradients and updates";
        };
    }

    private static boolean same(Spread spread) {
        return Math.abs(spread.mean() - 1) < 1e-9;
    }

    private static String range(Spread spread) {
        return times(spread.least()) + " to " + times(spread.most());
    }

    private static String times(double factor) {
        return "x " + number(factor);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value)
                .replaceAll("(\\.\\d*?)0+$", "$1")
                .replaceAll("\\.$", "");
    }
}
