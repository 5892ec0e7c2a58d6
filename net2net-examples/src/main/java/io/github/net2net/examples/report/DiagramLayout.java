package io.github.net2net.examples.report;

import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Places a network's layers from top to bottom, inputs first, and leads the lines between them around the boxes. */
final class DiagramLayout {
    private static final double LETTER = 6.9;
    private static final int PADDING = 12;
    private static final int LINE = 16;
    private static final int LEAST_WIDTH = 90;

    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<String, ElkNode> nodes = new HashMap<>();
    private final Map<ElkNode, List<Diagram.Text>> texts = new HashMap<>();
    private final Map<ElkNode, String> styles = new HashMap<>();

    private DiagramLayout() {}

    /** Draws layers, each after those it reads. */
    static Diagram of(List<LayerChange> layers) {
        DiagramLayout layout = new DiagramLayout();
        for (LayerChange change : layers) {
            layout.add(change);
        }
        return layout.arrange();
    }

    private void add(LayerChange change) {
        LayerEntry layer = change.layer();
        List<String> lines = new ArrayList<>();
        if (change.kind() != LayerChange.Kind.SAME) {
            lines.add(change.kind().word());
        }
        lines.add(change.kinds());
        lines.add(change.sizes());
        if (layer.parameters() > 0) {
            lines.add(change.parameters() + " parameters");
        }
        ElkNode node = box(layer.name(), lines, change.kind().name().toLowerCase(Locale.ROOT));
        for (String input : layer.inputs()) {
            ElkNode from = nodes.containsKey(input) ? nodes.get(input) : box(input, List.of("input"), "input");
            ElkGraphUtil.createSimpleEdge(from, node);
        }
    }

    private ElkNode box(String name, List<String> lines, String style) {
        List<Diagram.Text> written = new ArrayList<>();
        written.add(new Diagram.Text(LINE + 2, name, "name"));
        int longest = name.length();
        for (String line : lines) {
            written.add(new Diagram.Text(
                    (written.size() + 1L) * LINE + 2, line, written.size() == 1 && isWord(line) ? "word" : ""));
            longest = Math.max(longest, line.length());
        }
        ElkNode node = ElkGraphUtil.createNode(root);
        node.setDimensions(
                Math.max(LEAST_WIDTH, Math.ceil(longest * LETTER) + 2 * PADDING), (written.size() + 1) * LINE - 4);
        nodes.put(name, node);
        texts.put(node, written);
        styles.put(node, style);
        return node;
    }

    private static boolean isWord(String line) {
        for (LayerChange.Kind kind : LayerChange.Kind.values()) {
            if (kind.word().equals(line)) {
                return true;
            }
        }
        return false;
    }

    private Diagram arrange() {
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
        root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
        root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
        List<Diagram.Box> boxes = root.getChildren().stream().map(this::drawn).toList();
        List<Diagram.Line> lines = root.getContainedEdges().stream()
                .flatMap(edge -> edge.getSections().stream())
                .map(section -> new Diagram.Line(path(section)))
                .toList();
        return new Diagram(Math.round(root.getWidth()), Math.round(root.getHeight()), boxes, lines);
    }

    private Diagram.Box drawn(ElkNode node) {
        return new Diagram.Box(
                Math.round(node.getX()),
                Math.round(node.getY()),
                Math.round(node.getWidth()),
                Math.round(node.getHeight()),
                styles.getOrDefault(node, ""),
                texts.getOrDefault(node, List.of()));
    }

    private static String path(ElkEdgeSection section) {
        StringBuilder path = new StringBuilder();
        path.append('M').append(Math.round(section.getStartX())).append(' ').append(Math.round(section.getStartY()));
        for (ElkBendPoint bend : section.getBendPoints()) {
            path.append('L').append(Math.round(bend.getX())).append(' ').append(Math.round(bend.getY()));
        }
        return path.append('L')
                .append(Math.round(section.getEndX()))
                .append(' ')
                .append(Math.round(section.getEndY()))
                .toString();
    }
}
