package io.github.net2net.dl4j.saving;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import io.github.net2net.GrowthException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Checks a model's zip before DL4J reads it. DL4J creates an object of every class that a configuration or a normalizer names,
 * reads objects of Java's serialization, and reserves as much memory as an array claims to take, so that a file of unknown origin
 * can run code, or end the process. A file that passes names only allowed classes and holds what it claims to hold; that its
 * model is a sensible one is not checked.
 */
public final class ModelFileCheck {
    private static final int MOST_ENTRIES = 10_000;
    /** Deflate packs at most 1032 bytes into one. */
    private static final int MOST_PACKED = 1100;

    private static final int LONGEST = 400;
    private static final String HEADER_OF_NORMALIZERS = "NORMALIZER";
    private static final ImmutableSet<String> OWN = ImmutableSet.of(
            "org.deeplearning4j.nn.",
            "org.nd4j.linalg.activations.",
            "org.nd4j.linalg.dataset.api.preprocessor.",
            "org.nd4j.linalg.learning.",
            "org.nd4j.linalg.lossfunctions.",
            "org.nd4j.linalg.schedule.",
            "io.github.net2net.dl4j.");

    private final ImmutableSet<String> allowed;

    private ModelFileCheck(ImmutableSet<String> allowed) {
        this.allowed = allowed;
    }

    /** Allows classes of DL4J, ND4J and net2net. */
    public static ModelFileCheck ofDl4j() {
        return new ModelFileCheck(OWN);
    }

    /**
     * Allows other classes too, such as those of one's own layers.
     *
     * @param names names of classes, "com.example.MyLayer", or of packages with a dot at the end, "com.example."
     */
    public ModelFileCheck allowing(String... names) {
        return new ModelFileCheck(ImmutableSet.<String>builder()
                .addAll(allowed)
                .addAll(Arrays.asList(names))
                .build());
    }

    /**
     * Checks a zip.
     *
     * @throws GrowthException if it is none, is damaged, names other classes, or holds something else than it claims
     * @throws IOException if it can't be read
     */
    public void check(Path file) throws IOException {
        String entry = "";
        try (ZipFile zip = new ZipFile(file.toFile())) {
            checkEntries(zip);
            for (ZipEntry each : Collections.list(zip.entries())) {
                entry = each.getName() + " ";
                check(zip, each);
            }
        } catch (ZipException e) {
            throw refused(file, "the zip is damaged (" + e.getMessage() + "). Get a fresh copy", e);
        } catch (EOFException | UTFDataFormatException e) {
            throw refused(file, entry + "ends in the middle. Get a fresh copy", e);
        } catch (IllegalArgumentException e) {
            throw refused(file, entry + e.getMessage(), e);
        }
    }

    /**
     * Checks a configuration in JSON.
     *
     * @param where the file, for messages
     * @throws GrowthException if it is no JSON, or names other classes
     */
    public void checkConfiguration(String json, Path where) {
        try {
            new ConfigurationCheck(allowed).check(json);
        } catch (IllegalArgumentException e) {
            throw refused(where, "its configuration " + e.getMessage(), e);
        }
    }

    private static GrowthException refused(Path file, String reason, Exception cause) {
        String printable = CharMatcher.javaIsoControl().replaceFrom(reason, '?');
        return new GrowthException(
                "cannot read " + file + ": " + Ascii.truncate(printable, LONGEST, "...") + ".", cause);
    }

    private static void checkEntries(ZipFile zip) {
        if (zip.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException("it has " + zip.size() + " entries, and models have a few");
        }
        Set<String> names = new HashSet<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName();
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        "it has two entries '" + name + "', and readers differ in which they take");
            }
            boolean leaves = name.startsWith("/")
                    || name.contains("\\")
                    || Arrays.asList(name.split("/")).contains("..");
            if (leaves) {
                throw new IllegalArgumentException("its entry '" + name + "' would be unpacked into another folder");
            }
            if (entry.getSize() > (long) MOST_PACKED * (entry.getCompressedSize() + 1)) {
                throw new IllegalArgumentException("its entry '" + name + "' claims to be " + entry.getSize()
                        + " bytes, more than " + entry.getCompressedSize() + " packed ones can be");
            }
        }
    }

    private void check(ZipFile zip, ZipEntry entry) throws IOException {
        switch (entry.getName()) {
            case ModelSerializer.CONFIGURATION_JSON ->
                new ConfigurationCheck(allowed).check(new String(read(zip, entry), StandardCharsets.UTF_8));
            case ModelSerializer.COEFFICIENTS_BIN, ModelSerializer.UPDATER_BIN -> {
                try (InputStream in = zip.getInputStream(entry)) {
                    ArrayCheck.check(in, entry.getSize());
                }
            }
            case ModelSerializer.NORMALIZER_BIN -> checkNormalizer(read(zip, entry));
            case "preprocessor.bin" ->
                throw new IllegalArgumentException("is an object of Java's serialization, which can run code when it is"
                        + " read. Remove it (zip -d FILE preprocessor.bin), and save a normalizer with"
                        + " ModelSerializer.addNormalizerToModel");
            default -> {}
        }
    }

    private static byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(ZipEntries.LARGEST + 1);
            if (bytes.length > ZipEntries.LARGEST) {
                throw new IllegalArgumentException("is larger than " + ZipEntries.LARGEST + " bytes");
            }
            return bytes;
        }
    }

    private void checkNormalizer(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (!in.readUTF().equals(HEADER_OF_NORMALIZERS)) {
            throw new IllegalArgumentException("does not begin with " + HEADER_OF_NORMALIZERS);
        }
        in.readInt();
        if (in.readUTF().equals("CUSTOM")) {
            ConfigurationCheck.requireAllowed(in.readUTF(), allowed);
        }
        ArrayCheck.checkAll(bytes);
    }
}
