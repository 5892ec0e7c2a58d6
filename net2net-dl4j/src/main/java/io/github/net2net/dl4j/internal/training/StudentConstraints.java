package io.github.net2net.dl4j.internal.training;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import com.google.common.primitives.Ints;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Trainables;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.NormChange;
import io.github.net2net.spi.Training;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.constraint.BaseConstraint;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;

/**
 * The constraints on the weights of one layer of a student. DL4J applies them to parameters after each step: a norm over
 * some axes is brought into its limits. Where every norm of the student's is s times the teacher's, limits times s, and
 * the ε beside them, do to the student what the teacher's do to the teacher.
 *
 * @param name the layer's name
 * @param part the layer, of the teacher's configuration or a copy of it, or one inside its wrappers
 * @param nodes the layer's nodes in the student
 * @param inserted whether the teacher does not have the layer
 * @param training how training continues
 */
record StudentConstraints(String name, TrainedPart part, List<Node> nodes, boolean inserted, Training training) {
    /** What the constraints become, and what a plan prints of that. */
    private record Outcome(List<LayerConstraint> constraints, List<String> lines) {}

    /**
     * The student's constraints; null if it has none.
     *
     * @throws GrowthException if a constraint would change the function, and nothing was stated about constraints
     */
    @Nullable
    List<LayerConstraint> constraints() {
        List<LayerConstraint> student = outcome().constraints;
        return student.isEmpty() ? null : student;
    }

    /**
     * What a plan prints.
     *
     * @throws GrowthException as {@link #constraints}
     */
    List<String> lines() {
        return outcome().lines;
    }

    private Outcome outcome() {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        Layer layer = part.layer();
        List<LayerConstraint> teachers = layer.getConstraints() == null ? List.of() : layer.getConstraints();
        for (LayerConstraint constraint : teachers) {
            if (constraint instanceof BaseConstraint base && !base.getParams().isEmpty()) {
                put(base, outcome);
            } else if (changed().isEmpty() || keepsInexact(constraint, name, "", outcome)) {
                outcome.constraints.add(constraint.clone());
            }
        }
        return outcome;
    }

    /** The layer's parameters that are not the teacher's as they are. */
    private List<ParamKey> changed() {
        return nodes.stream()
                .flatMap(node -> node.params().stream().map(param -> new ParamKey(node.name(), param.name())))
                .filter(key -> part.owns(key.param()) && training.norms().containsKey(key))
                .toList();
    }

    private void put(BaseConstraint constraint, Outcome outcome) {
        SetMultimap<Double, String> paramsByFactor = LinkedHashMultimap.create();
        paramsByFactor.putAll(1.0, constraint.getParams());
        for (ParamKey key : changed()) {
            String array = part.array(key.param());
            if (!constraint.getParams().contains(array)) {
                continue;
            }
            OptionalDouble factor = factor(constraint, key);
            if (factor.isPresent() && factor.getAsDouble() != 1) {
                paramsByFactor.remove(1.0, array);
                paramsByFactor.put(factor.getAsDouble(), array);
                outcome.lines.add(String.format(
                        Locale.ROOT, "%s  limits of %s x %.4g", key, type(constraint), factor.getAsDouble()));
            } else if (factor.isEmpty()
                    && !keepsInexact(constraint, key.toString(), elseExact(constraint, key), outcome)) {
                paramsByFactor.remove(1.0, array);
            }
        }
        paramsByFactor.asMap().forEach((factor, params) -> outcome.constraints.add(copy(constraint, params, factor)));
    }

    /** How the constraint could stay exact, as the end of a sentence; empty if it can't. */
    private String elseExact(BaseConstraint constraint, ParamKey key) {
        boolean followsNorms = isProportional(constraint) && !isReshaped(key.param()) && !hasNewEntries(key);
        return !inserted && (followsNorms || constraint instanceof NonNegativeConstraint)
                ? "; or widen by a whole multiple with Donors.cyclic() and SymmetryBreaking.none()"
                : "";
    }

    /** Whether the parameter got words or parts of attention heads, which are no copies. */
    private boolean hasNewEntries(ParamKey key) {
        NormChange change = training.norms().getOrDefault(key, NormChange.NONE);
        return nodes.stream()
                .filter(node -> node.name().equals(key.node()))
                .map(node -> node.param(key.param()))
                .anyMatch(param -> IntStream.range(0, param.roles().size())
                        .anyMatch(axis -> isOfEntries(param.roles().get(axis)) && change.adds(axis)));
    }

    private static boolean isOfEntries(AxisRole role) {
        return role instanceof AxisRole.Vocabulary
                || role instanceof AxisRole.Heads
                || role instanceof AxisRole.HeadSize
                || role instanceof AxisRole.HeadOutputs;
    }

    /**
     * Whether a constraint stays although it may change the function.
     *
     * @param otherwise how it could stay exact, as the end of a sentence
     */
    private boolean keepsInexact(LayerConstraint constraint, String what, String otherwise, Outcome outcome) {
        return switch (training.constraints()) {
            case EXACT ->
                throw new GrowthException("cannot keep the " + type(constraint) + " of '" + what
                        + "': the grown weights have other norms or signs than the teacher's, by no single factor, so"
                        + " that the constraint would change the function at the first training step. Use"
                        + " weightConstraints(WeightConstraints.KEEP) or DROP" + otherwise + ".");
            case KEEP -> {
                outcome.lines.add(what + "  approximate: " + type(constraint)
                        + " is kept, and may change the function at the first training step");
                yield true;
            }
            case DROP -> {
                outcome.lines.add(what + "  approximate: " + type(constraint) + " is dropped");
                yield false;
            }
        };
    }

    /** By what the limits must be multiplied; empty if no such factor makes the constraint act as the teacher's. */
    private OptionalDouble factor(BaseConstraint constraint, ParamKey key) {
        NormChange change = training.norms().getOrDefault(key, NormChange.NONE);
        if (constraint instanceof NonNegativeConstraint) {
            boolean keepsSigns = !change.isNoisy() && !(inserted && part.layer() instanceof BatchNormalization);
            return keepsSigns ? OptionalDouble.of(1) : OptionalDouble.empty();
        } else if (inserted || isReshaped(key.param())) {
            return OptionalDouble.empty();
        }
        Set<Integer> over = ImmutableSet.copyOf(Ints.asList(constraint.getDimensions()));
        OptionalDouble factor = change.factor(over);
        boolean isOne = factor.isPresent() && Math.abs(factor.getAsDouble() - 1) < 1e-9;
        if (isOne && !(constraint instanceof UnitNormConstraint && change.addsZeros(over))) {
            return OptionalDouble.of(1);
        }
        return isProportional(constraint) ? factor : OptionalDouble.empty();
    }

    /** With a rate, DL4J adds a part of the norm itself to what it multiplies by. */
    private static boolean isProportional(BaseConstraint constraint) {
        return constraint instanceof MaxNormConstraint
                || (constraint instanceof MinMaxNormConstraint both && both.getRate() == 1);
    }

    /** The axes that a constraint names are those of DL4J's array, which is not the one that the layer computes with. */
    private boolean isReshaped(String param) {
        return (part.layer() instanceof Convolution1DLayer && param.equals("W"))
                || !Trainables.arrayOf(param).equals(param);
    }

    private static String type(LayerConstraint constraint) {
        return constraint.getClass().getSimpleName();
    }

    /** DL4J's own copies forget ε, and the parameters of a {@link NonNegativeConstraint}. */
    private static LayerConstraint copy(BaseConstraint constraint, Collection<String> params, double times) {
        BaseConstraint copy = constraint.clone();
        copy.setParams(new HashSet<>(params));
        copy.setEpsilon(constraint.getEpsilon() * times);
        if (copy instanceof MaxNormConstraint most) {
            most.setMaxNorm(most.getMaxNorm() * times);
        } else if (copy instanceof MinMaxNormConstraint both) {
            both.setMin(both.getMin() * times);
            both.setMax(both.getMax() * times);
        }
        return copy;
    }
}
