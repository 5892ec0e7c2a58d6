package io.github.net2net.examples.report;

import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * A drawing of a network's layers from top to bottom, inputs first.
 *
 * @param width of the drawing
 * @param height of the drawing
 * @param boxes layers and inputs
 * @param lines SVG paths between them, around the boxes
 */
public record NetworkDiagram(long width, long height, List<Box> boxes, List<String> lines) {

    /** A layer, with its CSS class and lines of text. */
    public record Box(long x, long y, long width, long height, String style, List<Text> texts) {}

    /** A line of text in a box, with its base line and CSS class. */
    public record Text(long y, String text, String style) {}

    /**
     * A layer to be drawn.
     *
     * @param inputs the names of those it reads
     * @param lines of text and their CSS classes, the name among them
     * @param style the CSS class of its box
     */
    public record Layer(String name, List<String> inputs, List<Line> lines, String style) {}

    /** A line of text with its CSS class. */
    public record Line(String text, String style) {}

    /** Draws changed layers, each after those it reads. */
    static NetworkDiagram of(List<LayerChange> layers) {
        return drawing(layers.stream().map(NetworkDiagram::layer).toList());
    }

    /** Draws layers, each after those it reads; what is read and not among them is an input. */
    public static NetworkDiagram drawing(List<Layer> layers) {
        Layout layout = new Layout();
        layers.forEach(layout::add);
        return layout.arranged();
    }

    private static Layer layer(LayerChange change) {
        LayerEntry layer = change.layer();
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(layer.name(), "name"));
        if (change.kind() != LayerChange.Kind.SAME) {
            lines.add(new Line(change.kind().label(), "word"));
        }
        lines.add(new Line(change.kinds(), ""));
        lines.add(new Line(change.sizes(), ""));
        if (layer.parameters() > 0) {
            lines.add(new Line(change.parameters() + " parameters", ""));
        }
        return new Layer(
                layer.name(), layer.inputs(), lines, change.kind().name().toLowerCase(Locale.ROOT));
    }

    /** Places the boxes. */
    private static final class Layout {
        private static final double LETTER_WIDTH = 6.9;
        private static final int PADDING = 12;
        private static final int LINE_HEIGHT = 16;
        private static final int LEAST_WIDTH = 90;

        private final ElkNode root = ElkGraphUtil.createGraph();
        private final Map<String, ElkNode> nodes = new HashMap<>();
        private final Map<ElkNode, List<Text>> texts = new HashMap<>();
        private final Map<ElkNode, String> styles = new HashMap<>();

        void add(Layer layer) {
            ElkNode node = box(layer.name(), layer.lines(), layer.style());
            for (String input : layer.inputs()) {
                ElkNode known = nodes.get(input);
                ElkGraphUtil.createSimpleEdge(known == null ? input(input) : known, node);
            }
        }

        private ElkNode input(String name) {
            return box(name, List.of(new Line(name, "name"), new Line("input", "")), "input");
        }

        private ElkNode box(String name, List<Line> lines, String style) {
            int longest =
                    lines.stream().mapToInt(line -> line.text().length()).max().orElse(0);
            ElkNode node = ElkGraphUtil.createNode(root);
            node.setDimensions(
                    Math.max(LEAST_WIDTH, Math.ceil(longest * LETTER_WIDTH) + 2 * PADDING),
                    (lines.size() + 1) * LINE_HEIGHT - 4);
            nodes.put(name, node);
            texts.put(
                    node,
                    IntStream.range(0, lines.size())
                            .mapToObj(i -> new Text(
                                    (i + 1L) * LINE_HEIGHT + 2,
                                    lines.get(i).text(),
                                    lines.get(i).style()))
                            .toList());
            styles.put(node, style);
            return node;
        }

        NetworkDiagram arranged() {
            LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
            root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
            root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
            new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
            List<Box> boxes = root.getChildren().stream().map(this::drawn).toList();
            List<String> lines = root.getContainedEdges().stream()
                    .flatMap(edge -> edge.getSections().stream())
                    .map(Layout::path)
                    .toList();
            return new NetworkDiagram(Math.round(root.getWidth()), Math.round(root.getHeight()), boxes, lines);
        }

        private Box drawn(ElkNode node) {
            return new Box(
                    Math.round(node.getX()),
                    Math.round(node.getY()),
                    Math.round(node.getWidth()),
                    Math.round(node.getHeight()),
                    styles.getOrDefault(node, ""),
                    texts.getOrDefault(node, List.of()));
        }

        private static String path(ElkEdgeSection section) {
            String bends = section.getBendPoints().stream()
                    .map(bend -> "L" + point(bend.getX(), bend.getY()))
                    .collect(Collectors.joining());
            return "M" + point(section.getStartX(), section.getStartY()) + bends + "L"
                    + point(section.getEndX(), section.getEndY());
        }

        private static String point(double x, double y) {
            return Math.round(x) + " " + Math.round(y);
        }
    }
}
