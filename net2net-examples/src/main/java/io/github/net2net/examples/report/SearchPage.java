package io.github.net2net.examples.report;

import io.github.net2net.dl4j.schedule.Progress.Epoch;
import io.github.net2net.dl4j.search.SearchResult;
import io.github.net2net.dl4j.search.TrialResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Searches among growths as one self-contained HTML page: the trials as curves, score against cost, and the ranking. */
public final class SearchPage {
    private static final double TERA = 1e12;
    private static final double MEGA = 1e6;

    private SearchPage() {}

    /**
     * A search.
     *
     * @param title of its part of the page
     * @param text what came of it, in a sentence
     */
    public record Section(String title, String text, SearchResult<?> result) {}

    /** What the page's script draws of a trial; the cost is that of training so far, the size that of a forward pass. */
    record Line(String name, String role, List<Double> costs, List<Double> scores, double size, boolean onFront) {}

    /** The page. */
    public static String page(String title, List<Section> sections) {
        return Reports.filled(
                Reports.FOLDER + "search.html",
                Map.of(
                        "title", title,
                        "sections", sections.stream().map(SearchPage::values).toList(),
                        "style", Reports.style(),
                        "library", Reports.chartLibrary(),
                        "script", Reports.resource("search.js")));
    }

    private static Map<String, Object> values(Section section) {
        SearchResult<?> result = section.result;
        return Map.of(
                "title",
                section.title,
                "text",
                section.text,
                "score",
                result.baseline().progress().lowerIsBetter() ? "loss" : "accuracy",
                "data",
                ChartData.embedded(lines(result)),
                "rows",
                result.ranking().stream().map(trial -> row(result, trial)).toList());
    }

    private static List<Line> lines(SearchResult<?> result) {
        List<TrialResult> front = front(result);
        List<Line> lines = new ArrayList<>();
        for (TrialResult trial : result.ranking()) {
            List<Double> costs = new ArrayList<>();
            List<Double> scores = new ArrayList<>();
            double cost = 0;
            for (Epoch piece : trial.progress().epochs()) {
                cost += piece.multiplyAdds() / TERA;
                costs.add(cost);
                scores.add(piece.score());
            }
            lines.add(new Line(trial.name(), role(result, trial), costs, scores, size(trial), front.contains(trial)));
        }
        return lines;
    }

    private static String role(SearchResult<?> result, TrialResult trial) {
        boolean best = result.bestStudent().filter(trial::equals).isPresent();
        return trial.isBaseline() ? "teacher" : best ? "best" : "student";
    }

    /** Those that no smaller trial is better than. */
    private static List<TrialResult> front(SearchResult<?> result) {
        List<TrialResult> front = new ArrayList<>();
        result.ranking().stream()
                .filter(trial -> trial.failure().isEmpty())
                .sorted(Comparator.comparingDouble(SearchPage::size))
                .filter(trial -> front.isEmpty() || isBetter(trial, front.get(front.size() - 1)))
                .forEach(front::add);
        return front;
    }

    private static boolean isBetter(TrialResult one, TrialResult other) {
        return one.progress().lowerIsBetter() ? one.score() < other.score() : one.score() > other.score();
    }

    private static double size(TrialResult trial) {
        return trial.plan().studentMultiplyAdds().orElse(0) / MEGA;
    }

    private static Map<String, Object> row(SearchResult<?> result, TrialResult trial) {
        return Map.of(
                "name",
                trial.name(),
                "note",
                trial.failure().map(reason -> "failed: " + reason).orElse(""),
                "role",
                role(result, trial),
                "cells",
                List.of(
                        Texts.count(trial.plan().studentParameters()),
                        Texts.count(trial.iterations()),
                        text("%.3f", trial.multiplyAdds() / TERA),
                        text("%.1f", trial.processorTime().toMillis() / 1e3),
                        text("%.4f", trial.score()),
                        text("%.4f", result.baseline().scoreAfter(trial.pieces())),
                        text("%+.4f", result.gain(trial))));
    }

    private static String text(String format, double number) {
        return Double.isNaN(number) ? "–" : String.format(Locale.ROOT, format, number);
    }
}
