package io.github.net2net;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Stopwatch;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.plan.Executor;
import io.github.net2net.plan.Inspector;
import io.github.net2net.plan.MemoryCheck;
import io.github.net2net.plan.Merge;
import io.github.net2net.plan.MergeFinder;
import io.github.net2net.plan.MergedGroup;
import io.github.net2net.plan.Options;
import io.github.net2net.plan.PlanState;
import io.github.net2net.plan.Planner;
import io.github.net2net.plan.Settings;
import io.github.net2net.plan.Step;
import io.github.net2net.plan.TargetPlanner;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Description;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.Probe;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A growth being put together for one teacher. Immutable: every prefix of the chain is a value that can be kept and
 * continued in different ways. The teacher is never changed.
 *
 * <p>A step that can't be done throws {@link GrowthException} on its own line. Options hold for all steps, those before
 * them included, so an option throws on its own line if it makes one of those impossible.
 *
 * @param <N> the framework's network type
 */
@CheckReturnValue
public final class Growth<N> extends GrowthSteps<Growth<N>> {
    private final NetworkAdapter<N> adapter;
    private final N teacher;
    private final Recipe recipe;
    private final PlanState planned;
    private final @Nullable Probe<? super N> probe;
    private final Supplier<GrowthPlan> plan = Suppliers.memoize(this::makePlan);

    private Growth(
            NetworkAdapter<N> adapter, N teacher, Recipe recipe, PlanState planned, @Nullable Probe<? super N> probe) {
        this.adapter = adapter;
        this.teacher = teacher;
        this.recipe = recipe;
        this.planned = planned;
        this.probe = probe;
    }

    /**
     * A growth without steps.
     *
     * @throws GrowthException if the network can't be grown at all
     */
    public static <N> Growth<N> of(NetworkAdapter<N> adapter, N teacher) {
        requireNonNull(teacher, "the teacher is null: give a network");
        PlanState start = PlanState.start(adapter, teacher);
        return new Growth<>(adapter, teacher, Recipe.of(), start, null);
    }

    /**
     * All steps of the recipe, and the options that it states.
     *
     * @throws GrowthException if a step can't be done, or an option makes an earlier step impossible
     */
    public Growth<N> apply(Recipe other) {
        requireNonNull(other, "apply(null): give a recipe");
        Growth<N> grown = with(other.options());
        for (Step step : other.steps()) {
            grown = grown.then(step);
        }
        return grown;
    }

    /**
     * The growth of a plan, which may have been made for another network of the same architecture. On the same network
     * the student is bit-identical to the plan's.
     *
     * @throws GrowthException if there are steps before, if this network's architecture is another than the plan's, if
     *     the plan awaits data, or if it would come out differently
     */
    public Growth<N> replay(GrowthPlan plan) {
        requireNonNull(plan, "replay(null): give a plan");
        if (!recipe.steps().isEmpty()) {
            throw new GrowthException("cannot replay a plan after other steps: it holds everything from the teacher on."
                    + " Call replay(plan) first.");
        }
        plan.requireMadeFor(planned);
        Growth<N> replayed = new Growth<>(adapter, teacher, Recipe.of(), planned, probe).apply(plan.recipe());
        plan.requireSameOutcome(replayed.plan());
        return replayed;
    }

    @Override
    Growth<N> then(Step step) {
        Step known = step.renamed(name -> adapter.layerName(teacher, name));
        return new Growth<>(adapter, teacher, recipe.then(known), planned(known), probe);
    }

    /** The plan with the step; a refusal that no other amount avoids names what lists the possible ones. */
    private PlanState planned(Step step) {
        try {
            return Planner.apply(planned, step, recipe.options());
        } catch (GrowthException refusal) {
            String message = String.valueOf(refusal.getMessage());
            boolean helps = !message.contains("inspect()") && !message.contains(MemoryCheck.REMEDY);
            if (!helps || new Inspector(planned).allows(step)) {
                throw refusal;
            }
            throw new GrowthException(message + " inspect() lists what can grow.", refusal);
        }
    }

    @Override
    Growth<N> with(Options specified) {
        Recipe changed = recipe.with(specified);
        if (changed.options().equals(recipe.options())) {
            return this;
        }
        PlanState again = Planner.plan(planned.start(), changed.steps(), changed.options());
        return new Growth<>(adapter, teacher, changed, again, probe);
    }

    /**
     * Compares student and teacher on the probe before {@link #grow()} returns. If the plan is exact, a deviation above
     * the probe's tolerance is an exception, unless it is gone when the same weights compute in double precision; if the
     * plan is not exact, the deviation is only reported.
     */
    public Growth<N> verifyOn(Probe<? super N> newProbe) {
        requireNonNull(newProbe, "verifyOn(null): give a probe, or leave verifyOn(..) out");
        return new Growth<>(adapter, teacher, recipe, planned, adapter.probe(newProbe));
    }

    /** What can grow in the teacher, layer by layer, with default options; the steps so far are left out. */
    public Inspection inspect() {
        return Inspection.of(planned.start(), true);
    }

    /** As {@link #inspect()}, without the ways to grow: nothing is planned. */
    public Inspection architecture() {
        return Inspection.of(planned.start(), false);
    }

    /**
     * Merges channels that are equal, and removes those without effect: the inverse of widening. Channels are equal if they
     * have the same values for every input, but for rounding errors; one whose weights in what reads it are zero has no
     * effect.
     *
     * @throws GrowthException if there are steps before, or no such channels
     */
    public Growth<N> shrink() {
        return shrink(MergeFinder.rounding(planned), true);
    }

    /**
     * As {@link #shrink()}, with a tolerance. The student is not exact; {@link #verifyOn} measures how far it is off.
     *
     * @param tolerance how far equal weights may differ, relative to the largest weight of their array; above 0
     * @throws IllegalArgumentException if the tolerance is not above 0 and below 1
     */
    public Growth<N> shrink(double tolerance) {
        if (!(tolerance > 0 && tolerance < 1)) {
            throw new IllegalArgumentException(
                    "shrink(" + tolerance + "): give a tolerance above 0 and below 1, such as 0.01");
        }
        return shrink(tolerance, false);
    }

    private Growth<N> shrink(double tolerance, boolean exact) {
        if (!recipe.steps().isEmpty()) {
            throw new GrowthException("cannot shrink after other steps: it looks at the weights of the network that it"
                    + " is called on. Call shrink() first, or on the student.");
        }
        ImmutableList<MergedGroup> groups = new MergeFinder<>(adapter, teacher, planned, tolerance).find();
        if (groups.isEmpty()) {
            throw new GrowthException(
                    exact
                            ? "cannot shrink this network: it has no equal channels that can change, and none without"
                                    + " effect. Give a tolerance to merge similar ones: shrink(0.01)."
                            : "cannot shrink this network: it has no channels that can change and are equal or without"
                                    + " effect within a tolerance of " + tolerance + ". Give a larger one.");
        }
        return then(new Merge(groups, exact));
    }

    /** As {@link #toward(Object, Deepening.BatchNorm)}, for targets without new batch norms. */
    public Growth<N> toward(Object target) {
        return toward(target, null);
    }

    /**
     * The steps that make the network the target: new layers, larger kernels, more channels, inputs and classes. Layers are
     * matched by their names, else by the structure around them. Those of the network keep their names.
     *
     * <p>What only training depends on is not taken over, and listed in the plan: updater, regularization, dropout, seed.
     *
     * @param target the framework's description of the target, such as DL4J's configurations
     * @param batchNorm the values of batch norms in inserted layers
     * @throws GrowthException if there are no such steps, with everything that is in the way and the steps that lead nearer
     *     to the target
     */
    public Growth<N> toward(Object target, Deepening.@Nullable BatchNorm batchNorm) {
        requireNonNull(target, "toward(null): give a target, such as a configuration");
        TargetPlanner.Route route = new TargetPlanner(planned, recipe.options(), this::describe)
                .to(adapter.describeTarget(teacher, target), batchNorm);
        Growth<N> grown = this;
        for (Step step : route.steps()) {
            grown = grown.then(step);
        }
        return new Growth<>(adapter, teacher, grown.recipe, grown.planned.withNotes(route.notes()), probe);
    }

    private Description describe(PlanState state) {
        return adapter.describeStudent(teacher, state.blueprint(settings()));
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
        return plan.get();
    }

    private GrowthPlan makePlan() {
        PlanState executed = planned.executed(settings());
        return GrowthPlan.of(recipe, executed, adapter.outlook(teacher, executed.blueprint(settings())));
    }

    private Settings settings() {
        return Settings.of(recipe.options());
    }

    /**
     * Makes the student.
     *
     * @throws NotPreservedException if the student turns out not to compute the teacher's function
     * @throws GrowthException if it can't be done
     */
    public Grown<N> grow() {
        return grow(() -> {}, () -> teacher);
    }

    /**
     * As {@link #grow()}, for teachers that take much of the memory: frees the teacher's arrays as soon as the student is
     * made. Neither the teacher nor this growth can be used afterwards, also if the student is refused. A probe of your own
     * has to override {@link Probe#expected}.
     *
     * @param again loads the teacher once more; asked only if the two differ by more than the tolerance in single precision,
     *     and have to be compared in double
     * @throws NotPreservedException as {@link #grow()}
     * @throws GrowthException as {@link #grow()}
     */
    public Grown<N> growReleasing(Supplier<? extends N> again) {
        requireNonNull(again, "growReleasing(null): give what loads the teacher again");
        return grow(() -> adapter.release(teacher), again);
    }

    /** What the teacher computes is known before the student takes memory. */
    private Grown<N> grow(Runnable whenMade, Supplier<? extends N> again) {
        Stopwatch watch = Stopwatch.createStarted();
        GrowthPlan made = plan();
        Verification<N> verification = probe == null ? null : Verification.of(adapter, probe, teacher);
        N student = new Executor<>(adapter, teacher, made.state()).execute(settings());
        whenMade.run();
        Comparison comparison =
                verification == null ? Comparison.NONE : verification.of(student, made, Suppliers.memoize(again::get));
        return new Grown<>(student, new GrowthReport(made, comparison, watch.elapsed()));
    }
}
