package io.github.net2net.examples;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;

/** A model's zip, changed as an attacker or a broken disk would. */
final class HostileFile {
    private static final Pattern NUMBER = Pattern.compile("(?<=: )-?[0-9.E-]+");
    private static final Pattern CLASS = Pattern.compile("(?<=\"@class\" : \")[^\"]*");
    private static final Pattern TEXT = Pattern.compile("(?<=\")[^\"\n]*(?=\")");
    private static final Pattern LINE = Pattern.compile("[^\n]*,\n");
    private static final List<String> CLASSES = List.of(
            Canary.class.getName(),
            "java.lang.ProcessBuilder",
            "",
            "org.deeplearning4j.nn.conf.layers.DenseLayer",
            "org.nd4j.linalg.schedule.StepSchedule");
    private static final List<String> TEXTS =
            List.of("", "..", "\u0000", "\ud83d\ude00", "conv1", "out", "NaN", "x".repeat(5000));
    private static final int HEADER = 160;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private HostileFile() {}

    /** Runs code when it is loaded, made or read. */
    static final class Canary implements Serializable {
        private static final long serialVersionUID = 1L;

        static {
            Alarm.RAISED.incrementAndGet();
        }

        Canary() {
            Alarm.RAISED.incrementAndGet();
        }
    }

    /** How often a canary has run. */
    static final class Alarm {
        static final AtomicInteger RAISED = new AtomicInteger();

        private Alarm() {}
    }

    /** What is changed. */
    enum Place {
        BYTE,
        END_OF_ENTRY,
        HEADER_OF_ARRAY,
        NUMBER_OF_CONFIGURATION,
        CLASS_OF_CONFIGURATION,
        TEXT_OF_CONFIGURATION,
        LINE_OF_CONFIGURATION,
        NORMALIZER,
        JAVA_OBJECT,
        NAME_OF_ENTRY,
        BYTE_OF_ZIP,
        END_OF_ZIP
    }

    /**
     * A change.
     *
     * @param place what is changed
     * @param at which of the places, taken modulo their number
     * @param value what is put there
     */
    record Change(Place place, int at, long value) {}

    /** Writes a model with changes to a file. */
    static void write(Path model, List<Change> changes, Path file) throws IOException {
        HostileFile hostile = new HostileFile();
        try (ZipFile zip = new ZipFile(model.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                hostile.entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        changes.forEach(hostile::apply);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : hostile.entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        byte[] zip = bytes.toByteArray();
        for (Change change : changes) {
            zip = ofZip(zip, change);
        }
        Files.write(file, zip);
    }

    private static byte[] ofZip(byte[] zip, Change change) {
        int at = Math.floorMod(change.at, zip.length);
        switch (change.place) {
            case BYTE_OF_ZIP -> zip[at] = (byte) change.value;
            case END_OF_ZIP -> {
                return Arrays.copyOf(zip, at + 1);
            }
            default -> {}
        }
        return zip;
    }

    private void apply(Change change) {
        String name = List.copyOf(entries.keySet()).get(Math.floorMod((int) change.value, entries.size()));
        byte[] content = entries.get(name);
        int at = Math.floorMod(change.at, Math.max(1, content.length));
        switch (change.place) {
            case BYTE -> set(name, at, (byte) (change.value >> 8));
            case END_OF_ENTRY -> entries.put(name, Arrays.copyOf(content, at));
            case HEADER_OF_ARRAY -> setLong(change);
            case NUMBER_OF_CONFIGURATION -> replace(NUMBER, change.at, String.valueOf(change.value));
            case CLASS_OF_CONFIGURATION -> replace(CLASS, change.at, pick(CLASSES, change.value));
            case TEXT_OF_CONFIGURATION -> replace(TEXT, change.at, pick(TEXTS, change.value));
            case LINE_OF_CONFIGURATION -> replace(LINE, change.at, "");
            case NORMALIZER -> entries.put(ModelSerializer.NORMALIZER_BIN, customNormalizer());
            case JAVA_OBJECT -> entries.put("preprocessor.bin", javaObject());
            case NAME_OF_ENTRY -> entries.put(pick(TEXTS, change.value) + "/../" + change.at, content);
            default -> {}
        }
    }

    private static String pick(List<String> choices, long value) {
        return choices.get((int) Math.floorMod(value, (long) choices.size()));
    }

    private void set(String name, int at, byte value) {
        if (entries.get(name).length > 0) {
            entries.get(name)[at] = value;
        }
    }

    private void setLong(Change change) {
        byte[] content = entries.get(ModelSerializer.COEFFICIENTS_BIN);
        if (content != null && content.length > HEADER) {
            ByteBuffer.wrap(content).putLong(Math.floorMod(change.at, HEADER - Long.BYTES), change.value);
        }
    }

    private void replace(Pattern pattern, int which, String by) {
        byte[] bytes = entries.get(ModelSerializer.CONFIGURATION_JSON);
        if (bytes == null) {
            return;
        }
        String json = new String(bytes, StandardCharsets.UTF_8);
        List<MatchResult> found = pattern.matcher(json).results().toList();
        if (!found.isEmpty()) {
            MatchResult match = found.get(Math.floorMod(which, found.size()));
            String changed = json.substring(0, match.start()) + by + json.substring(match.end());
            entries.put(ModelSerializer.CONFIGURATION_JSON, changed.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A normalizer with a strategy of its own, as {@code NormalizerSerializer} writes it. */
    static byte[] customNormalizer() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF("NORMALIZER");
            out.writeInt(1);
            out.writeUTF("CUSTOM");
            out.writeUTF(Canary.class.getName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] javaObject() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(List.of("an object"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
