package io.github.net2net.examples.results;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** The style of line charts. Colors are Okabe and Ito's, distinguishable with any kind of color vision. */
public final class LineChart {
    /** For the network that others are compared with. */
    public static final Color GRAY = new Color(0x555555);

    /** The first of Okabe and Ito's colors that is used. */
    public static final Color BLUE = new Color(0x0072B2);

    /** The second color. */
    public static final Color ORANGE = new Color(0xE69F00);

    /** The third color. */
    public static final Color GREEN = new Color(0x009E73);

    private LineChart() {}

    /** A chart of 1000 x 620 pixels without lines. */
    public static XYChart of(String title, String xTitle, String yTitle) {
        XYChart chart = new XYChartBuilder()
                .width(1000)
                .height(620)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        chart.getStyler()
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14))
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16))
                .setChartBackgroundColor(Color.WHITE);
        chart.getStyler()
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14))
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        return chart;
    }

    /** Writes a chart as PNG. */
    public static void write(XYChart chart, OutputStream out) throws IOException {
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", out);
    }
}
