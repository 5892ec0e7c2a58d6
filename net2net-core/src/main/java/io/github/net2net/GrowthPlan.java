package io.github.net2net;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.ChannelCopies;
import io.github.net2net.json.Json;
import io.github.net2net.plan.CopyFinder;
import io.github.net2net.plan.PlanData;
import io.github.net2net.plan.PlanState;
import io.github.net2net.plan.PlanText;
import io.github.net2net.plan.PlannedStep;
import io.github.net2net.plan.Settings;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.TrainingOutlook;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a growth will do, before a weight is touched: the recipe, the architecture that it was made for, and
 * what it comes to, down to which channel copies which. Prints itself.
 *
 * <p>A plan can be stored as JSON. {@link Growth#replay} carries it out on any network of that architecture; equal
 * teachers get bit-identical students. JSON does not hold the data on which batch norms are calibrated, so a plan read
 * from JSON may await it.
 */
public final class GrowthPlan {
    private static final String KIND = "plan";

    private final PlanData data;
    private final Settings settings;
    private final @Nullable PlanState state;

    private GrowthPlan(PlanData data, @Nullable PlanState state) {
        this.data = data;
        this.settings = Settings.of(data.recipe().specified());
        this.state = state;
    }

    static GrowthPlan of(Recipe recipe, PlanState state, TrainingOutlook training) {
        return new GrowthPlan(PlanData.of(recipe.data(), state, training), state);
    }

    /**
     * The plan that {@link #toJson} wrote.
     *
     * @throws GrowthException if the text is no such plan; the message names the place
     */
    public static GrowthPlan fromJson(String json) {
        return new GrowthPlan(Json.read(json, KIND, PlanData.class), null);
    }

    /** The plan as JSON: format 1, without the data on which batch norms are calibrated. */
    public String toJson() {
        return Json.write(KIND, data);
    }

    /** What was specified: to be applied to networks of another architecture, where the plan may differ. */
    public Recipe recipe() {
        return new Recipe(data.recipe());
    }

    /** Whether the plan calibrates batch norms on data that is still to be supplied, since it was read from JSON. */
    public boolean awaitsData() {
        return recipe().awaitsData();
    }

    /** This plan with the data that it awaits; see {@link Recipe#withData}. */
    public GrowthPlan withData(Deepening.Calibrated... calibrations) {
        return new GrowthPlan(data.with(recipe().withData(calibrations).data()), state);
    }

    void requireMadeFor(PlanState teacher) {
        data.architecture().firstDifference(teacher.teacher()).ifPresent(difference -> {
            throw new GrowthException("cannot replay the plan: it was made for a network " + difference
                    + ". Replay it on networks of one architecture, or apply its recipe() and look at the new plan.");
        });
    }

    void requireSameOutcome(GrowthPlan replayed) {
        data.firstDifference(replayed.data).ifPresent(difference -> {
            throw new GrowthException("cannot replay the plan: it comes out differently: " + difference
                    + ". It was changed by hand, or another version of net2net stored it. Use that version, or apply"
                    + " its recipe() and look at the new plan.");
        });
    }

    /** The number of the teacher's parameters. */
    public long teacherParameters() {
        return data.size().teacherParameters();
    }

    /** The number of the student's parameters. */
    public long studentParameters() {
        return data.size().studentParameters();
    }

    /** The bytes of the teacher's parameters. */
    public long teacherBytes() {
        return teacherParameters() * data.size().bytesPerElement();
    }

    /** The bytes of the student's parameters. */
    public long studentBytes() {
        return studentParameters() * data.size().bytesPerElement();
    }

    /**
     * The multiply-adds of the teacher's weights for one example: of convolutions, dense and recurrent layers. Empty if
     * the sizes of what some layer reads are not known.
     */
    public OptionalLong teacherMultiplyAdds() {
        return optional(data.size().teacherMultiplyAdds());
    }

    /** As {@link #teacherMultiplyAdds}, of the student. */
    public OptionalLong studentMultiplyAdds() {
        return optional(data.size().studentMultiplyAdds());
    }

    private static OptionalLong optional(@Nullable Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    public long seed() {
        return settings.seed();
    }

    /** Whether the student will compute the teacher's function in inference. */
    public boolean isExact() {
        return data.exactness().inference();
    }

    /** Whether it will do so in training mode too, dropout and other noise switched off. */
    public boolean isExactInTraining() {
        return data.exactness().training();
    }

    /**
     * Whether what {@link #isExact} and {@link #isExactInTraining} promise holds for masked input too. Masks specify
     * which steps of a series or pixels of an image count.
     */
    public boolean isExactWithMasks() {
        return data.exactness().masks();
    }

    /** Whether the plan promises that student and teacher compute the same where the deviation was measured. */
    public boolean promises(Deviation place) {
        return data.exactness().promises(place);
    }

    /** One line for each step. */
    public ImmutableList<String> headlines() {
        return data.steps().stream().map(PlannedStep::headline).collect(ImmutableList.toImmutableList());
    }

    /**
     * The channels that copy the same teacher channel, and where their weights are. Empty if none do.
     *
     * @throws IllegalStateException if the plan was read from JSON, which does not hold them; replay it on a teacher
     */
    public ImmutableList<ChannelCopies> copies() {
        return CopyFinder.find(state());
    }

    PlanState state() {
        if (state == null) {
            throw new IllegalStateException("a plan read from JSON does not know the weights of copies. Call"
                    + " Growth.replay(plan).plan().copies().");
        }
        return state;
    }

    /** What keeps those copies from staying equal. */
    public SymmetryBreaking symmetryBreaking() {
        return settings.symmetry();
    }

    /** How training will continue: what the optimizer keeps, which rates are set, and what of that is approximate. */
    public TrainingOutlook training() {
        return data.training();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GrowthPlan plan && data.equals(plan.data);
    }

    @Override
    public int hashCode() {
        return data.hashCode();
    }

    @Override
    public String toString() {
        return PlanText.of(data, settings);
    }
}
