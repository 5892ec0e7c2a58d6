package io.github.net2net.dl4j.saving;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;

/**
 * Saves a student as DL4J does, with its optimizer's state, and its {@link Certificate} beside it in the zip. DL4J
 * reads the file as any other.
 *
 * <pre>{@code
 * GrownFile.of(grown).write(Path.of("student.zip"));
 * MultiLayerNetwork student = MultiLayerNetwork.load(new File("student.zip"), true);
 * }</pre>
 */
@CheckReturnValue
public final class GrownFile {
    /** What DL4J, and this class, write again. */
    private static final Set<String> WRITTEN_ANEW = Set.of(
            ModelSerializer.CONFIGURATION_JSON,
            ModelSerializer.COEFFICIENTS_BIN,
            ModelSerializer.UPDATER_BIN,
            ModelSerializer.NO_PARAMS_MARKER,
            Certificate.ENTRY);

    private final Grown<? extends Model> grown;
    private final @Nullable Normalizer<?> normalizer;
    private final @Nullable Path others;
    private final boolean keepsTargets;

    private GrownFile(
            Grown<? extends Model> grown,
            @Nullable Normalizer<?> normalizer,
            @Nullable Path others,
            boolean keepsTargets) {
        this.grown = grown;
        this.normalizer = normalizer;
        this.others = others;
        this.keepsTargets = keepsTargets;
    }

    /** The file of a student, as it is when it is written: it may have been trained on. */
    public static GrownFile of(Grown<? extends Model> grown) {
        return new GrownFile(grown, null, null, true);
    }

    /** With a normalizer, where DL4J looks for it. */
    public GrownFile withNormalizer(Normalizer<?> newNormalizer) {
        return new GrownFile(grown, newNormalizer, others, keepsTargets);
    }

    /** With what the zip of another network, such as the teacher's, holds beside the network: its normalizer. */
    public GrownFile withExtrasOf(Path zip) {
        return new GrownFile(grown, normalizer, zip, false);
    }

    /** Without what the replaced file holds beside its network. */
    public GrownFile withoutExtras() {
        return new GrownFile(grown, normalizer, null, false);
    }

    /**
     * Writes the file: {@code target} is replaced at once and whole, see {@link AtomicFile}. If it was a zip, what it
     * held beside the network, such as a normalizer, is kept, unless {@link #withExtrasOf}, {@link #withoutExtras} or
     * {@link #withNormalizer} says otherwise.
     *
     * @return what stands in it
     * @throws GrowthException if {@link #withExtrasOf} names a file that is no zip
     * @throws IOException if it can't be written; {@code target} is then as it was
     */
    @CanIgnoreReturnValue
    public Certificate write(Path target) throws IOException {
        Path extras = extras(target);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        if (normalizer != null) {
            entries.put(ModelSerializer.NORMALIZER_BIN, bytes(normalizer));
        }
        Certificate certificate = Certificate.of(grown);
        entries.put(Certificate.ENTRY, certificate.toJson().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(
                target,
                part -> ZipEntries.write(grown.network(), entries, extras, name -> !WRITTEN_ANEW.contains(name), part));
        return certificate;
    }

    /** The zip with what is kept, null if there is none. */
    private @Nullable Path extras(Path target) throws IOException {
        if (others != null) {
            ZipEntries.require(others);
            return others;
        }
        try {
            if (keepsTargets && Files.exists(target)) {
                ZipEntries.require(target);
                return target;
            }
            return null;
        } catch (GrowthException e) {
            return null; // no zip, so it holds nothing to keep
        }
    }

    private static byte[] bytes(Normalizer<?> normalizer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NormalizerSerializer.getDefault().write(normalizer, bytes);
        return bytes.toByteArray();
    }
}
