package io.github.net2net.dl4j.saving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import io.github.net2net.Comparison;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Certificates as JSON. The last field is the hash of all others. */
final class CertificateJson {
    private static final String KIND = "certificate";
    private static final String HASH = "sha256";
    private static final int FORMAT = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .build();

    private CertificateJson() {}

    /** A certificate whose plan is JSON. */
    private record Document(
            String net2net,
            int format,
            JsonNode plan,
            Map<String, Long> seeds,
            Map<String, String> versions,
            Comparison comparison,
            Map<String, String> student) {}

    static String write(Certificate certificate) {
        try {
            JsonNode plan = MAPPER.readTree(certificate.plan().toJson());
            ObjectNode document = MAPPER.valueToTree(new Document(
                    KIND,
                    FORMAT,
                    plan,
                    certificate.seeds(),
                    certificate.versions(),
                    certificate.comparison(),
                    certificate.student()));
            // Read again, so that numbers are hashed as a reader sees them.
            ObjectNode written = (ObjectNode) MAPPER.readTree(document.toString());
            return written.put(HASH, hash(written)).toPrettyString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON can't be read", e);
        }
    }

    /**
     * The certificate of a text.
     *
     * @param where the file, for messages
     * @throws GrowthException if it is none, or was changed since it was written
     */
    static Certificate read(String json, String where) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (!(tree instanceof ObjectNode document)
                    || !KIND.equals(document.path("net2net").asText())) {
                throw new GrowthException(
                        "cannot read the certificate in " + where + ": its 'net2net' is not \"" + KIND + "\".");
            }
            checkFormat(document.path("format").asInt(), where);
            String claimed = document.path(HASH).asText();
            document.remove(HASH);
            if (!claimed.equals(hash(document))) {
                throw new GrowthException("cannot trust the certificate in " + where + ": it was changed since it was"
                        + " written, for its sha256 is no longer that of its content. Save the student again.");
            }
            Document found = MAPPER.treeToValue(document, Document.class);
            GrowthPlan plan = GrowthPlan.fromJson(found.plan.toString());
            return new Certificate(plan, found.seeds, found.versions, found.comparison, found.student);
        } catch (JsonProcessingException e) {
            throw new GrowthException(
                    "cannot read the certificate in " + where + ": no JSON: " + e.getOriginalMessage() + ".", e);
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
