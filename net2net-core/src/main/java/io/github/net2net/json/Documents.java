package io.github.net2net.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.net2net.GrowthException;
import java.util.Locale;

/** Text to documents and back. Every document says what it is, and in which format. */
final class Documents {
    /** The format written, and the only one read. */
    static final int FORMAT = 1;

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Documents() {}

    static ObjectNode create(String kind) {
        return NODES.objectNode().put("net2net", kind).put("format", FORMAT);
    }

    /** Fields on lines of their own, lists on one line; the same on every platform. */
    static String print(ObjectNode document) {
        Separators separators =
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return MAPPER.writer(printer).writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be printed", e);
        }
    }

    /**
     * The document's fields, its kind and format checked.
     *
     * @throws GrowthException if the text is no JSON, or another document
     */
    static Fields parse(String text, String kind) {
        Fields fields = new Value(kind, "", tree(text, kind)).fields();
        Value found = fields.get("net2net");
        if (!found.text().equals(kind)) {
            throw found.insteadOf("a document of the kind \"" + kind + "\"");
        }
        int format = fields.get("format").integer();
        if (format != FORMAT) {
            throw new GrowthException(String.format(
                    Locale.ROOT,
                    "cannot read the %s: it has format %d, and this version of net2net reads format %d. Read it with"
                            + " the version that wrote it.",
                    kind,
                    format,
                    FORMAT));
        }
        return fields;
    }

    private static JsonNode tree(String text, String kind) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String where = place == null ? "" : " in line " + place.getLineNr() + ", column " + place.getColumnNr();
            throw new GrowthException(
                    "cannot read the " + kind + ": no JSON" + where + ": " + e.getOriginalMessage() + ".", e);
        }
    }
}
