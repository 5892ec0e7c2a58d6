package io.github.net2net.examples.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.net2net.Inspection;
import io.github.net2net.examples.models.ModelCommand.Loaded;
import io.github.net2net.graph.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * A model for people and programs.
 *
 * @param model the model
 * @param inspection of it, with its sizes if they are known
 */
record ModelReport(Loaded model, Inspection inspection) {

    /** The model as JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Document(
            String file,
            String network,
            @Nullable List<String> inputs,
            long parameters,
            long bytes,
            @Nullable Long multiplyAdds,
            List<LayerDocument> layers) {}

    /** A layer as JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LayerDocument(
            String name,
            String kind,
            List<String> inputs,
            String output,
            int channels,
            long parameters,
            long bytes,
            @Nullable Long multiplyAdds,
            List<String> groups,
            List<String> producers,
            List<String> pins,
            List<WayDocument> ways) {}

    /** A way to grow as JSON. */
    record WayDocument(String option, boolean possible, String text, List<Integer> widths, List<String> parameters) {}

    Document json() {
        List<LayerDocument> layers =
                inspection.layers().stream().map(this::json).toList();
        return new Document(
                model.file().file().toString(),
                network(),
                model.types().length == 0 ? null : inputs(),
                model.file().network().numParams(),
                model.bytes(),
                multiplyAdds(),
                layers);
    }

    private List<String> inputs() {
        return InputSizes.inputs(inspection).stream()
                .map(input -> InputSizes.text(inspection, input))
                .toList();
    }

    private LayerDocument json(Inspection.Layer layer) {
        return new LayerDocument(
                layer.name(),
                LayerRow.kind(layer),
                layer.inputs(),
                output(layer),
                layer.channels(),
                layer.parameters(),
                bytes(layer),
                layer.multiplyAdds(),
                layer.groups(),
                layer.producers(),
                layer.pins(),
                layer.ways().stream()
                        .map(way -> new WayDocument(
                                "--" + LayerRow.option(way),
                                way.possible(),
                                Wording.ofCommands(way.text()),
                                way.widths(),
                                way.parameters()))
                        .toList());
    }

    String output(Inspection.Layer layer) {
        return InputSizes.output(inspection, layer);
    }

    private String network() {
        String kind = model.file().network() instanceof ComputationGraph ? "ComputationGraph" : "MultiLayerNetwork";
        return kind + (model.file().isZip() ? "" : ", imported from Keras");
    }

    private long bytes(Inspection.Layer layer) {
        return layer.parameters() * model.file().network().params().dataType().width();
    }

    private @Nullable Long multiplyAdds() {
        long total = 0;
        for (Inspection.Layer layer : inspection.layers()) {
            Long own = layer.multiplyAdds();
            if (own == null) {
                return null;
            }
            total += own;
        }
        return total;
    }

    /** A line of totals. */
    String summary() {
        String size = model.types().length == 0 ? "" : ", input " + String.join(" and ", inputs());
        Long multiplyAdds = multiplyAdds();
        return network() + size + ": " + Numbers.count(model.file().network().numParams()) + " parameters ("
                + Quantities.bytes((double) model.bytes()) + ")"
                + (multiplyAdds == null ? "" : ", " + Numbers.count(multiplyAdds) + " multiply-adds for one example");
    }

    /** What can grow a layer, as names of options. */
    static String grows(Inspection.Layer layer) {
        return layer.ways().stream()
                .filter(Inspection.Way::possible)
                .map(LayerRow::option)
                .collect(Collectors.joining(" "));
    }

    /** The layers that change together, by their group, where they are several. */
    Map<String, List<String>> coupled() {
        Map<String, List<String>> coupled = new TreeMap<>(InspectionPage.GROUPS);
        for (Inspection.Layer layer : inspection.layers()) {
            if (layer.producers().contains(layer.name())) {
                layer.groups()
                        .forEach(group -> coupled.computeIfAbsent(group, key -> new ArrayList<>())
                                .add(layer.name()));
            }
        }
        coupled.values().removeIf(layers -> layers.size() < 2);
        return coupled;
    }

    /** Why groups can't change. */
    Map<String, String> pinned() {
        Map<String, String> pinned = new LinkedHashMap<>();
        for (Inspection.Layer layer : inspection.layers()) {
            if (!layer.pins().isEmpty()) {
                pinned.putIfAbsent(String.join(" ", layer.groups()), String.join("; ", layer.pins()));
            }
        }
        return pinned;
    }

    /** The model for a terminal. */
    String text(Ansi ansi) {
        TextTable table =
                new TextTable("layer", "kind", "output", "parameters ", "multiply-adds ", "group", "can grow by");
        for (Inspection.Layer layer : inspection.layers()) {
            table.add(
                    layer.name(),
                    LayerRow.kind(layer),
                    output(layer),
                    layer.parameters() == 0 ? "" : Numbers.count(layer.parameters()),
                    layer.parameters() == 0 ? "" : Numbers.count(layer.multiplyAdds()),
                    String.join(" ", layer.groups()),
                    grows(layer));
        }
        StringBuilder text = new StringBuilder(summary())
                .append("\n\n")
                .append(table.text(ansi))
                .append("\n");
        coupled()
                .forEach((group, layers) -> text.append("\n")
                        .append(group)
                        .append(" changes in all of: ")
                        .append(String.join(", ", layers)));
        pinned().forEach((group, reason) ->
                text.append("\n").append(group).append(" can't be widened: ").append(reason));
        text.append(
                "\n\nLayers of a group have the same channels; its number is a name. --ways prints each way to grow, or why there is none.");
        InputSizes.inputs(inspection).stream()
                .filter(input -> InputSizes.takesIndices(inspection, input))
                .forEach(input -> text.append("\n")
                        .append(input.name())
                        .append(" takes indices of words, whole numbers from 0 to ")
                        .append(input.channels() - 1)
                        .append("."));
        if (multiplyAdds() == null) {
            text.append("\nSizes with a question mark are not stated by the model: give them, such as ");
            InputSizes.inputs(inspection)
                    .forEach(input -> text.append("--input ")
                            .append(InputSizes.example(model.file().network(), inspection, input)));
            text.append(" (channels first).");
        }
        return text.toString();
    }

    /** Every way to grow each layer. */
    String ways() {
        String text = inspection.toString();
        for (Inspection.Layer layer : inspection.layers()) {
            for (Inspection.Way way : layer.ways()) {
                text = text.replace("  " + way.call() + ": ", "  --" + LayerRow.option(way) + ": ");
            }
        }
        return Wording.ofCommands(text)
                + "Lines with --deepen show the WAY that is taken if none is given. 'net2net plan --help' describes all WAYs; not"
                + " every layer takes each.";
    }
}
