package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.Quantities;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Description;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the steps from a network to a target: first layers that are inserted, at the network's widths; then kernels, heads
 * and vocabularies; then widths, inputs and classes.
 *
 * @param description what the network is that a plan comes to
 */
public record TargetPlanner(PlanState start, Options options, Function<PlanState, Description> description) {

    /**
     * The steps to a target.
     *
     * @param notes on settings that are not taken over
     */
    public record Route(ImmutableList<Step> steps, ImmutableList<String> notes) {}

    /**
     * The steps.
     *
     * @param batchNorm what becomes of batch norms in inserted layers; null if not specified
     * @throws GrowthException if there are none, with all that is in the way
     */
    public Route to(Description target, Deepening.@Nullable BatchNorm batchNorm) {
        Description network = description.apply(start);
        Optional<TargetAlignment> found = search(network, target, batchNorm);
        if (found.isEmpty()
                && batchNorm == null
                && search(network, target, Deepening.uncalibrated()).isPresent()) {
            throw new GrowthException(
                    "cannot grow toward the target: layers with batch norms have to be inserted, which"
                            + " are the identity only once they are calibrated on data. Use toward(target,"
                            + " calibratedOn(data)), or uncalibrated() for an identity in inference only.");
        }
        TargetAlignment aligned = found.map(
                        alignment -> new TargetNames(start, target.graph(), options).applied(alignment))
                .orElseGet(() -> new TargetLayers(
                                TargetMatch.byStructure(network, target),
                                new TargetInsertions(target.graph(), options, batchNorm, false),
                                start)
                        .align());
        TargetAlignment sized = new TargetSizes(target.graph(), options).applied(aligned);
        TargetComparison comparison = new TargetComparison(sized, description.apply(sized.student()), target);
        TargetAlignment compared = sized.differences().isEmpty() ? sized.with(comparison.differences()) : sized;
        if (found.isEmpty() || !compared.differences().isEmpty()) {
            throw refusal(compared, target);
        } else if (compared.steps().isEmpty()) {
            throw new GrowthException("cannot grow toward the target: the network has its structure already."
                    + lines(comparison.notes()));
        }
        return new Route(compared.steps(), comparison.notes());
    }

    private Optional<TargetAlignment> search(
            Description network, Description target, Deepening.@Nullable BatchNorm batchNorm) {
        return Stream.of(false, true)
                .map(anyModel -> new TargetInsertions(target.graph(), options, batchNorm, anyModel))
                .flatMap(insertions -> Stream.of(
                                TargetMatch.byName(network, target), TargetMatch.byStructure(network, target))
                        .map(match -> new TargetSearch(match, insertions)))
                .map(search -> search.from(start))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private GrowthException refusal(TargetAlignment aligned, Description target) {
        List<String> order = Stream.concat(start.graph().layers().stream(), target.graph().layers().stream())
                .distinct()
                .toList();
        Map<String, List<String>> layers = aligned.differences().stream()
                .sorted(Comparator.comparing(difference -> order.indexOf(difference.layer())))
                .collect(Collectors.groupingBy(
                        TargetDifference::what,
                        LinkedHashMap::new,
                        Collectors.mapping(TargetDifference::names, Collectors.toList())));
        List<String> reasons = new ArrayList<>();
        layers.forEach((reason, names) -> reasons.add(Quantities.some(names) + ": " + reason));
        String possible = aligned.steps().isEmpty()
                ? "No step leads nearer to it."
                : "Steps that lead nearer to it:"
                        + lines(aligned.steps().stream().map(Step::text).toList());
        return new GrowthException("cannot grow toward the target. " + common(aligned, target)
                + "What is in the way:"
                + (reasons.isEmpty() ? "\n  its layers are connected in another way" : lines(reasons)) + "\n"
                + possible);
    }

    /** What a target that is another architecture has in common with the network; empty for others. */
    private String common(TargetAlignment aligned, Description target) {
        Set<String> own = start.graph().layers();
        long matched = own.stream()
                .filter(layer -> start.graph().layer(layer).stream().anyMatch(aligned::isMatched))
                .count();
        return 2 * matched >= own.size()
                ? ""
                : "It is another architecture: of the network's " + own.size() + " layers, " + matched
                        + " have a counterpart among the target's "
                        + target.graph().layers().size() + ". ";
    }

    private static String lines(List<?> lines) {
        return lines.stream().map(line -> "\n  " + line).collect(Collectors.joining());
    }
}
