package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.Node;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.TrainingOutlook;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The content of a plan: all that it prints, and all that a replay has to match.
 *
 * @param recipe what was specified
 * @param size the sizes of teacher and student
 * @param exactness where the function is preserved
 * @param steps what the single steps come to
 * @param notes on layers that are not trained, and on what no step does
 * @param training how training will continue
 * @param architecture of the network that it was planned for
 */
public record PlanData(
        RecipeData recipe,
        Size size,
        Exactness exactness,
        List<PlannedStep> steps,
        List<String> notes,
        TrainingOutlook training,
        Architecture architecture) {
    public PlanData {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /**
     * The sizes of teacher and student.
     *
     * @param teacherParameters the number of parameters
     * @param studentParameters the number of parameters
     * @param bytesPerElement of a parameter
     * @param teacherMultiplyAdds for one example, null if unknown
     * @param studentMultiplyAdds for one example, null if unknown
     * @param uncounted why multiply-adds are unknown, null if they are known
     */
    public record Size(
            long teacherParameters,
            long studentParameters,
            int bytesPerElement,
            @Nullable Long teacherMultiplyAdds,
            @Nullable Long studentMultiplyAdds,
            @Nullable String uncounted) {
        private static Size of(PlanState state) {
            return new Size(
                    state.teacher().parameterCount(),
                    state.graph().parameterCount(),
                    state.memory().bytesPerElement(),
                    boxed(state.teacher().multiplyAdds()),
                    boxed(state.graph().multiplyAdds()),
                    state.graph()
                            .firstUncounted()
                            .map(node -> uncounted(node, state.inputSize()))
                            .orElse(null));
        }

        /** Why multiply-adds are unknown. */
        static String uncounted(Node node, String inputSize) {
            return "the output size of '" + node.layer() + "' is not known without " + inputSize;
        }

        private static @Nullable Long boxed(OptionalLong number) {
            return number.isPresent() ? (Long) number.getAsLong() : null;
        }
    }

    /** The content of the plan that the state is. */
    public static PlanData of(RecipeData recipe, PlanState state, TrainingOutlook training) {
        return new PlanData(
                recipe,
                Size.of(state),
                state.exactness(),
                state.steps().stream().map(PlannedStep::withoutBaseline).toList(),
                ImmutableList.<String>builder()
                        .addAll(new FrozenLayers(state).lines())
                        .addAll(state.notes())
                        .build(),
                withDepartures(training, state, Settings.of(recipe.specified())),
                Architecture.of(state.teacher()));
    }

    /** The outlook with what keeps the student from following its teacher at any rate. */
    private static TrainingOutlook withDepartures(TrainingOutlook outlook, PlanState state, Settings settings) {
        boolean promised = settings.rates().follows()
                || (settings.balanced() && settings.rates().keeps());
        if (!promised || settings.isBaseline()) {
            return outlook;
        }
        ImmutableList.Builder<String> lines = ImmutableList.<String>builder().addAll(outlook.lines());
        boolean breaks = !settings.symmetry().equals(SymmetryBreaking.none());
        if (breaks && !CopyFinder.find(state).isEmpty()) {
            lines.add("the copies start apart (" + settings.symmetry() + "), so training follows the teacher's"
                    + " approximately");
        }
        if (state.adds()) {
            lines.add("new weights that are no copies learn too, so training follows the teacher's approximately");
        }
        return new TrainingOutlook(outlook.summary(), lines.build());
    }

    /** This plan with the recipe's data supplied. */
    public PlanData with(RecipeData withData) {
        return new PlanData(withData, size, exactness, steps, notes, training, architecture);
    }

    /** The first way in which another plan of the same recipe differs, as a sentence's end; empty if none does. */
    public Optional<String> firstDifference(PlanData other) {
        for (int i = 0; i < Math.min(steps.size(), other.steps.size()); i++) {
            PlannedStep then = steps.get(i);
            PlannedStep now = other.steps.get(i);
            if (!then.headline().equals(now.headline())) {
                return Optional.of(
                        "step " + (i + 1) + " was '" + then.headline() + "' and would now be '" + now.headline() + "'");
            } else if (!then.donors().equals(now.donors())) {
                return Optional.of("step " + (i + 1) + ", '" + then.headline() + "', copied " + then.donors()
                        + " and would now copy " + now.donors());
            }
        }
        return summary().equals(other.summary())
                ? Optional.empty()
                : Optional.of("it was " + summary() + " and would now be " + other.summary());
    }

    private String summary() {
        return steps.size() + " steps from " + size.teacherParameters + " to " + size.studentParameters
                + " parameters, " + exactness;
    }
}
