package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Widens one of several new layers in the step that inserts them.
 *
 * @param deepened with the new layers, without the step
 */
record BlockWidth(PlanState deepened, DeepenSite site, Options ofRecipe) {

    /** The state with the layer as wide as specified, and the step. */
    PlanState of(Node layer, PlannedStep step) {
        int width = Objects.requireNonNull(site.deepening().width());
        int least = deepened.graph().channels(layer.name());
        if (width < least) {
            throw site.place()
                    .refused("width(" + width + ") is too small: " + site.channels() + " channels arrive, and "
                            + (least == site.channels() ? "an identity" : "a pair of identities") + " needs at least "
                            + least + ". Give " + least + " or more.");
        } else if (width == least) {
            return deepened.withSteps(List.of(step));
        }
        int index = deepened.steps().size();
        Step.Widen widen = new Step.Widen(layer.layer(), new Amount.To(width), null, null);
        try {
            return widen.planned(deepened, ofRecipe).withStep(index, widening -> both(step, widening, width));
        } catch (GrowthException refusal) {
            String reason = String.valueOf(refusal.getMessage()).replaceFirst("^cannot [^:]*: ", "");
            throw site.place().refused("width(" + width + ") is not possible: " + reason);
        }
    }

    private static PlannedStep both(PlannedStep deepening, PlannedStep widening, int width) {
        String with = ", " + width + " channels";
        List<String> notes = new ArrayList<>(deepening.notes());
        notes.addAll(widening.notes());
        PlannedStep.BaselineText baseline = Objects.requireNonNull(deepening.baseline());
        return new PlannedStep(
                deepening.headline() + with,
                notes,
                widening.edits(),
                widening.donors(),
                deepening.exactness().and(widening.exactness()),
                new PlannedStep.BaselineText(baseline.headline() + with, baseline.notes()));
    }
}
