package io.github.net2net.dl4j.saving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds classes and sizes in a configuration that DL4J should not see. Keys that stand twice are refused: of two classes, another
 * parser could take the other one.
 *
 * @param allowed names of classes, and of packages with a dot at the end
 */
record ConfigurationCheck(ImmutableSet<String> allowed) {
    /** Where Jackson finds the class of an object in DL4J's configurations; distributions have "type". */
    private static final Set<String> CLASS = Set.of("@class", "type");

    private static final Pattern CLASS_NAME = Pattern.compile("[\\w$]+(\\.[\\w$]+)*");
    private static final int DEEPEST = 200;
    /** Above this many weights, a product of sizes could overflow and seem to fit again. */
    private static final double MOST_WEIGHTS = 1e15;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Checks a configuration.
     *
     * @throws IllegalArgumentException with the end of a message
     */
    void check(String json) {
        try {
            check(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON that can be read: " + e.getOriginalMessage(), e);
        }
    }

    private void check(JsonNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            boolean names = CLASS.contains(field.getKey()) && value.isTextual();
            if (names && (field.getKey().startsWith("@") || value.textValue().contains("."))) {
                requireAllowed(value.textValue(), allowed);
            }
        }
        double weights = size(node, "nin") * size(node, "nout");
        for (JsonNode extent : node.path("kernelSize")) {
            weights *= Math.max(1, Math.abs(extent.asDouble()));
        }
        if (!(weights <= MOST_WEIGHTS)) {
            throw new IllegalArgumentException("has a layer with " + node.path("nin") + " inputs and "
                    + node.path("nout") + " outputs, more weights than a computer can hold");
        }
        node.forEach(this::check);
    }

    private static double size(JsonNode layer, String name) {
        return Math.max(1, Math.abs(layer.path(name).asDouble()));
    }

    /** Throws unless a class may be loaded. */
    static void requireAllowed(String name, Set<String> allowed) {
        boolean known = CLASS_NAME.matcher(name).matches()
                && allowed.stream().anyMatch(each -> each.endsWith(".") ? name.startsWith(each) : name.equals(each));
        if (!known) {
            throw new IllegalArgumentException("names the class '" + name
                    + "', which is none of DL4J, ND4J or net2net, and"
                    + " reading it would run its code. If it is yours, allow it with ModelFileCheck.allowing(\"" + name
                    + "\")");
        }
    }
}
