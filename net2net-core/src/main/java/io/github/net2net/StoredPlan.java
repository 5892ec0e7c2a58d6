package io.github.net2net;

import io.github.net2net.json.Architecture;
import io.github.net2net.json.Outcome;
import io.github.net2net.json.PlanDocument;
import io.github.net2net.plan.PlanState;
import io.github.net2net.spi.Deviation;
import io.github.net2net.transform.BatchNormRule;
import java.util.Objects;

/**
 * A plan as a value: its recipe, the architecture that it was made for, and what it came out as, down to which channel
 * copies which. {@link Growth#replay} carries it out on any network of that architecture; equal teachers get
 * bit-identical students.
 *
 * <p>JSON does not hold the data on which batch norms are calibrated, so a plan read from JSON may await it.
 */
public final class StoredPlan {
    private final Recipe recipe;
    private final Architecture architecture;
    private final Outcome outcome;

    private StoredPlan(Recipe recipe, Architecture architecture, Outcome outcome) {
        this.recipe = recipe;
        this.architecture = architecture;
        this.outcome = outcome;
    }

    static StoredPlan of(Recipe recipe, PlanState planned) {
        return new StoredPlan(recipe, Architecture.of(planned.teacher()), Outcome.of(planned));
    }

    /**
     * The plan that {@link #toJson} wrote.
     *
     * @throws GrowthException if the text is no such plan; the message says where
     */
    public static StoredPlan fromJson(String json) {
        PlanDocument document = PlanDocument.fromJson(json);
        return new StoredPlan(Recipe.of(document.recipe()), document.architecture(), document.outcome());
    }

    /** The plan as JSON: format 1, without the data on which batch norms are calibrated. */
    public String toJson() {
        return new PlanDocument(recipe.document(), architecture, outcome).toJson();
    }

    /** What was wished for: to be applied to networks of another architecture, where it may come out differently. */
    public Recipe recipe() {
        return recipe;
    }

    /** Whether its students compute their teachers' function in inference. */
    public boolean isExact() {
        return outcome.exactness().inference();
    }

    /** Whether they do so in training mode too. */
    public boolean isExactInTraining() {
        return outcome.exactness().training();
    }

    /** As {@link GrowthPlan#isExactWithMasks}. */
    public boolean isExactWithMasks() {
        return outcome.exactness().masks();
    }

    /** As {@link GrowthPlan#promises}. */
    public boolean promises(Deviation place) {
        return outcome.exactness().promises(place);
    }

    /** Whether the plan calibrates batch norms on data that it was not given since it was read from JSON. */
    public boolean awaitsData() {
        return recipe.awaitsData();
    }

    /** This plan with the data that it awaits; see {@link Recipe#withData}. */
    public StoredPlan withData(BatchNormRule.Calibrated... data) {
        return new StoredPlan(recipe.withData(data), architecture, outcome);
    }

    void requireMadeFor(PlanState teacher) {
        architecture.firstDifference(Architecture.of(teacher.teacher())).ifPresent(difference -> {
            throw new GrowthException("cannot replay the plan: it was made for a network " + difference
                    + ". Replay it on networks of one architecture, or apply its recipe() and look at the new plan.");
        });
    }

    void requireSameOutcome(PlanState planned) {
        outcome.firstDifference(Outcome.of(planned)).ifPresent(difference -> {
            throw new GrowthException("cannot replay the plan: it comes out differently: " + difference
                    + ". It was changed by hand, or another version of net2net stored it. Use that version, or apply"
                    + " its recipe() and look at the new plan.");
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredPlan plan
                && recipe.equals(plan.recipe)
                && architecture.equals(plan.architecture)
                && outcome.equals(plan.outcome);
    }

    @Override
    public int hashCode() {
        return Objects.hash(recipe, architecture, outcome);
    }

    @Override
    public String toString() {
        return "StoredPlan of " + recipe + (awaitsData() ? ", awaiting data" : "");
    }
}
