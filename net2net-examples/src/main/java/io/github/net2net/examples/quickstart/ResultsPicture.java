package io.github.net2net.examples.quickstart;

import io.github.net2net.examples.quickstart.QuickstartResults.Network;
import io.github.net2net.examples.results.LineChart;
import io.github.net2net.graph.Quantities;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Accuracy against multiply-adds since the growth as a picture, with the accuracy of the finished teacher marked. */
record ResultsPicture(QuickstartResults results) {
    private static final double BILLION = 1e9;
    private static final BasicStroke DASHED =
            new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 4}, 0);
    /** Markers differ as well as colors, for printers without color. */
    private static final List<Marker> MARKERS =
            List.of(SeriesMarkers.CIRCLE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND);

    private static final List<Color> COLORS =
            List.of(LineChart.BLUE, LineChart.ORANGE, LineChart.GREEN, LineChart.GRAY);

    /** Writes a PNG of 1000 x 620 pixels. */
    void writeTo(OutputStream out) throws IOException {
        XYChart chart = LineChart.of(
                "Growing a finished teacher: " + results.data(),
                "multiply-adds of training since the growth, 10^9 (dashed line: the finished teacher)",
                "accuracy on " + Quantities.grouped(results.testImages()) + " test images (%)");
        chart.getStyler()
                .setLegendPosition(LegendPosition.InsideSE)
                .setAnnotationLineColor(Color.DARK_GRAY)
                .setAnnotationLineStroke(DASHED)
                .setMarkerSize(8);
        chart.getStyler()
                .setXAxisDecimalPattern("#,##0")
                .setYAxisDecimalPattern("0")
                .setYAxisMin(0.0);
        chart.addAnnotation(new AnnotationLine(100 * results.teacherAccuracy(), false, false));
        for (int i = 0; i < results.networks().size(); i++) {
            add(chart, results.networks().get(i), i);
        }
        LineChart.write(chart, out);
    }

    private static void add(XYChart chart, Network network, int number) {
        XYSeries series = chart.addSeries(
                network.name() + ": " + network.explanation() + ", " + Quantities.grouped(network.parameters())
                        + " parameters",
                network.rows().stream().map(row -> row.multiplyAdds() / BILLION).toList(),
                network.rows().stream().map(row -> 100 * row.accuracy()).toList());
        series.setMarker(MARKERS.get(number));
        series.setMarkerColor(COLORS.get(number));
        series.setLineColor(COLORS.get(number));
        series.setLineWidth(2.5f);
    }
}
