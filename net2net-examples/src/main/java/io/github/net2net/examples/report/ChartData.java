package io.github.net2net.examples.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.net2net.examples.report.RunResults.MeanPoint;
import io.github.net2net.examples.results.ExperimentFile.Reference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The data that the page's script draws, as JSON that can be embedded in a page. */
final class ChartData {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Growth NO_GROWTH = new Growth(-1, Map.of());

    private ChartData() {}

    /**
     * A line.
     *
     * @param name for people
     * @param costs x, by axis; without the axes that are not known
     * @param measures y
     * @param seeds number of seeds, by point
     * @param growth where it was grown from another line
     * @param reference whether others published it
     */
    record Line(
            String name,
            Map<Axis, List<Double>> costs,
            Measures measures,
            List<Integer> seeds,
            Growth growth,
            boolean reference) {}

    /** The measures at each point; null for values that are not finite. */
    record Measures(List<Double> accuracy, List<Double> accuracySpread, List<Double> loss, List<Double> lossSpread) {}

    /** The index of the line that a line was grown from, or -1, and its costs there. */
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
        return embedded(lines);
    }

    /** As JSON in which nothing can end the script element that it stands in. */
    static String embedded(Object data) {
        try {
            return JSON.writeValueAsString(data).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Line line(ExperimentResults results, RunResults run) {
        List<MeanPoint> points = run.points();
        Map<Axis, List<Double>> costs = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.values()) {
            costs.put(axis, rounded(points, point -> point.cost(axis), 100));
        }
        Measures measures = new Measures(
                rounded(points, point -> point.accuracy().mean(), 1e6),
                rounded(points, point -> Texts.deviation(point.accuracy()), 1e6),
                rounded(points, point -> point.loss().mean(), 1e6),
                rounded(points, point -> Texts.deviation(point.loss()), 1e6));
        List<Integer> seeds = points.stream().map(MeanPoint::seeds).toList();
        return new Line(run.name(), costs, measures, seeds, growth(results, run), false);
    }

    private static Growth growth(ExperimentResults results, RunResults run) {
        Optional<RunResults> parent = results.parent(run);
        if (parent.isEmpty() || run.points().isEmpty()) {
            return NO_GROWTH;
        }
        Map<Axis, Double> at = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.values()) {
            at.put(
                    axis,
                    parent.get().curves().stream()
                            .filter(curve -> !curve.rows().isEmpty())
                            .mapToDouble(curve -> curve.costAt(run.entry().at(), axis))
                            .average()
                            .orElse(0));
        }
        return new Growth(results.runs().indexOf(parent.get()), at);
    }

    private static Line line(Reference reference, RunResults run) {
        List<Double> own = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        List<MeanPoint> points = run.points();
        if (!points.isEmpty() && points.get(points.size() - 1).iteration() > 0) {
            MeanPoint end = points.get(points.size() - 1);
            double batch = end.cost(Axis.EXAMPLES) / end.iteration();
            double before = end.cost(Axis.TOTAL_EXAMPLES) - end.cost(Axis.EXAMPLES);
            reference.accuracies().forEach((iteration, accuracy) -> {
                own.add(iteration * batch);
                all.add(before + iteration * batch);
                accuracies.add(accuracy);
            });
        }
        return new Line(
                reference.run() + ", as published: " + reference.source(),
                Map.of(Axis.EXAMPLES, own, Axis.TOTAL_EXAMPLES, all),
                new Measures(accuracies, List.of(), List.of(), List.of()),
                List.of(),
                NO_GROWTH,
                true);
    }

    private static List<Double> rounded(List<MeanPoint> points, ToDoubleFunction<MeanPoint> value, double unit) {
        return points.stream()
                .map(point -> rounded(value.applyAsDouble(point), unit))
                .toList();
    }

    /** Null, a gap in the line, for the loss of a network that diverged. */
    private static @Nullable Double rounded(double value, double unit) {
        return Double.isFinite(value) ? Math.rint(value * unit) / unit : null;
    }
}
