package io.github.net2net.dl4j.saving;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import io.github.net2net.GrowthException;
import io.github.net2net.spi.Deviation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as JSON. Its last field is the hash of all others.
 *
 * @param plan the plan, as core writes it
 * @param seeds of the growth, and of the student's configuration
 * @param versions of the libraries
 * @param verification how student and teacher were compared, null if they were not
 * @param student hashes of the student as it was saved
 */
record CertificateDocument(
        JsonNode plan,
        Map<String, Long> seeds,
        Map<String, String> versions,
        @Nullable Compared verification,
        Map<String, String> student) {
    private static final String KIND = "certificate";
    private static final String HASH = "sha256";
    private static final int FORMAT = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /**
     * A comparison.
     *
     * @param tolerance the relative deviation up to which networks count as equal
     * @param deviations per output, mode and stage
     * @param inDoublePrecision of those above the tolerance, when the same weights compute in double precision
     * @param teacher hashes of the teacher
     * @param student hashes of the student as it was grown
     * @param probe hashes of the input
     */
    record Compared(
            double tolerance,
            List<Difference> deviations,
            List<Difference> inDoublePrecision,
            Map<String, String> teacher,
            Map<String, String> student,
            Map<String, String> probe) {}

    /** A deviation, with what can be computed from it for human readers. */
    record Difference(
            String output,
            String mode,
            String stage,
            boolean masked,
            @JsonProperty("max|d|") double maxAbsolute,
            @JsonProperty("max|teacher|") double maxMagnitude,
            double relative) {

        static ImmutableList<Difference> of(List<Deviation> deviations) {
            return deviations.stream()
                    .map(deviation -> new Difference(
                            deviation.output(),
                            word(deviation.mode()),
                            word(deviation.stage()),
                            deviation.masked(),
                            deviation.maxAbsolute(),
                            deviation.maxMagnitude(),
                            deviation.relative()))
                    .collect(ImmutableList.toImmutableList());
        }

        Deviation deviation() {
            return new Deviation(
                    output,
                    Deviation.Mode.valueOf(constant(mode)),
                    Deviation.Stage.valueOf(constant(stage)),
                    masked,
                    maxAbsolute,
                    maxMagnitude);
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private static String constant(String word) {
            return word.toUpperCase(Locale.ROOT).replace(' ', '_');
        }
    }

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        }
    }

    String toJson() {
        ObjectNode document = MAPPER.createObjectNode().put("net2net", KIND).put("format", FORMAT);
        document.setAll((ObjectNode) MAPPER.valueToTree(this));
        // Read once more, so that numbers are hashed as a reader sees them.
        ObjectNode written = (ObjectNode) tree(document.toString());
        return written.put(HASH, hash(written)).toPrettyString();
    }

    /**
     * The certificate of a text.
     *
     * @param where the file, for messages
     * @throws GrowthException if it is none, or was changed since it was written
     */
    static CertificateDocument fromJson(String json, String where) {
        try {
            if (!(tree(json) instanceof ObjectNode document)
                    || !KIND.equals(document.path("net2net").asText())) {
                throw new IllegalArgumentException("its 'net2net' is not \"" + KIND + "\"");
            }
            checkFormat(document.path("format").asInt(), where);
            String claimed = document.path(HASH).asText();
            document.remove(HASH);
            if (!claimed.equals(hash(document))) {
                throw new GrowthException("cannot trust the certificate in " + where + ": it was changed since it was"
                        + " written, for its sha256 is no longer that of its content. Save the student again.");
            }
            document.remove(List.of("net2net", "format"));
            return MAPPER.treeToValue(document, CertificateDocument.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new GrowthException("cannot read the certificate in " + where + ": " + e.getMessage() + ".", e);
        }
    }

    private static void checkFormat(int format, String where) {
        if (format != FORMAT) {
            throw new GrowthException(String.format(
                    Locale.ROOT,
                    "cannot read the certificate in %s: it has format %d, and this version of net2net reads format %d."
                            + " Read it with the version that wrote it.",
                    where,
                    format,
                    FORMAT));
        }
    }

    private static String hash(ObjectNode document) {
        return Hashing.sha256()
                .hashString(document.toString(), StandardCharsets.UTF_8)
                .toString();
    }
}
