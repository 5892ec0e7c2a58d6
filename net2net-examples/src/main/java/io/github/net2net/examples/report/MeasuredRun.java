package io.github.net2net.examples.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The curve of a run as a table.
 *
 * @param run its name
 * @param rows iteration, costs by axis, accuracy, loss, seeds
 */
record MeasuredRun(String run, List<List<String>> rows) {

    /** Heads of the rows' cells. */
    static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("iteration"));
        for (Axis axis : Axis.values()) {
            columns.add(axis.label());
        }
        columns.addAll(List.of("accuracy", "loss", "seeds"));
        return columns;
    }

    static MeasuredRun of(RunResults run) {
        return new MeasuredRun(
                run.name(), run.points().stream().map(MeasuredRun::row).toList());
    }

    private static List<String> row(MeanPoint point) {
        List<String> cells = new ArrayList<>(List.of(Texts.count(point.iteration())));
        for (Axis axis : Axis.values()) {
            cells.add(Texts.cost(axis, point.cost(axis)));
        }
        cells.add(Texts.percent(point.accuracy()));
        cells.add(Texts.loss(point.loss()));
        cells.add(String.valueOf(point.seeds()));
        return cells;
    }
}
