package io.github.net2net.examples.quickstart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The curves as a picture: accuracy against images seen, the growth point marked. */
/*
 * Colors are Okabe and Ito's, which people with any kind of color vision tell apart; markers differ as well, so that
 * the picture survives a black-and-white printer.
 */
final class CurvesPicture {
    private final Comparison comparison;

    CurvesPicture(Comparison comparison) {
        this.comparison = comparison;
    }

    /** Writes a PNG of 1000 x 620 pixels. */
    void writeTo(OutputStream out) throws IOException {
        ImageIO.write(BitmapEncoder.getBufferedImage(chart()), "png", out);
    }

    private XYChart chart() {
        XYChart chart = new XYChartBuilder()
                .width(1000)
                .height(620)
                .title("Growing a trained network: " + comparison.data())
                .xAxisTitle("images seen, the teacher's included (dashed line: the teacher is grown)")
                .yAxisTitle("accuracy on " + ComparisonText.grouped(comparison.testImages()) + " test images (%)")
                .build();
        style(chart.getStyler());
        chart.addAnnotation(new AnnotationLine(comparison.growthPoint(), true, false));
        comparison.curves().forEach(curve -> add(chart, curve));
        return chart;
    }

    private static void style(XYStyler styler) {
        styler.setLegendPosition(LegendPosition.InsideSE)
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14))
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16))
                .setChartBackgroundColor(Color.WHITE)
                .setAnnotationLineColor(Color.DARK_GRAY)
                .setAnnotationLineStroke(
                        new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 4}, 0))
                .setMarkerSize(8);
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14))
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13))
                .setXAxisDecimalPattern("#,##0")
                .setYAxisDecimalPattern("0")
                .setYAxisMin(0.0);
    }

    private static void add(XYChart chart, Curve curve) {
        List<Double> images =
                curve.points().stream().map(point -> (double) point.images()).toList();
        List<Double> accuracies =
                curve.points().stream().map(point -> 100 * point.accuracy()).toList();
        Look look = Look.of(curve.arm());
        String name = curve.arm().title() + ": " + curve.arm().explanation() + ", "
                + ComparisonText.grouped(curve.parameters()) + " parameters";
        XYSeries series = chart.addSeries(name, images, accuracies);
        series.setMarker(look.marker());
        series.setMarkerColor(look.color());
        series.setLineColor(look.color());
        series.setLineWidth(2.5f);
    }

    private record Look(Color color, Marker marker) {
        static Look of(Arm arm) {
            return switch (arm) {
                case STUDENT -> new Look(new Color(0x0072B2), SeriesMarkers.CIRCLE);
                case RANDOM_PAD -> new Look(new Color(0xE69F00), SeriesMarkers.TRIANGLE_UP);
                case SCRATCH -> new Look(new Color(0x009E73), SeriesMarkers.SQUARE);
                case TEACHER -> new Look(new Color(0x555555), SeriesMarkers.DIAMOND);
            };
        }
    }
}
