package io.github.net2net.dl4j.search;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.Inspection.Layer;
import io.github.net2net.Inspection.Way;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.rule.Deepening;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One step from a network at every place that can.
 *
 * @param factor of widenings
 */
record Neighbors(double factor) implements RecipeSource {
    private static final String WIDEN = "widen";
    private static final String DEEPEN = "deepenAfter";

    Neighbors {
        checkArgument(
                factor > 1 && Double.isFinite(factor),
                "neighbors(%s): give a finite factor above 1, such as 1.5",
                factor);
    }

    @Override
    public List<Recipe> recipes(Growth<?> growth) {
        ImmutableList.Builder<Recipe> recipes = ImmutableList.builder();
        Set<List<String>> widened = new HashSet<>();
        Map<String, Layer> seen = new HashMap<>();
        for (Layer layer : growth.inspect().layers()) {
            seen.put(layer.name(), layer);
            for (Way way : layer.ways()) {
                // Widening any layer of a group widens all.
                boolean repeats =
                        way.call().equals(WIDEN) ? !widened.add(layer.producers()) : endsUnit(layer, way.call(), seen);
                if (way.possible() && !repeats) {
                    possible(growth, steps(layer, way)).ifPresent(recipes::add);
                }
            }
        }
        return recipes.build();
    }

    /** Deepening after a layer with weights puts new layers after its activation. */
    private static boolean endsUnit(Layer layer, String call, Map<String, Layer> seen) {
        if (!call.equals(DEEPEN) || !layer.kind().equals("activation")) {
            return false;
        }
        Layer before = requireNonNull(seen.get(layer.inputs().get(0)));
        Layer first = before.kind().equals("batch norm")
                ? requireNonNull(seen.get(before.inputs().get(0)))
                : before;
        return first.producers().contains(first.name())
                && first.ways().stream()
                        .anyMatch(way -> way.possible() && way.call().equals(DEEPEN));
    }

    /** The step of a way, the one to be preferred first. */
    private Stream<Recipe> steps(Layer layer, Way way) {
        String name = layer.name();
        return switch (way.call()) {
            case WIDEN ->
                Stream.of(
                        Recipe.of().widen(name).times(factor),
                        Recipe.of().widen(name).to(way.widths().get(way.widths().size() - 1)));
            case DEEPEN ->
                Stream.of(
                                Deepening.exact(),
                                // The trials put in the data of the search.
                                Deepening.exact().batchNorm(Calibration.calibratedOn(Nd4j.scalar(0.0))),
                                Deepening.exact().withoutBatchNorm())
                        .map(deepening -> Recipe.of().deepenAfter(name, deepening));
            case "enlargeKernel" ->
                Stream.of(Recipe.of()
                        .enlargeKernel(name)
                        .to(layer.kernel().stream().mapToInt(size -> size + 2).toArray()));
            default -> Stream.of();
        };
    }

    private static Optional<Recipe> possible(Growth<?> growth, Stream<Recipe> recipes) {
        return recipes.filter(recipe -> isPossible(growth, recipe)).findFirst();
    }

    static boolean isPossible(Growth<?> growth, Recipe recipe) {
        try {
            Growth<?> unused = growth.apply(recipe);
            return true;
        } catch (GrowthException refusal) {
            return false;
        }
    }
}
