package io.github.net2net.examples.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.net2net.examples.results.ExperimentFile.Reference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the page's script draws, as JSON that can stand in a page. */
final class ChartData {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChartData() {}

    /**
     * A line.
     *
     * @param name for people
     * @param costs x, by axis; an axis is missing where nothing is known
     * @param measures y
     * @param seeds how many, by point
     * @param growth where it branches off
     * @param reference whether others published it
     */
    record Line(
            String name,
            Map<Axis, List<Double>> costs,
            Measures measures,
            List<Integer> seeds,
            Growth growth,
            boolean reference) {}

    /** What is measured at each point; null where that is no number. */
    record Measures(List<Double> accuracy, List<Double> accuracySpread, List<Double> loss, List<Double> lossSpread) {}

    /** Where a line branches off another; -1 if off none. */
    record Growth(int from, Map<Axis, Double> at) {}

    /** The lines of an experiment. */
    static String of(ExperimentResults results) {
        List<Line> lines = new ArrayList<>();
        for (RunResults run : results.runs()) {
            lines.add(line(results, run));
        }
        for (Reference reference : results.file().references()) {
            results.run(reference.run()).ifPresent(run -> lines.add(line(reference, run)));
        }
        try {
            // So that no name in it can end the script element.
            return JSON.writeValueAsString(lines).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Line line(ExperimentResults results, RunResults run) {
        List<MeanPoint> points = run.points();
        Map<Axis, List<Double>> costs = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.values()) {
            costs.put(
                    axis,
                    points.stream().map(point -> rounded(point.cost(axis), 100)).toList());
        }
        Measures measures = new Measures(
                points.stream()
                        .map(point -> rounded(point.accuracy().mean(), 1e6))
                        .toList(),
                points.stream()
                        .map(point -> rounded(point.accuracy().deviation(), 1e6))
                        .toList(),
                points.stream().map(point -> rounded(point.loss().mean(), 1e6)).toList(),
                points.stream()
                        .map(point -> rounded(point.loss().deviation(), 1e6))
                        .toList());
        List<Integer> seeds = points.stream().map(MeanPoint::seeds).toList();
        return new Line(run.name(), costs, measures, seeds, growth(results, run), false);
    }

    private static Growth growth(ExperimentResults results, RunResults run) {
        Optional<RunResults> parent = results.parent(run);
        if (parent.isEmpty() || run.points().isEmpty()) {
            return new Growth(-1, Map.of());
        }
        Map<Axis, Double> at = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.values()) {
            at.put(
                    axis,
                    parent.get().curves().stream()
                            .filter(curve -> !curve.points().isEmpty())
                            .mapToDouble(curve -> curve.costAt(run.entry().at(), axis))
                            .average()
                            .orElse(0));
        }
        return new Growth(results.runs().indexOf(parent.get()), at);
    }

    private static Line line(Reference reference, RunResults run) {
        @Nullable
        MeanPoint end =
                run.points().isEmpty() ? null : run.points().get(run.points().size() - 1);
        List<Double> own = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        if (end != null && end.iteration() > 0) {
            double batch = end.cost(Axis.IMAGES) / end.iteration();
            double before = end.cost(Axis.TOTAL_IMAGES) - end.cost(Axis.IMAGES);
            reference.accuracies().forEach((iteration, accuracy) -> {
                own.add(iteration * batch);
                all.add(before + iteration * batch);
                accuracies.add(accuracy);
            });
        }
        return new Line(
                reference.run() + ", as published: " + reference.source(),
                Map.of(Axis.IMAGES, own, Axis.TOTAL_IMAGES, all),
                new Measures(accuracies, List.of(), List.of(), List.of()),
                List.of(),
                new Growth(-1, Map.of()),
                true);
    }

    /** Null, a gap, for what is no number: the loss of a network that diverged. */
    private static @Nullable Double rounded(double value, double unit) {
        return Double.isFinite(value) ? Math.rint(value * unit) / unit : null;
    }
}
