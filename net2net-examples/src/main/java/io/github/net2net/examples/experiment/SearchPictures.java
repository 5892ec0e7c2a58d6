package io.github.net2net.examples.experiment;

import com.google.common.collect.Lists;
import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import io.github.net2net.dl4j.search.SearchResult;
import io.github.net2net.dl4j.search.TrialResult;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.LineChart;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The curves of all trials, and their scores against the size of the networks. */
final class SearchPictures {
    private static final double TERA = 1e12;

    private SearchPictures() {}

    /** Writes {@code curves.png} and {@code pareto.png}. */
    static void write(SearchResult<?> result, Path folder) {
        write(curves(result), folder.resolve("curves.png"));
        write(pareto(result), folder.resolve("pareto.png"));
    }

    private static void write(XYChart chart, Path file) {
        try {
            AtomicFile.write(file, part -> {
                try (OutputStream out = Files.newOutputStream(part)) {
                    LineChart.write(chart, out);
                }
            });
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
    }

    /** The teacher's curve, and the best student's, in colors. */
    private static XYChart curves(SearchResult<?> result) {
        XYChart chart = LineChart.of(
                "Trials of the search (black: the teacher trained on; orange: the best student)",
                "tera multiply-adds of training",
                "accuracy, held-back images");
        chart.getStyler().setLegendVisible(false);
        for (TrialResult trial : Lists.reverse(result.ranking())) {
            List<Double> costs = new ArrayList<>();
            List<Double> scores = new ArrayList<>();
            double cost = 0;
            for (Epoch piece : trial.progress().epochs()) {
                cost += piece.multiplyAdds() / TERA;
                costs.add(cost);
                scores.add(piece.score());
            }
            if (!costs.isEmpty()) {
                XYSeries line = chart.addSeries(trial.number() + " " + trial.name(), costs, scores);
                line.setMarker(SeriesMarkers.CIRCLE);
                line.setMarkerColor(color(result, trial));
                line.setLineColor(color(result, trial));
            }
        }
        return chart;
    }

    private static Color color(SearchResult<?> result, TrialResult trial) {
        boolean best = result.bestStudent().filter(trial::equals).isPresent();
        return trial.isBaseline() ? Color.BLACK : best ? LineChart.ORANGE : new Color(0x56B4E9);
    }

    /** Each trial at its last score; the line joins those that no smaller network is better than. */
    private static XYChart pareto(SearchResult<?> result) {
        XYChart chart = LineChart.of("Score against cost", "million multiply-adds of a forward pass", "accuracy");
        List<TrialResult> trials = result.ranking().stream()
                .filter(trial -> trial.failure().isEmpty())
                .sorted(Comparator.comparingDouble(SearchPictures::cost))
                .toList();
        List<TrialResult> front = new ArrayList<>();
        for (TrialResult trial : trials) {
            if (front.isEmpty() || trial.score() > front.get(front.size() - 1).score()) {
                front.add(trial);
            }
        }
        add(chart, "trials, each at its last score", trials).setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        add(chart, "Pareto front", front).setMarker(SeriesMarkers.NONE);
        return chart;
    }

    private static double cost(TrialResult trial) {
        return trial.plan().studentMultiplyAdds().orElse(0) / 1e6;
    }

    private static XYSeries add(XYChart chart, String name, List<TrialResult> trials) {
        return chart.addSeries(
                name,
                trials.stream().mapToDouble(SearchPictures::cost).toArray(),
                trials.stream().mapToDouble(TrialResult::score).toArray());
    }
}
