package io.github.net2net.examples.study;

import io.github.net2net.examples.results.LineChart;
import io.github.net2net.examples.results.Row;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Test loss against iterations since growth, the mean over seeds, one line for each run.
 *
 * @param study what is compared
 * @param optimizer the optimizer whose runs are shown
 * @param data what the networks were trained on, for the title
 * @param all measurements, of any optimizers
 */
record StudyPicture(Study study, String optimizer, String data, List<Measurement> all) {
    private static final List<Color> COLORS = List.of(
            LineChart.GRAY,
            LineChart.BLUE,
            LineChart.ORANGE,
            LineChart.GREEN,
            new Color(0xD55E00),
            new Color(0xCC79A7),
            new Color(0x56B4E9));

    private static final float[][] DASHES = {{1, 0}, {9, 5}, {2, 4}};

    /** Writes a PNG of 1000 x 620 pixels. */
    void writeTo(OutputStream out) throws IOException {
        XYChart chart = LineChart.of(
                study.title() + ": " + data + ", " + optimizer,
                "batches since growth",
                "cross-entropy on the test images, mean over seeds");
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        List<Row> rows = all.stream()
                .filter(measurement -> measurement.optimizer().equals(optimizer))
                .map(Measurement::row)
                .toList();
        int number = 0;
        for (String run : rows.stream().map(Row::run).distinct().toList()) {
            add(chart, rows.stream().filter(row -> row.run().equals(run)).toList(), number++);
        }
        LineChart.write(chart, out);
    }

    private static void add(XYChart chart, List<Row> rows, int number) {
        Map<Integer, Double> means = rows.stream()
                .collect(Collectors.groupingBy(Row::iteration, TreeMap::new, Collectors.averagingDouble(Row::loss)));
        XYSeries series = chart.addSeries(rows.get(0).run(), List.copyOf(means.keySet()), List.copyOf(means.values()));
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(COLORS.get(number % COLORS.size()));
        float[] dashes = DASHES[number / COLORS.size() % DASHES.length];
        series.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0));
    }
}
