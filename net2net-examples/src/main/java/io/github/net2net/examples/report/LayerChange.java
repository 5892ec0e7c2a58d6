package io.github.net2net.examples.report;

import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import java.util.List;
import java.util.Optional;

/**
 * A layer of a student compared with the teacher's of the same name.
 *
 * @param kind of the change
 * @param layer the student's; the teacher's if it was removed
 * @param before the teacher's layer if it is different; empty for new and unchanged layers
 */
public record LayerChange(Kind kind, LayerEntry layer, Optional<LayerEntry> before) {

    /** What a layer is compared with the teacher's. */
    public enum Kind {
        SAME("same"),
        NEW("new"),
        CHANGED("changed"),
        INPUTS("more inputs"),
        GONE("removed");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** For people. */
        public String label() {
            return label;
        }
    }

    /** The layers of the student, each compared with the teacher's. */
    public static List<LayerChange> between(List<LayerEntry> teacher, List<LayerEntry> student) {
        return student.stream().map(layer -> of(named(teacher, layer), layer)).toList();
    }

    /** The layers that the student does not have. */
    public static List<LayerChange> gone(List<LayerEntry> teacher, List<LayerEntry> student) {
        return teacher.stream()
                .filter(layer -> named(student, layer).isEmpty())
                .map(layer -> new LayerChange(Kind.GONE, layer, Optional.empty()))
                .toList();
    }

    private static Optional<LayerEntry> named(List<LayerEntry> layers, LayerEntry like) {
        return layers.stream().filter(layer -> layer.name().equals(like.name())).findFirst();
    }

    private static LayerChange of(Optional<LayerEntry> before, LayerEntry layer) {
        if (before.isEmpty()) {
            return new LayerChange(Kind.NEW, layer, before);
        }
        LayerEntry old = before.get();
        if (!old.size().equals(layer.size()) || !old.kind().equals(layer.kind())) {
            return new LayerChange(Kind.CHANGED, layer, before);
        }
        Kind kind = old.parameters() == layer.parameters() ? Kind.SAME : Kind.INPUTS;
        return new LayerChange(kind, layer, kind == Kind.SAME ? Optional.empty() : before);
    }

    /** The kind of layer, "convolution 3x3 → convolution 5x5" if that changed. */
    public String kinds() {
        return arrow(before.map(LayerEntry::kind).orElse(layer.kind()), layer.kind());
    }

    /** The size of its output, "32 x 28 x 28 → 64 x 28 x 28" if that changed. */
    public String sizes() {
        return arrow(before.map(LayerEntry::size).orElse(layer.size()), layer.size());
    }

    /** Its number of parameters, "800 → 1,600" if that changed. */
    public String parameters() {
        return arrow(
                Texts.count(before.map(LayerEntry::parameters).orElse(layer.parameters())),
                Texts.count(layer.parameters()));
    }

    private static String arrow(String from, String to) {
        return from.equals(to) ? to : from + " → " + to;
    }
}
