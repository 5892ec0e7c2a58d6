package io.github.net2net.examples.models;

import io.github.net2net.Inspection;
import io.github.net2net.examples.report.LayerChange;
import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code net2net diff}. */
@Command(
        name = "diff",
        header = "Shows the layers of two models side by side.",
        description = {
            "Layers are matched by their names. Weights are not compared: 'net2net verify' does that.",
            "Changes: new (in B only), removed (in A only), changed (another kind or another output), more inputs (the same"
                    + " output, but another number of parameters)."
        },
        footer = {"", "Example:", "  net2net diff model.zip student.zip"},
        sortOptions = false)
public final class DiffCommand extends ModelCommand {
    @Parameters(paramLabel = "A", description = "A model, as for 'net2net inspect'.")
    private Path a;

    @Parameters(paramLabel = "B", description = "Another one.")
    private Path b;

    @Mixin
    private Inputs inputs;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public DiffCommand() {}

    @Override
    public Integer call() {
        List<LayerEntry> first = layers(a);
        List<LayerEntry> second = layers(b);
        List<LayerChange> changes = Stream.concat(
                        LayerChange.between(first, second).stream(), LayerChange.gone(first, second).stream())
                .toList();
        if (json()) {
            printJson(
                    changes.stream().map(change -> json(first, second, change)).toList());
            return 0;
        }
        TextTable table = new TextTable("layer", "change", a.toString(), "parameters ", b.toString(), "parameters ");
        for (LayerChange change : changes) {
            String name = change.layer().name();
            String label =
                    change.kind() == LayerChange.Kind.SAME ? "" : change.kind().label();
            table.add(
                    name,
                    label,
                    text(first, name),
                    parameters(first, name),
                    text(second, name),
                    parameters(second, name));
        }
        table.add("all", "", "", total(first), "", total(second));
        out().println(table.text(ansi()));
        return 0;
    }

    private List<LayerEntry> layers(Path file) {
        Inspection model = load(file, inputs.sizes()).growth().architecture();
        return model.layers().stream()
                .map(layer -> LayerRow.entry(layer, InputSizes.output(model, layer)))
                .toList();
    }

    private static Map<String, Object> json(List<LayerEntry> first, List<LayerEntry> second, LayerChange change) {
        String name = change.layer().name();
        return Map.of(
                "layer", name,
                "change", change.kind().label(),
                "a", named(first, name).toList(),
                "b", named(second, name).toList());
    }

    private static Stream<LayerEntry> named(List<LayerEntry> layers, String name) {
        return layers.stream().filter(layer -> layer.name().equals(name));
    }

    private static String text(List<LayerEntry> layers, String name) {
        return named(layers, name)
                .map(layer -> layer.kind() + ", " + layer.size())
                .findFirst()
                .orElse("-");
    }

    private static String parameters(List<LayerEntry> layers, String name) {
        return named(layers, name)
                .filter(layer -> layer.parameters() > 0)
                .map(layer -> Numbers.count(layer.parameters()))
                .findFirst()
                .orElse("");
    }

    private static String total(List<LayerEntry> layers) {
        return Numbers.count(layers.stream().mapToLong(LayerEntry::parameters).sum());
    }
}
