package io.github.net2net.dl4j.internal.training;

import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.Scaling;
import io.github.net2net.spi.Scaling.Spread;
import io.github.net2net.spi.StateSlot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
 * @param untrained the keys of what no updater trains, as a batch norm's running statistics
 * @param rates how updaters change
 */
record LayerRates(
        BaseLayer layer, List<ParamKey> weights, List<ParamKey> biases, List<ParamKey> untrained, UpdaterRates rates) {

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
        boolean bias = !weights.contains(key);
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

    private Regularization changed(Regularization term, List<ParamKey> keys, IUpdater updater) {
        double factor = coefficient(term, keys, updater).mean();
        if (term instanceof L2Regularization l2) {
            return new L2Regularization(Schedules.times(l2.getL2(), factor));
        } else if (term instanceof L1Regularization l1) {
            return new L1Regularization(Schedules.times(l1.getL1(), factor));
        } else if (term instanceof WeightDecay decay) {
            return new WeightDecay(Schedules.times(decay.getCoeff(), factor), decay.isApplyLR());
        }
        return term.clone();
    }

    /**
     * By what coefficients would have to be multiplied. A term c·p·w in gradients that are g times the teacher's must be
     * c·g / p, one of c·sign(w) must be c·g; decay by c·rate must undo the rate's change.
     */
    private Spread coefficient(Regularization term, List<ParamKey> keys, IUpdater updater) {
        if (term instanceof L2Regularization) {
            return rates.all(keys, scaling -> scaling.power(-1, 1));
        } else if (term instanceof L1Regularization) {
            return rates.gradients(keys);
        } else if (term instanceof WeightDecay decay
                && decay.isApplyLR()
                && updater.hasLearningRate()
                && rates.training().rate().follows()) {
            Spread rate = rates.rate(updater, keys);
            return new Spread(1 / rate.most(), 1 / rate.least(), 1 / rate.mean());
        }
        return Scaling.NONE.power(0, 0);
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
        Set<ParamKey> all = new LinkedHashSet<>(weights);
        all.addAll(biases);
        all.addAll(untrained);
        return List.copyOf(all);
    }

    /** What is set and why, and what is only approximate. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        IUpdater updater = layer.getIUpdater();
        boolean follows = rates.training().rate().follows();
        boolean promised = follows
                || (rates.training().balanced() && rates.training().rate().keeps());
        if (!promised || updater == null) {
            return lines;
        }
        IUpdater biasUpdater = layer.getBiasUpdater() == null ? updater : layer.getBiasUpdater();
        boolean mixed = weights.equals(biases);
        if (follows) {
            describe(updater, weights, lines);
            describe(biasUpdater, mixed ? List.of() : biases, lines);
        } else {
            describeUnchanged(updater, weights, lines);
            describeUnchanged(biasUpdater, mixed ? List.of() : biases, lines);
        }
        describe(layer.getRegularization(), updater, weights, lines);
        describe(layer.getRegularizationBias(), biasUpdater, biases, lines);
        if (rates.isScaled(everything())) {
            describeOthers(lines);
        }
        return lines;
    }

    private void describeOthers(List<String> lines) {
        GradientNormalization clipping = layer.getGradientNormalization();
        if (clipping != null && clipping != GradientNormalization.None) {
            describe(clipping, lines);
        }
        if (layer.getWeightNoise() != null) {
            lines.add(everything().get(0).node() + "  approximate: "
                    + layer.getWeightNoise().getClass().getSimpleName() + " draws its noise separately for each copy");
        }
    }

    /** At the unchanged rate, parameters and gradients scale alike. */
    private void describeUnchanged(IUpdater updater, List<ParamKey> keys, List<String> lines) {
        UpdaterRule rule = UpdaterRule.of(updater);
        if (!rates.isScaled(keys)) {
            return;
        }
        boolean exact = rule != null && rule.step() == UpdaterRule.Step.PROPORTIONAL;
        lines.add(names(keys)
                + (exact
                        ? "  rate unchanged (weights and gradients scale alike)"
                        : "  approximate: steps of " + updater.getClass().getSimpleName()
                                + " do not scale as its gradients do; use LearningRates.followTrajectory()"));
    }

    /** Regularization for which single weights would need different coefficients, or other ones than are kept. */
    private void describe(
            @Nullable List<Regularization> terms, IUpdater updater, List<ParamKey> keys, List<String> lines) {
        boolean follows = rates.training().rate().follows();
        for (Regularization term : terms == null ? List.<Regularization>of() : terms) {
            Spread needed = coefficient(term, keys, updater);
            if (!needed.isUniform() || !(follows || same(needed))) {
                String kept = follows ? compromise(needed) : "unchanged, where its weights would need " + range(needed);
                lines.add(names(keys) + "  approximate: coefficient of "
                        + term.getClass().getSimpleName() + " " + kept);
            }
        }
    }

    private static String names(List<ParamKey> keys) {
        return String.join(", ", keys.stream().map(ParamKey::toString).toList());
    }

    private void describe(GradientNormalization clipping, List<String> lines) {
        String start = everything().get(0).node() + "  ";
        if (!clipsElements()) {
            describeNorms(start, clipping, lines);
        } else if (layer instanceof BatchNormalization) {
            lines.add(start + "approximate: " + clipping + " clips running statistics too, so its threshold stays");
        } else if (!rates.training().rate().follows()) {
            lines.add(start + "approximate: " + clipping + " threshold unchanged, where its gradients would need "
                    + range(rates.gradients(everything())));
        } else if (!rates.gradients(everything()).isUniform()) {
            lines.add(start + clipping + " threshold " + compromise(rates.gradients(everything())));
        } else if (!same(rates.gradients(everything()))) {
            lines.add(start + clipping + " threshold " + times(clipFactor()));
        }
    }

    /** Over the copies of balanced shares, squares of gradients add up to the teacher's; running statistics are none. */
    private void describeNorms(String start, GradientNormalization clipping, List<String> lines) {
        if (!rates.training().balanced()) {
            lines.add(start + "approximate: " + clipping + " measures norms over copies, which differ from the"
                    + " teacher's");
        } else if (layer instanceof BatchNormalization) {
            lines.add(start + "approximate: " + clipping + " measures norms over running statistics too, which do not"
                    + " scale as gradients do");
        }
    }

    private void describe(IUpdater updater, List<ParamKey> keys, List<String> lines) {
        UpdaterRule rule = UpdaterRule.of(updater);
        if (keys.isEmpty() || rule == null) {
            return;
        }
        Spread rate = rates.rate(updater, keys);
        Spread gradients = rates.gradients(keys);
        String names = names(keys);
        boolean gradientsMatter = rule.step() != UpdaterRule.Step.PROPORTIONAL;
        if (rate.isUniform() && (gradients.isUniform() || !gradientsMatter)) {
            if (!same(rate) || (gradientsMatter && !same(gradients))) {
                lines.add(names + "  " + exactly(rule, rate, gradients));
            }
        } else if (rate.isUniform()) {
            lines.add(names + "  " + rateUnlessSame(rate) + "epsilon " + compromise(gradients));
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
        String because = same(gradients)
                ? " (gradients are the teacher's)"
                : " (gradients are " + number(gradients.mean()) + " times the teacher's)";
        return switch (rule.step()) {
            case PROPORTIONAL -> "rate " + times(rate.mean()) + because;
            case NORMALIZED ->
                (same(gradients)
                                ? "rate " + times(rate.mean())
                                : rateUnlessSame(rate) + "epsilon " + times(gradients.mean()))
                        + because;
            case WITHOUT_RATE ->
                rule.type().getSimpleName() + " has no rate; its memory of updates is scaled, approximate, as one"
                        + " epsilon serves gradients and updates";
        };
    }

    private static String rateUnlessSame(Spread rate) {
        return same(rate) ? "" : "rate " + times(rate.mean()) + ", ";
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
