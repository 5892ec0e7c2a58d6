package io.github.net2net.examples.models;

import io.github.net2net.Growth;
import io.github.net2net.Inspection;
import io.github.net2net.rule.Layers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;

/** Finds the layers and inputs that an option's value means. */
final class Selection {
    private Selection() {}

    static Layers layers(String text, Growth<Model> growth) {
        return switch (text) {
            case "all" -> Layers.all();
            case "conv" -> Layers.convolutions();
            case "dense" -> Layers.dense();
            default -> layersOfTeacher(text, growth.architecture());
        };
    }

    /** Those of a name, else those of a kind. */
    private static Layers layersOfTeacher(String text, Inspection teacher) {
        List<String> names = Arrays.asList(text.split(","));
        boolean named = teacher.layers().stream().anyMatch(layer -> names.contains(layer.name()));
        return teacher.layers().stream()
                .map(Inspection.Layer::kind)
                .filter(kind ->
                        !named && (kind + " ").toLowerCase(Locale.ROOT).startsWith(text.toLowerCase(Locale.ROOT) + " "))
                .findFirst()
                .map(Layers::ofKind)
                .orElseGet(() -> named(names, named, teacher));
    }

    private static Layers named(List<String> names, boolean exist, Inspection teacher) {
        if (!exist) {
            throw new IllegalArgumentException(
                    "'" + String.join(",", names) + "' is no layer of this model, and no kind"
                            + " of layer in it. Name layers, or give all, conv, dense, or one of its kinds: "
                            + teacher.layers().stream()
                                    .filter(layer -> layer.producers().contains(layer.name()))
                                    .map(Inspection.Layer::kind)
                                    .distinct()
                                    .collect(Collectors.joining(", "))
                            + ". 'net2net inspect' lists both.");
        }
        return Layers.named(names.toArray(String[]::new));
    }

    static Layers ofBudget(String text, Growth<Model> growth) {
        return text.contains(":") ? layers(text.substring(0, text.lastIndexOf(':')), growth) : Layers.all();
    }

    /** The input's name; of several, one that the refusal says is none. */
    static String onlyInput(Growth<Model> growth) {
        List<Inspection.Layer> inputs = InputSizes.inputs(growth.architecture());
        return inputs.size() == 1 ? inputs.get(0).name() : "input";
    }
}
