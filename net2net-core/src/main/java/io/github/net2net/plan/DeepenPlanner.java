package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.EqualCopies;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Masks;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.transform.BatchNormIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans insertions of units that start as the identity: arXiv 1511.05641, section 2.3. */
record DeepenPlanner(PlanState state) {

    PlanState deepen(Step.Deepen step) {
        Node producer = new LayerLookup(state).producer("deepen after", step.after());
        Unit unit = Unit.startingAt(state.graph(), producer);
        checkAllowed(step, unit);
        boolean withNorm = unit.batchNorm() != null && !(step.batchNorm() instanceof Deepening.Omitted);
        FreshNames names = new FreshNames(state.graph());
        UnitCopy copy = new UnitCopy(unit, names, withNorm, state.graph().channels(producer.name()));
        Map<ParamKey, ParamEdit> edits = edits(step, unit, copy);
        String end = unit.end().name();
        return state.with(
                        state.graph().insertAfter(Map.of(end, copy.nodes())),
                        edits,
                        state.lineage().inserted(Maps.toMap(Lists.transform(copy.nodes(), Node::name), name -> end)))
                .withInsertions(List.of(new Blueprint.Insertion(end, copy.insertedNodes())))
                .withSteps(List.of(planned(step, unit, copy, withNorm)));
    }

    private void checkAllowed(Step.Deepen step, Unit unit) {
        LayerLookup lookup = new LayerLookup(state);
        String where = "cannot deepen after '" + step.after() + "': ";
        if (state.graph().layer(unit.end().layer()).stream()
                .anyMatch(node -> state.graph().outputs().contains(node.name()))) {
            throw new GrowthException(where + "it is an output of the network, and a layer behind it would change what"
                    + " the loss sees. " + lookup.deepenInFrontOf(unit.producer()));
        }
        checkEnd(where, unit);
        String notRepeatable = notRepeatable(unit.producer());
        if (notRepeatable != null) {
            throw new GrowthException(where + "it " + notRepeatable + ". " + lookup.deepenInFrontOf(unit.producer()));
        }
        if (!canBeIdentity(unit.producer())) {
            String kind = LayerLookup.withArticle(unit.producer().kind());
            throw new GrowthException(where + "no weights make " + kind + " return its input unchanged. "
                    + lookup.deepenInFrontOf(unit.producer()));
        }
        ActivationTraits activation = unit.activation();
        if (!activation.idempotent()) {
            throw new GrowthException(where + "its activation is " + activation.name()
                    + ", which differs if it is applied twice: f(f(x)) = f(x) must hold, as it does for relu, identity"
                    + " and hard tanh. Deepen after a layer with such an activation.");
        }
        checkBatchNorm(where, step.batchNorm(), unit);
    }

    /** Whether the layer reads one value through one weight array, from each channel and tap to each channel. */
    private static boolean canBeIdentity(Node producer) {
        List<Param> weights = producer.params().stream().filter(Param::consumes).toList();
        return producer.inputs().size() == 1 && weights.size() == 1 && isPlain(weights.get(0), producer.kernel());
    }

    private static boolean isPlain(Param weights, @Nullable Kernel kernel) {
        List<AxisRole> roles = new ArrayList<>();
        for (int axis = 0; axis < weights.roles().size(); axis++) {
            if (!(weights.roles().get(axis) instanceof AxisRole.Fixed
                    && weights.shape().size(axis) == 1)) {
                roles.add(weights.roles().get(axis));
            }
        }
        return roles.remove(AxisRole.IN)
                && roles.remove(AxisRole.OUT)
                && roles.stream().allMatch(role -> role instanceof AxisRole.Spatial && kernel != null);
    }

    /** A layer that continues behind the unit does something with its channels that keeps the unit from being repeated. */
    private static @Nullable String notRepeatable(Node producer) {
        EqualCopies copies = producer.equalCopies();
        return producer.notRepeatable() == null && copies != null
                ? copies.reason() + ", which is no identity"
                : producer.notRepeatable();
    }

    private void checkEnd(String where, Unit unit) {
        for (Node reader : state.graph().consumers(unit.end().name())) {
            if (reader.layer().equals(unit.end().layer())
                    && reader.behavior() instanceof ChannelBehavior.Opaque opaque) {
                throw new GrowthException(where + "it " + opaque.reason() + ", and a copy of its unit would not start"
                        + " as the identity. Deepen after another layer.");
            }
        }
    }

    private void checkBatchNorm(String where, Deepening.@Nullable BatchNorm rule, Unit unit) {
        Node norm = unit.batchNorm();
        if (norm == null) {
            if (rule != null && !(rule instanceof Deepening.Omitted)) {
                throw new GrowthException(where + "its unit has no batch norm to calibrate. Leave batchNorm(..) out.");
            }
            return;
        }
        if (rule == null) {
            throw new GrowthException(where + "its unit has the batch norm '" + norm.layer() + "', which starts as the"
                    + " identity only with the statistics of what will arrive. Use batchNorm(calibratedOn(data)), or"
                    + " uncalibrated() for an identity in inference only, or withoutBatchNorm().");
        }
        if (rule instanceof Deepening.Calibrated awaited && awaited.awaitsData()) {
            throw new GrowthException(where + "its batch norm '" + norm.layer() + "' was calibrated on data ("
                    + awaited.data() + "), which JSON does not hold. Give the data: withData(calibratedOn(data)).");
        }
        BatchNormTraits traits = norm.batchNorm();
        if (traits != null && traits.lock() != null) {
            checkLocked(where, rule, norm, traits);
        }
    }

    private static void checkLocked(
            String where, Deepening.@Nullable BatchNorm rule, Node norm, BatchNormTraits traits) {
        BatchNormTraits.Locked lock = Objects.requireNonNull(traits.lock());
        if (rule instanceof Deepening.Uncalibrated && !BatchNormIdentity.existsFor(lock.gamma(), traits.epsilon())) {
            throw new GrowthException(where + "the batch norm '" + norm.layer() + "' has a constant gamma of "
                    + lock.gamma() + ", and only one above the root of its epsilon " + traits.epsilon()
                    + " can be the identity. Use withoutBatchNorm().");
        }
        if (rule instanceof Deepening.Calibrated) {
            throw new GrowthException(where + "the batch norm '" + norm.layer() + "' has a constant gamma and beta, so"
                    + " statistics of data can't be undone. Use uncalibrated() for an identity in inference only, or"
                    + " withoutBatchNorm().");
        }
    }

    private Map<ParamKey, ParamEdit> edits(Step.Deepen step, Unit unit, UnitCopy copy) {
        Map<ParamKey, ParamEdit> edits = new LinkedHashMap<>();
        for (Node node : copy.nodes()) {
            InitialEdits initial = new InitialEdits(node);
            if (node.batchNorm() != null) {
                edits.putAll(initial.batchNorm(source(step, unit, node)));
            } else if (node.produces()) {
                edits.putAll(initial.identity());
            }
        }
        return edits;
    }

    private ParamEdit.BatchNormSource source(Step.Deepen step, Unit unit, Node norm) {
        BatchNormTraits traits = norm.batchNorm();
        int channels = state.graph().channels(unit.end().name());
        if (traits == null) {
            throw new IllegalStateException(norm + " is no batch norm");
        }
        BatchNormTraits.Locked lock = traits.lock();
        if (lock != null) {
            return new BatchNormSources.Locked(channels, lock, traits.epsilon());
        } else if (step.batchNorm() instanceof Deepening.Calibrated calibrated) {
            Lineage.Origin origin =
                    state.lineage().origin(state.graph(), unit.end().name());
            if (origin.map().hasFresh()) {
                throw new GrowthException("cannot deepen after '" + step.after() + "' with calibration: some of its"
                        + " channels are new and have no statistics in the teacher. Deepen before widening with fresh"
                        + " channels, or grow twice.");
            }
            if (origin.scaled()) {
                throw new GrowthException(
                        "cannot deepen after '" + step.after() + "' with calibration: Shares.balanced()"
                                + " has scaled its channels, and the teacher's statistics are of the unscaled ones. Deepen"
                                + " before widening, or grow twice.");
            }
            return new BatchNormSources.Measured(
                    new ParamEdit.StatisticsRequest(origin.teacherNode(), origin.map(), calibrated.data()),
                    traits.epsilon());
        }
        return new BatchNormSources.Standard(channels, traits.epsilon());
    }

    private PlannedStep planned(Step.Deepen step, Unit unit, UnitCopy copy, boolean withNorm) {
        String layers = copy.nodes().stream().map(Node::layer).distinct().collect(Collectors.joining(", "));
        Node first = copy.nodes().get(0);
        String size = first.kernel() == null ? "" : first.kernel().sizes() + " ";
        String activation = unit.activation().name() + (unit.activation().idempotent() ? " (idempotent)" : "");
        String begin = "deepen after " + step.after() + ": new layer " + layers + ", ";
        Optional<String> masks = changeOfMasks(unit, copy);
        List<String> notes = new ArrayList<>();
        if (withNorm) {
            notes.add(
                    step.batchNorm() instanceof Deepening.Calibrated
                            ? "batch norm calibrated: exact in inference; in training mode exact on the calibration"
                                    + " data as one batch"
                            : "batch norm not calibrated: exact in inference only");
        }
        masks.ifPresent(notes::add);
        return new PlannedStep(
                begin + size + "identity, " + activation,
                ImmutableList.copyOf(notes),
                ImmutableList.of(),
                ImmutableList.of(),
                new Exactness(true, !withNorm, masks.isEmpty()),
                new PlannedStep.BaselineText(begin + "initialized at random, " + activation, ImmutableList.of()));
    }

    /** Why a copy of the unit is not the identity where a mask arrives; empty if it is. */
    private Optional<String> changeOfMasks(Unit unit, UnitCopy copy) {
        if (!Masks.in(state.graph()).leave(unit.end())) {
            return Optional.empty();
        }
        Kernel kernel = copy.nodes().get(0).kernel();
        if (kernel != null && !kernel.keepsMasks()) {
            return Optional.of(
                    "a mask is pooled over the new layer's kernel, so with a mask more positions count than before");
        }
        return unit.batchNorm() != null && unit.producer().maskUse() == MaskUse.ZEROES
                ? Optional.of(
                        "the new layer sets masked positions to zero, which the batch norm before it does not leave"
                                + " at zero, so with a mask they differ")
                : Optional.empty();
    }
}
