package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.infer.Channels;
import io.github.net2net.rule.CalibrationData;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.Memory;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.NewLayer;
import io.github.net2net.spi.NormChange;
import io.github.net2net.spi.Scaling;
import io.github.net2net.spi.Training;
import io.github.net2net.transform.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A plan as far as it has come: the student's graph, and how each of its parameters is made. Immutable. */
public final class PlanState {
    private final Teacher teacher;
    private final NetGraph graph;
    private final ImmutableMap<ParamKey, ImmutableList<ParamEdit>> edits;
    private final ImmutableList<Blueprint.Insertion> insertions;
    private final ImmutableList<PlannedStep> steps;
    private final Lineage lineage;
    private @Nullable Channels channels;

    private PlanState(
            Teacher teacher, NetGraph graph, ImmutableMap<ParamKey, ImmutableList<ParamEdit>> edits, History history) {
        this.teacher = teacher;
        this.graph = graph;
        this.edits = edits;
        this.insertions = history.insertions;
        this.steps = history.steps;
        this.lineage = history.lineage;
    }

    /** What all plans for a teacher share, with notes on what none of their steps does. */
    private record Teacher(
            NetGraph graph, Memory memory, String inputSize, Inserter inserter, ImmutableList<String> notes) {}

    /** What the adapter tells of new layers of the teacher's students. */
    interface Inserter {
        /** As {@link NetworkAdapter#describe}. */
        Optional<NewLayer.Description> describe(NewLayer layer, NewLayer.Site site, String settings);

        /** As {@link NetworkAdapter#whyNoBranches}. */
        @Nullable
        String whyNoBranches();
    }

    private record AdapterInserter<N>(NetworkAdapter<N> adapter, N teacher) implements Inserter {
        @Override
        public Optional<NewLayer.Description> describe(NewLayer layer, NewLayer.Site site, String settings) {
            return adapter.describe(teacher, layer, site, settings);
        }

        @Override
        public @Nullable String whyNoBranches() {
            return adapter.whyNoBranches(teacher);
        }
    }

    private record History(
            ImmutableList<Blueprint.Insertion> insertions, ImmutableList<PlannedStep> steps, Lineage lineage) {}

    /**
     * The plan that changes nothing.
     *
     * @param adapter the adapter of the teacher's framework
     */
    public static <N> PlanState start(NetworkAdapter<N> adapter, N teacher) {
        return start(new Teacher(
                adapter.read(teacher),
                adapter.memory(teacher),
                adapter.inputSize(),
                new AdapterInserter<>(adapter, teacher),
                ImmutableList.of()));
    }

    private static PlanState start(Teacher teacher) {
        return new PlanState(
                teacher,
                teacher.graph,
                ImmutableMap.of(),
                new History(ImmutableList.of(), ImmutableList.of(), Lineage.EMPTY));
    }

    /** The plan of the same teacher that changes nothing. */
    public PlanState start() {
        return start(teacher);
    }

    /** Whether some weights are neither the teacher's nor copies of them, and start so that they change nothing. */
    boolean adds() {
        boolean inserts = insertions.stream()
                .flatMap(insertion -> insertion.nodes().stream())
                .anyMatch(inserted -> !inserted.making().isAid());
        return inserts
                || edits.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(edit -> edit instanceof ParamEdit.Enlarged
                                || edit.norms(NormChange.NONE).addsZeros(Set.of()));
    }

    /** This plan with notes on what none of its steps does. */
    public PlanState withNotes(List<String> notes) {
        Teacher noted = new Teacher(
                teacher.graph, teacher.memory, teacher.inputSize, teacher.inserter, ImmutableList.copyOf(notes));
        return new PlanState(noted, graph, edits, new History(insertions, steps, lineage));
    }

    ImmutableList<String> notes() {
        return teacher.notes;
    }

    public NetGraph teacher() {
        return teacher.graph;
    }

    /** What arrays take, and what there is. */
    public Memory memory() {
        return teacher.memory;
    }

    /** What gives the size of the input where it is not known, for messages. */
    String inputSize() {
        return teacher.inputSize;
    }

    Inserter inserter() {
        return teacher.inserter;
    }

    /** The student's graph after the steps so far. */
    public NetGraph graph() {
        return graph;
    }

    /** The channel groups of {@link #graph()}. */
    public synchronized Channels channels() {
        Channels known = channels;
        if (known == null) {
            known = Channels.infer(graph);
            channels = known;
        }
        return known;
    }

    /** The edits of a parameter, in order; empty if it is the teacher's, unchanged. */
    public ImmutableList<ParamEdit> edits(ParamKey key) {
        ImmutableList<ParamEdit> own = edits.get(key);
        return own == null ? ImmutableList.of() : own;
    }

    /** The nodes of the teacher whose statistics new batch norms need, of those that are calibrated on the data. */
    ImmutableSet<String> measuredOn(CalibrationData data) {
        return edits.values().stream()
                .flatMap(List::stream)
                .flatMap(edit -> Stream.ofNullable(edit.statistics()))
                .filter(request -> request.data().equals(data))
                .map(ParamEdit.StatisticsRequest::node)
                .collect(ImmutableSet.toImmutableSet());
    }

    /** The node of the teacher whose settings the given one has: itself, or that after which it was made. */
    String inTeacher(String node) {
        String origin = node;
        for (Blueprint.Insertion insertion : insertions.reverse()) {
            for (Blueprint.InsertedNode inserted : insertion.nodes().reverse()) {
                if (inserted.node().name().equals(origin) && inserted.template() != null) {
                    origin = inserted.template();
                }
            }
        }
        return origin;
    }

    /** The nodes that the teacher does not have. */
    ImmutableList<Blueprint.Insertion> insertions() {
        return insertions;
    }

    public ImmutableList<PlannedStep> steps() {
        return steps;
    }

    /** Where the student computes the teacher's function after all steps. */
    public Exactness exactness() {
        return steps.stream().map(PlannedStep::exactness).reduce(Exactness.FULL, Exactness::and);
    }

    Lineage lineage() {
        return lineage;
    }

    /** The structure that the adapter builds. */
    public Blueprint blueprint(Settings settings) {
        Training training = new Training(
                settings.carriesState(),
                settings.rates(),
                settings.balanced() && !settings.isBaseline() && widensBalanced(),
                settings.constraints(),
                afterEdits(Scaling.NONE, ParamEdit::scaling),
                afterEdits(NormChange.NONE, ParamEdit::norms));
        return new Blueprint(graph, insertions, initialValues(settings.seed()), training);
    }

    /** Those that perturb are not to be the values from which the teacher's training began. */
    private OptionalLong initialValues(long seed) {
        List<ParamEdit> all =
                edits.values().stream().flatMap(ImmutableList::stream).toList();
        if (all.stream().anyMatch(ShrinkAndPerturb.Edit.class::isInstance)) {
            return OptionalLong.of(Seeds.derive(seed, "perturbation", 0));
        }
        return all.stream().anyMatch(ParamEdit::needsInitial) ? OptionalLong.of(0) : OptionalLong.empty();
    }

    /** Whether no widening has shares of its own that are not balanced. */
    private boolean widensBalanced() {
        return edits.values().stream()
                .flatMap(List::stream)
                .filter(ParamEdit.Widened.class::isInstance)
                .flatMap(edit -> ((ParamEdit.Widened) edit).axes().stream())
                .allMatch(axis -> axis.values() == axis.gradients());
    }

    /** What the edits of each parameter make of a value, one after the other. */
    private <T> ImmutableMap<ParamKey, T> afterEdits(T start, BiFunction<ParamEdit, T, T> change) {
        ImmutableMap.Builder<ParamKey, T> results = ImmutableMap.builder();
        edits.forEach((key, all) -> {
            T result = start;
            for (ParamEdit edit : all) {
                result = change.apply(edit, result);
            }
            results.put(key, result);
        });
        return results.buildOrThrow();
    }

    /** This plan as it is executed: the baseline that the options ask for, if they do. */
    public PlanState executed(Settings settings) {
        return settings.isBaseline() ? new BaselinePlan(this, settings.baseline()).executed() : this;
    }

    /** The edits of all parameters that have some. */
    ImmutableMap<ParamKey, ImmutableList<ParamEdit>> edits() {
        return edits;
    }

    /** This plan with another graph of the same nodes. */
    PlanState withGraph(NetGraph newGraph) {
        return new PlanState(teacher, newGraph, edits, new History(insertions, steps, lineage));
    }

    /** This plan carried out in another way. */
    PlanState executedAs(
            NetGraph newGraph,
            ImmutableMap<ParamKey, ImmutableList<ParamEdit>> newEdits,
            ImmutableList<Blueprint.Insertion> newInsertions,
            ImmutableList<PlannedStep> newSteps) {
        return new PlanState(teacher, newGraph, newEdits, new History(newInsertions, newSteps, lineage));
    }

    /** This state with another graph and more edits. */
    PlanState with(NetGraph newGraph, Map<ParamKey, ParamEdit> more, Lineage newLineage) {
        Map<ParamKey, ImmutableList<ParamEdit>> all = new LinkedHashMap<>(edits);
        more.forEach((key, edit) -> all.merge(
                key,
                ImmutableList.of(edit),
                (before, added) -> ImmutableList.<ParamEdit>builder()
                        .addAll(before)
                        .addAll(added)
                        .build()));
        return new PlanState(teacher, newGraph, ImmutableMap.copyOf(all), new History(insertions, steps, newLineage));
    }

    PlanState withInsertions(List<Blueprint.Insertion> more) {
        ImmutableList<Blueprint.Insertion> all = ImmutableList.<Blueprint.Insertion>builder()
                .addAll(insertions)
                .addAll(more)
                .build();
        return new PlanState(teacher, graph, edits, new History(all, steps, lineage));
    }

    /** This state with its last step described otherwise. */
    PlanState withLastStep(UnaryOperator<PlannedStep> change) {
        return withStep(steps.size() - 1, change);
    }

    /** This state with one step described otherwise. */
    PlanState withStep(int index, UnaryOperator<PlannedStep> change) {
        List<PlannedStep> all = new ArrayList<>(steps);
        all.set(index, change.apply(steps.get(index)));
        return new PlanState(teacher, graph, edits, new History(insertions, ImmutableList.copyOf(all), lineage));
    }

    PlanState withSteps(List<PlannedStep> more) {
        ImmutableList<PlannedStep> all =
                ImmutableList.<PlannedStep>builder().addAll(steps).addAll(more).build();
        return new PlanState(teacher, graph, edits, new History(insertions, all, lineage));
    }
}
