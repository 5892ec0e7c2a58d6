package io.github.net2net;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.plan.Executor;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.PlanState;
import io.github.net2net.plan.Planner;
import io.github.net2net.plan.Step;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.Probe;
import io.github.net2net.spi.TrainingOutlook;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A growth being put together for one teacher. Immutable: every prefix of the chain is a value that can be kept and
 * continued in different ways. The teacher is never changed.
 *
 * <p>A word that can't be done throws {@link GrowthException} on its own line.
 *
 * @param <N> the framework's network type
 */
@CheckReturnValue
public final class Growth<N> extends GrowthWords<Growth<N>> {
    private final NetworkAdapter<N> adapter;
    private final N teacher;
    private final Recipe recipe;
    private final PlanState soFar;
    private final @Nullable Probe<? super N> probe;

    private Growth(
            NetworkAdapter<N> adapter, N teacher, Recipe recipe, PlanState soFar, @Nullable Probe<? super N> probe) {
        this.adapter = adapter;
        this.teacher = teacher;
        this.recipe = recipe;
        this.soFar = soFar;
        this.probe = probe;
    }

    /**
     * A growth without steps.
     *
     * @throws GrowthException if the network can't be grown at all
     */
    public static <N> Growth<N> of(NetworkAdapter<N> adapter, N teacher) {
        return new Growth<>(adapter, teacher, Recipe.of(), PlanState.start(adapter.read(teacher)), null);
    }

    /** All steps of the recipe, with its donors, shares, symmetry breaking and seed. */
    public Growth<N> apply(Recipe other) {
        Growth<N> grown = with(options -> other.options());
        for (Step step : other.steps()) {
            grown = grown.then(step);
        }
        return grown;
    }

    /**
     * The growth that a plan says, which may have been made for another network of the same architecture. On the same
     * network the student is bit-identical to the plan's.
     *
     * @throws GrowthException if steps were said before, if this network's architecture is another than the plan's, if
     *     the plan awaits data, or if it would come out differently
     */
    public Growth<N> replay(StoredPlan plan) {
        if (!recipe.steps().isEmpty()) {
            throw new GrowthException("cannot replay a plan after other steps: it says everything from the teacher on."
                    + " Say replay(plan) first.");
        }
        plan.requireMadeFor(soFar);
        Growth<N> replayed = apply(plan.recipe());
        plan.requireSameOutcome(replayed.planned());
        return replayed;
    }

    @Override
    Growth<N> then(Step step) {
        Step known = step.renamed(name -> adapter.layerName(teacher, name));
        PlanState next = Planner.apply(soFar, known, recipe.options());
        return new Growth<>(adapter, teacher, recipe.then(known), next, probe);
    }

    @Override
    Growth<N> with(UnaryOperator<Options> change) {
        Recipe changed = recipe.with(change);
        Planner.checkOptions(changed.options());
        return new Growth<>(adapter, teacher, changed, soFar, probe);
    }

    /**
     * Compares student and teacher on the probe before {@link #grow()} returns. If the plan is exact, a deviation above
     * the probe's tolerance is an exception, unless it is gone when the same weights compute in double precision; if the
     * plan is not exact, the deviation is only reported.
     */
    public Growth<N> verifyOn(Probe<? super N> newProbe) {
        return new Growth<>(adapter, teacher, recipe, soFar, newProbe);
    }

    /** The steps as a recipe. */
    public Recipe recipe() {
        return recipe;
    }

    /**
     * What would be done. Touches no weight.
     *
     * @throws GrowthException if it can't be done
     */
    public GrowthPlan plan() {
        return plan(planned());
    }

    private GrowthPlan plan(PlanState planned) {
        TrainingOutlook outlook = adapter.outlook(teacher, planned.blueprint(recipe.options()));
        return new GrowthPlan(planned, recipe, outlook);
    }

    private PlanState planned() {
        return Planner.plan(PlanState.start(soFar.teacher()), recipe.steps(), recipe.options());
    }

    /**
     * Makes the student.
     *
     * @throws GrowthException if it can't be done, or the student turns out not to compute the teacher's function
     */
    public Grown<N> grow() {
        Stopwatch watch = Stopwatch.createStarted();
        PlanState planned = planned();
        GrowthPlan plan = plan(planned);
        N student = new Executor<>(adapter, teacher, planned).execute(recipe.options());
        if (probe == null) {
            return new Grown<>(
                    student, new GrowthReport(plan, new Comparison(ImmutableList.of()), null, watch.elapsed()));
        }
        ImmutableList<Deviation> deviations = probe.compare(teacher, student);
        Verification verification = verified(plan, probe, student, deviations);
        return new Grown<>(student, new GrowthReport(plan, new Comparison(deviations), verification, watch.elapsed()));
    }

    private Verification verified(
            GrowthPlan plan, Probe<? super N> judge, N student, ImmutableList<Deviation> deviations) {
        double allowed = judge.tolerance(teacher);
        ImmutableList.Builder<Deviation> inDoublePrecision = ImmutableList.builder();
        for (Deviation deviation : deviations) {
            if (plan.promises(deviation) && !(deviation.relative() <= allowed)) {
                inDoublePrecision.add(requireRounded(plan, judge, student, deviation));
            }
        }
        return new Verification(
                allowed,
                inDoublePrecision.build(),
                adapter.fingerprint(teacher),
                adapter.fingerprint(student),
                judge.fingerprint());
    }

    /** NaN and infinity are no rounding errors, so the networks' own precision has to be without them. */
    private Deviation requireRounded(GrowthPlan plan, Probe<? super N> judge, N student, Deviation deviation) {
        double allowed = judge.tolerance(teacher);
        if (Double.isFinite(deviation.relative())) {
            Deviation exact = judge.inDoublePrecision(teacher, student, deviation);
            if (exact.relative() <= allowed) {
                return exact;
            }
        }
        throw new GrowthException(String.format(
                "the student does not compute the teacher's function: %s, allowed %.0e. No student is returned."
                        + " Please report this with the plan:%n%s",
                deviation, allowed, plan));
    }
}
