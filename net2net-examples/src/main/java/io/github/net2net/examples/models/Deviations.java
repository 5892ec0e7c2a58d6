package io.github.net2net.examples.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.net2net.Comparison;
import io.github.net2net.GrowthPlan;
import io.github.net2net.spi.Deviation;
import java.util.Locale;

/** How far two networks are apart, for people and programs. */
final class Deviations {
    private Deviations() {}

    static String text(Comparison comparison, GrowthPlan plan) {
        String verdict = plan.isExact() || plan.isExactInTraining()
                ? "the student computes what the teacher computes"
                : "the plan is approximate: the student does not compute exactly what the teacher computes";
        return comparison.toString().indent(2)
                + String.format(
                        Locale.ROOT,
                        "%s; largest relative deviation %.1e, rounding allows %.0e",
                        verdict,
                        comparison.largest(),
                        comparison.tolerance());
    }

    static ObjectNode json(Comparison comparison) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("tolerance", comparison.tolerance()).put("largest", comparison.largest());
        ArrayNode deviations = document.putArray("deviations");
        for (Deviation deviation : comparison.deviations()) {
            deviations
                    .addObject()
                    .put("output", deviation.output())
                    .put("mode", deviation.mode().name().toLowerCase(Locale.ROOT))
                    .put("stage", deviation.stage().name().toLowerCase(Locale.ROOT))
                    .put("masked", deviation.masked())
                    .put("absolute", deviation.maxAbsolute())
                    .put("relative", deviation.relative());
        }
        return document;
    }
}
