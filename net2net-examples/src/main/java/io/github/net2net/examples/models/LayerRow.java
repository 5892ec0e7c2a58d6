package io.github.net2net.examples.models;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.Inspection;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A layer for people. */
final class LayerRow {
    private static final ImmutableMap<String, String> OPTIONS = ImmutableMap.of(
            "deepenAfter", "deepen",
            "enlargeKernel", "kernel",
            "nHeads", "heads",
            "headSize", "head-size",
            "extendVocabulary", "vocabulary",
            "addInputs", "add-inputs",
            "addClasses", "add-classes");

    private LayerRow() {}

    /** The name of the option, without dashes, for a way to grow. */
    static String option(Inspection.Way way) {
        return OPTIONS.getOrDefault(way.call(), way.call());
    }

    /** "convolution 3x3, relu". */
    static String kind(Inspection.Layer layer) {
        String kernel = layer.kernel().stream().map(String::valueOf).collect(Collectors.joining("x"));
        return layer.kind()
                + (kernel.isEmpty() ? "" : " " + kernel)
                + (layer.activation().isEmpty() ? "" : ", " + layer.activation());
    }

    /** "64x28x28", channels first, a question mark where a size is not known. */
    static String output(Inspection.Layer layer) {
        List<Integer> extents = layer.format() instanceof ActivationFormat format ? format.extents() : List.of();
        return Stream.concat(Stream.of(layer.outputChannels()), extents.stream())
                .map(size -> size == null ? "?" : String.valueOf(size))
                .collect(Collectors.joining("x"));
    }

    /** For comparisons. */
    static LayerEntry entry(Inspection.Layer layer, String output) {
        return new LayerEntry(layer.name(), kind(layer), output, layer.parameters(), layer.inputs());
    }
}
