package io.github.net2net.examples.models;

import io.github.net2net.Inspection;
import io.github.net2net.examples.report.NetworkDiagram;
import io.github.net2net.examples.report.NetworkDiagram.Line;
import io.github.net2net.examples.report.Reports;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model as one self-contained HTML page. */
final class InspectionPage {
    /** Groups in the order of their numbers: "g2" before "g10". */
    static final Comparator<String> GROUPS =
            Comparator.comparingInt(String::length).thenComparing(String::compareTo);

    private static final String TEMPLATE = "io/github/net2net/examples/models/inspection.html";
    private static final int COLORS = 8;

    private InspectionPage() {}

    static String of(ModelReport report) {
        Map<String, Integer> colors = colors(report);
        List<Map<String, Object>> rows = new ArrayList<>();
        List<NetworkDiagram.Layer> boxes = new ArrayList<>();
        for (Inspection.Layer layer : report.inspection().layers()) {
            String style = style(layer, colors);
            boxes.add(new NetworkDiagram.Layer(layer.name(), layer.inputs(), lines(report, layer), style));
            rows.add(row(report, layer, style));
        }
        return Reports.filled(
                TEMPLATE,
                Map.of(
                        "title", String.valueOf(report.model().file().file().getFileName()),
                        "summary", report.summary(),
                        "diagram", NetworkDiagram.drawing(boxes),
                        "rows", rows,
                        "coupled", report.coupled(),
                        "pinned", report.pinned(),
                        "style", Reports.style()));
    }

    /** A color for each group that can change; neighbors differ. */
    private static Map<String, Integer> colors(ModelReport report) {
        Map<String, Integer> colors = new HashMap<>();
        for (Inspection.Layer layer : report.inspection().layers()) {
            if (layer.pins().isEmpty()) {
                layer.groups().forEach(group -> colors.putIfAbsent(group, colors.size() % COLORS));
            }
        }
        return colors;
    }

    private static String style(Inspection.Layer layer, Map<String, Integer> colors) {
        if (!layer.pins().isEmpty() || layer.groups().isEmpty()) {
            return "pinned";
        }
        return layer.groups().size() > 1
                ? "several"
                : "group c" + colors.get(layer.groups().get(0));
    }

    private static List<Line> lines(ModelReport report, Inspection.Layer layer) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(layer.name(), "name"));
        lines.add(new Line(LayerRow.kind(layer), ""));
        lines.add(new Line(report.output(layer).replace("x", " x ") + "  " + String.join(" ", layer.groups()), "word"));
        if (layer.parameters() > 0) {
            lines.add(new Line(Numbers.count(layer.parameters()) + " parameters", ""));
        }
        return lines;
    }

    private static Map<String, Object> row(ModelReport report, Inspection.Layer layer, String style) {
        return Map.of(
                "name", layer.name(),
                "kind", LayerRow.kind(layer),
                "output", report.output(layer).replace("x", " x "),
                "parameters", layer.parameters() == 0 ? "" : Numbers.count(layer.parameters()),
                "multiplyAdds", layer.parameters() == 0 ? "" : Numbers.count(layer.multiplyAdds()),
                "groups", String.join(" ", layer.groups()),
                "style", style,
                "ways",
                        layer.ways().stream()
                                .map(way -> Map.of(
                                        "option", "--" + LayerRow.option(way),
                                        "possible", way.possible(),
                                        "text", Wording.ofCommands(way.text())))
                                .toList());
    }
}
