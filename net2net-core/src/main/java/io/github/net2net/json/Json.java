package io.github.net2net.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.github.net2net.GrowthException;
import io.github.net2net.rule.CalibrationData;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Records as JSON documents and back. Every document states its kind and its format. */
public final class Json {
    /** The format written, and the only one read. */
    private static final int FORMAT = 1;

    private static final String KIND_FIELD = "net2net";
    private static final String FORMAT_FIELD = "format";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(calibrationData())
            .annotationIntrospector(new RecordIntrospector())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .withCoercionConfig(LogicalType.Textual, texts -> {
                for (CoercionInputShape shape : CoercionInputShape.values()) {
                    texts.setCoercion(shape, CoercionAction.Fail);
                }
            })
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    /** JSON holds no data, only what it was. */
    private static SimpleModule calibrationData() {
        return new SimpleModule()
                .addSerializer(CalibrationData.class, new ToStringSerializer(CalibrationData.class))
                .addDeserializer(CalibrationData.class, new StdScalarDeserializer<>(CalibrationData.class) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public CalibrationData deserialize(JsonParser parser, DeserializationContext context)
                            throws IOException {
                        return new CalibrationData.Awaited(context.readValue(parser, String.class));
                    }
                });
    }

    /**
     * The document as text: fields on lines of their own, lists on one line; the same on every platform.
     *
     * @param kind of the document: "recipe"
     */
    public static String write(String kind, Object content) {
        ObjectNode document = MAPPER.createObjectNode().put(KIND_FIELD, kind).put(FORMAT_FIELD, FORMAT);
        document.setAll((ObjectNode) MAPPER.valueToTree(content));
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
     * The content of the document.
     *
     * @param kind the kind of document that is expected
     * @throws GrowthException if the text is no JSON, or another document
     */
    public static <T> T read(String text, String kind, Class<T> content) {
        JsonNode tree = tree(text, kind);
        Refusals refusals = new Refusals(kind, tree);
        if (!(tree instanceof ObjectNode document)) {
            throw refusals.insteadOf("", tree, "an object");
        }
        JsonNode found = refusals.required(KIND_FIELD);
        if (!found.asText().equals(kind)) {
            throw refusals.insteadOf(KIND_FIELD, found, "a document of the kind \"" + kind + "\"");
        }
        JsonNode format = refusals.required(FORMAT_FIELD);
        if (!format.isIntegralNumber()) {
            throw refusals.insteadOf(FORMAT_FIELD, format, "a whole number");
        } else if (format.asInt() != FORMAT) {
            throw new GrowthException(String.format(
                    Locale.ROOT,
                    "cannot read the %s: it has format %s, and this version of net2net reads format %d. Read it with"
                            + " the version that wrote it.",
                    kind,
                    format,
                    FORMAT));
        }
        refusals.checkNulls();
        try {
            return MAPPER.treeToValue(document.deepCopy().without(List.of(KIND_FIELD, FORMAT_FIELD)), content);
        } catch (JsonMappingException e) {
            throw refusals.of(e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be parsed", e);
        }
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
