package io.github.net2net.examples.study;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Test loss against iterations since growth, the mean over seeds, one line for each arm. */
final class StudyPicture {
    /** Okabe and Ito's colors, which people with any kind of color vision tell apart. */
    private static final List<Color> COLORS = List.of(
            new Color(0x555555),
            new Color(0x0072B2),
            new Color(0xE69F00),
            new Color(0x009E73),
            new Color(0xD55E00),
            new Color(0xCC79A7),
            new Color(0x56B4E9));

    private static final float[][] DASHES = {{1, 0}, {9, 5}, {2, 4}};

    private final Study study;
    private final String optimizer;
    private final String data;
    private final List<Measurement> measurements;

    /**
     * A picture of one optimizer's runs.
     *
     * @param data what was trained on, for the title
     */
    StudyPicture(Study study, String optimizer, String data, List<Measurement> all) {
        this.study = study;
        this.optimizer = optimizer;
        this.data = data;
        this.measurements = all.stream()
                .filter(measurement -> measurement.optimizer().equals(optimizer))
                .toList();
    }

    /** Writes a PNG of 1000 x 620 pixels. */
    void writeTo(OutputStream out) throws IOException {
        ImageIO.write(BitmapEncoder.getBufferedImage(chart()), "png", out);
    }

    private XYChart chart() {
        XYChart chart = new XYChartBuilder()
                .width(1000)
                .height(620)
                .title(study.title() + ": " + data + ", " + optimizer)
                .xAxisTitle("batches since the teacher was grown")
                .yAxisTitle("cross-entropy on the test images, mean over seeds")
                .build();
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideE)
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13))
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15))
                .setChartBackgroundColor(Color.WHITE);
        int number = 0;
        for (String arm : measurements.stream().map(Measurement::arm).distinct().toList()) {
            add(chart, arm, number++);
        }
        return chart;
    }

    private void add(XYChart chart, String arm, int number) {
        Map<Integer, Double> means = measurements.stream()
                .filter(measurement -> measurement.arm().equals(arm))
                .collect(Collectors.groupingBy(
                        Measurement::iteration, TreeMap::new, Collectors.averagingDouble(Measurement::loss)));
        XYSeries series = chart.addSeries(arm, List.copyOf(means.keySet()), List.copyOf(means.values()));
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(COLORS.get(number % COLORS.size()));
        float[] dashes = DASHES[number / COLORS.size() % DASHES.length];
        series.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0));
    }
}
