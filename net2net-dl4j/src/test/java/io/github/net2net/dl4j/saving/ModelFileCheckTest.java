package io.github.net2net.dl4j.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/** Files that would run code or exhaust memory are refused before DL4J reads them; files of DL4J are not. */
class ModelFileCheckTest {
    private static final ModelFileCheck CHECK = ModelFileCheck.ofDl4j();
    private static final String CONFIGURATION = "configuration.json";
    private static final String PARAMETERS = "coefficients.bin";

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void save() throws IOException {
        model = folder.resolve("model.zip");
        ModelSerializer.writeModel(Trained.chain(1), model.toFile(), true);
        ModelSerializer.addNormalizerToModel(model.toFile(), new ImagePreProcessingScaler());
    }

    /** The model with one entry changed, or added. */
    private Path with(String name, UnaryOperator<byte[]> change) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(model.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        entries.put(name, change.apply(entries.getOrDefault(name, new byte[0])));
        Path changed = folder.resolve("changed.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return changed;
    }

    private void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> CHECK.check(file))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read " + file + ": " + reason);
    }

    private static UnaryOperator<byte[]> text(String from, String to) {
        return bytes -> {
            String before = new String(bytes, StandardCharsets.UTF_8);
            assertThat(before).contains(from);
            return before.replace(from, to).getBytes(StandardCharsets.UTF_8);
        };
    }

    @Test
    void modelsAndNormalizersOfDl4j_pass() throws IOException {
        INDArray features = Nd4j.rand(9, 4);
        for (DataNormalization normalizer : new DataNormalization[] {
            new ImagePreProcessingScaler(), new NormalizerStandardize(), new NormalizerMinMaxScaler(-1, 1)
        }) {
            normalizer.fit(new DataSet(features, features));
            ModelSerializer.addNormalizerToModel(model.toFile(), normalizer);
            assertThatCode(() -> CHECK.check(model)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.ProcessBuilder",
                "org.deeplearning4j.nn.conf.layers.DenseLayer<java.lang.Object>",
                "org.deeplearning4j.nnx.Layer"
            })
    void otherClasses_areRefused(String name) throws IOException {
        Path changed = with(CONFIGURATION, text("org.nd4j.linalg.learning.config.Adam", name));
        assertRefused(
                changed,
                CONFIGURATION + " names the class '" + name
                        + "', which is none of DL4J, ND4J or net2net, and reading it"
                        + " would run its code. If it is yours, allow it with ModelFileCheck.allowing(\"" + name
                        + "\").");
    }

    @Test
    void ownClasses_areAllowedByNameAndByPackage() throws IOException {
        Path changed = with(CONFIGURATION, text("org.nd4j.linalg.learning.config.Adam", "com.example.MyUpdater"));
        assertThatCode(() -> CHECK.allowing("com.example.MyUpdater").check(changed))
                .doesNotThrowAnyException();
        assertThatCode(() -> CHECK.allowing("com.example.").check(changed)).doesNotThrowAnyException();
        assertThatThrownBy(() -> CHECK.allowing("com.example").check(changed))
                .hasMessageContaining("com.example.MyUpdater");
    }

    @Test
    void configurations_thatTwoParsersReadDifferently_areRefused() throws IOException {
        Path twice = with(CONFIGURATION, text("\"confs\"", "\"confs\" : [ ], \"confs\""));
        assertRefused(twice, CONFIGURATION + " is no JSON that can be read: Duplicate field 'confs'.");
        String deep = "[".repeat(300) + "]".repeat(300);
        assertThatThrownBy(() -> CHECK.checkConfiguration(deep, model))
                .hasMessageStartingWith(
                        "cannot read " + model + ": its configuration is no JSON that can be read: Document"
                                + " nesting depth (201) exceeds the maximum allowed (200");
        String wide = "{\"nin\" : 4294967296, \"nout\" : 4294967296}";
        assertThatThrownBy(() -> CHECK.checkConfiguration(wide, model))
                .hasMessage(
                        "cannot read " + model + ": its configuration has a layer with 4294967296 inputs and 4294967296"
                                + " outputs, more weights than a computer can hold.");
    }

    /** The length of the values, 8 bytes before the type "FLOAT" or "DOUBLE", replaced. */
    private static UnaryOperator<byte[]> length(long length) {
        return bytes -> {
            byte[] mode = "MIXED_DATA_TYPES".getBytes(StandardCharsets.US_ASCII);
            int second = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("MIXED_DATA_TYPES");
            return ByteBuffer.wrap(bytes.clone())
                    .putLong(second + mode.length, length)
                    .array();
        };
    }

    @Test
    void arrays_thatClaimMoreThanTheyHold_areRefused() throws IOException {
        Path huge = with(PARAMETERS, length(1L << 40));
        assertThatThrownBy(() -> CHECK.check(huge))
                .hasMessageMatching(
                        ".*: coefficients.bin claims to hold 1099511627776 values of the type DOUBLE, and has"
                                + " [0-9]+ bytes\\.");
        assertThatThrownBy(() -> CHECK.check(with(PARAMETERS, length(1))))
                .hasMessageMatching(".*: coefficients.bin has the shape and strides .* over 1 values\\.");
        assertThatThrownBy(() -> CHECK.check(with(PARAMETERS, bytes -> Arrays.copyOf(bytes, bytes.length + 1))))
                .hasMessageMatching(".*: coefficients.bin has [0-9]+ bytes, but its array takes [0-9]+\\.");
        assertRefused(with(PARAMETERS, bytes -> new byte[0]), PARAMETERS + " ends in the middle. Get a fresh copy.");
        assertRefused(with(PARAMETERS, bytes -> new byte[99]), PARAMETERS + " is no array that ND4J has written.");
    }

    private static byte[] normalizer(String type, String strategy) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF("NORMALIZER");
            out.writeInt(1);
            out.writeUTF(type);
            out.writeUTF(strategy);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void normalizers_thatNameAClassOrHoldAnObject_areRefused() throws IOException {
        assertThatThrownBy(() -> CHECK.check(with("normalizer.bin", old -> normalizer("CUSTOM", "com.example.Evil"))))
                .hasMessageContaining(": normalizer.bin names the class 'com.example.Evil', which is none of DL4J");
        assertRefused(
                with("normalizer.bin", old -> normalizer("STANDARDIZE", "MIXED_DATA_TYPES")),
                "normalizer.bin ends in the middle. Get a fresh copy.");
        assertRefused(
                with("preprocessor.bin", old -> new byte[] {1}),
                "preprocessor.bin is an object of Java's serialization, which can run code when it is read. Remove it (zip"
                        + " -d FILE preprocessor.bin), and save a normalizer with ModelSerializer.addNormalizerToModel.");
    }

    @Test
    void entries_thatLeaveTheZip_orAreBombs_areRefused() throws IOException {
        assertRefused(
                with("../../evil", old -> new byte[0]),
                "its entry '../../evil' would be unpacked into another folder.");
        assertThatCode(() -> CHECK.check(with("zeros", old -> new byte[1 << 20])))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> CHECK.check(with(CONFIGURATION, old -> new byte[ZipEntries.LARGEST + 1])))
                .hasMessageContaining(CONFIGURATION + " is larger than 67108864 bytes");
        Path half = Files.write(folder.resolve("half.zip"), Arrays.copyOf(Files.readAllBytes(model), 1000));
        assertThatThrownBy(() -> CHECK.check(half))
                .hasMessageMatching(".*: the zip is damaged \\(.*\\)\\. Get a fresh copy\\.");
    }

    /** The size of the last entry is at 24 in its record of the zip's directory, which begins with PK 1 2. */
    @Test
    void entriesThatClaimTooMuch_orAreTooMany_areRefused() throws IOException {
        Path large = with("notes", old -> new byte[100]);
        byte[] bytes = Files.readAllBytes(large);
        int record = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("PK\u0001\u0002");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(record + 24, 1 << 30);
        Files.write(large, bytes);
        assertThatThrownBy(() -> CHECK.check(large))
                .hasMessageMatching(
                        ".*: its entry 'notes' claims to be 1073741824 bytes, more than [0-9]+ packed ones can"
                                + " be\\.");
        Path many = folder.resolve("many.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(many))) {
            for (int i = 0; i <= 10_000; i++) {
                out.putNextEntry(new ZipEntry("entry " + i));
            }
        }
        assertRefused(many, "it has 10001 entries, and models have a few.");
        assertRefused(
                with("normalizer.bin", old -> new byte[] {0, 1, 'X'}),
                "normalizer.bin does not begin with NORMALIZER.");
    }

    @Test
    void entriesOfOneName_areRefused() throws IOException {
        Path twice = with("configuratiom.json", old -> new byte[0]);
        String bytes = new String(Files.readAllBytes(twice), StandardCharsets.ISO_8859_1);
        Files.write(twice, bytes.replace("configuratiom.json", CONFIGURATION).getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(twice, "it has two entries 'configuration.json', and readers differ in which they take.");
    }
}
