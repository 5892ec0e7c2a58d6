package io.github.net2net.examples.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.CaseFormat;
import io.github.net2net.Comparison;
import io.github.net2net.GrowthPlan;
import io.github.net2net.spi.Deviation;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Predicate;

/** How far two networks are apart, for people and programs. */
final class Deviations {
    /** What a verdict on outputs of different sizes adds. */
    static final String OF_COMMON_CLASSES =
            " of the classes that both have (after a softmax, the ratios of their probabilities)";

    private Deviations() {}

    static String text(Comparison comparison, GrowthPlan plan) {
        boolean exact = plan.isExact() || plan.isExactInTraining();
        Predicate<Deviation> promised = exact ? plan::promises : deviation -> true;
        String verdict = exact
                ? "the student computes what the teacher computes"
                : "the plan is approximate: the student does not compute exactly what the teacher computes";
        boolean moreClasses = plan.headlines().stream().anyMatch(headline -> headline.startsWith("add classes to "));
        return comparison.toString().indent(2)
                + verdict
                + mode(comparison, promised)
                + (moreClasses ? OF_COMMON_CLASSES : "")
                + numbers(comparison, promised);
    }

    /** Where deviations have to be small. */
    static String mode(Comparison comparison, Predicate<Deviation> promised) {
        boolean inTraining = comparison.deviations().stream()
                .anyMatch(deviation -> deviation.mode() == Deviation.Mode.TRAINING && promised.test(deviation));
        return inTraining ? "" : " in inference mode";
    }

    /** The largest deviation of those that have to be small, and of the others. */
    static String numbers(Comparison comparison, Predicate<Deviation> promised) {
        double others = largest(comparison, promised.negate());
        return String.format(
                        Locale.ROOT,
                        "; largest relative deviation %.1e, rounding allows %.0e",
                        largest(comparison, promised),
                        comparison.tolerance())
                + (others <= comparison.tolerance()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %s, where nothing is promised, up to %.1e",
                                where(comparison, promised),
                                others));
    }

    /** Of the largest deviation that is not promised to be small. */
    private static String where(Comparison comparison, Predicate<Deviation> promised) {
        return comparison.deviations().stream()
                .filter(promised.negate())
                .max(Comparator.comparingDouble(Deviation::relative))
                .map(deviation -> "in " + name(deviation.mode()) + " mode" + (deviation.masked() ? " with masks" : ""))
                .orElse("");
    }

    /** NaN if one is. */
    private static double largest(Comparison comparison, Predicate<Deviation> which) {
        return comparison.deviations().stream()
                .filter(which)
                .mapToDouble(Deviation::relative)
                .reduce(0, Math::max);
    }

    /** As in certificates: "beforeActivation". */
    static String name(Enum<?> constant) {
        return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, constant.name());
    }

    /** With the names of certificates. */
    static ObjectNode json(Comparison comparison, boolean same) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("same", same).put("tolerance", comparison.tolerance()).put("largest", comparison.largest());
        ArrayNode deviations = document.putArray("deviations");
        for (Deviation deviation : comparison.deviations()) {
            deviations
                    .addObject()
                    .put("output", deviation.output())
                    .put("mode", name(deviation.mode()))
                    .put("stage", name(deviation.stage()))
                    .put("masked", deviation.masked())
                    .put("maxAbsolute", deviation.maxAbsolute())
                    .put("relative", deviation.relative());
        }
        return document;
    }
}
