package io.github.net2net.dl4j.saving;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.github.net2net.Comparison;
import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Verification;
import io.github.net2net.dl4j.internal.adapter.Fingerprints;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipException;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;

/**
 * What a saved student records about its growth: the plan, seeds, versions, how far it was from its teacher, and which
 * networks and which input that was measured on. {@link GrownFile} writes it into the student's zip.
 *
 * <p>A hash protects it against damage and thoughtless changes, not against forgery: nobody has signed it.
 */
public final class Certificate {
    /** The zip's entry that holds the certificate. */
    public static final String ENTRY = "net2net-certificate.json";

    private final CertificateDocument document;
    private final GrowthPlan plan;

    /** How a network compares with the one that a certificate is about. */
    public enum Standing {
        /** Configuration and parameters are those that the growth made. */
        AS_GROWN,
        /** They are those that were saved, after the student had been trained on or changed. */
        AS_SAVED,
        /** The parameters have the same names and shapes, but were trained on since, or the configuration changed. */
        CHANGED_SINCE
    }

    private Certificate(CertificateDocument document) {
        this.document = document;
        this.plan = GrowthPlan.fromJson(document.plan().toString());
    }

    static Certificate of(Grown<? extends Model> grown) {
        Verification verification = grown.report().verification();
        return new Certificate(new CertificateDocument(
                CertificateDocument.tree(grown.plan().toJson()),
                ImmutableSortedMap.of("growth", grown.plan().seed(), "student", seed(grown.network())),
                Versions.all(),
                verification == null ? null : compared(grown, verification),
                Fingerprints.of(grown.network())));
    }

    private static long seed(Model network) {
        return network.conf() == null ? 0 : network.conf().getSeed();
    }

    private static CertificateDocument.Compared compared(Grown<?> grown, Verification verification) {
        return new CertificateDocument.Compared(
                verification.tolerance(),
                CertificateDocument.Difference.of(grown.report().comparison().deviations()),
                CertificateDocument.Difference.of(verification.inDoublePrecision()),
                verification.teacher(),
                verification.student(),
                verification.probe());
    }

    /**
     * The certificate in a saved student's zip.
     *
     * @throws GrowthException if the file is no zip, holds no certificate, or one that was changed or is
     *     larger than any that net2net writes
     * @throws IOException if the file can't be read
     */
    public static Certificate read(Path file) throws IOException {
        byte[] entry = entry(file);
        if (entry == null) {
            throw new GrowthException(file + " holds no certificate (no entry " + ENTRY + "). Students saved with"
                    + " GrownFile.of(grown).write(path) have one.");
        }
        return fromJson(new String(entry, StandardCharsets.UTF_8), file.toString());
    }

    private static byte @Nullable [] entry(Path file) throws IOException {
        try {
            return ZipEntries.read(file, ENTRY);
        } catch (ZipException e) {
            throw ZipEntries.notAZip(file, e);
        }
    }

    private static Certificate fromJson(String json, String where) {
        return new Certificate(CertificateDocument.fromJson(json, where));
    }

    /** The certificate as it stands in the zip. */
    public String toJson() {
        return document.toJson();
    }

    /** The plan by which the student was grown. */
    public GrowthPlan plan() {
        return plan;
    }

    /** The seeds of the growth and of the student's configuration. */
    public ImmutableMap<String, Long> seeds() {
        return ImmutableMap.copyOf(document.seeds());
    }

    /** The versions of net2net, DL4J, ND4J and Java that grew it, and the ND4J backend. */
    public ImmutableMap<String, String> versions() {
        return ImmutableMap.copyOf(document.versions());
    }

    /** Student against teacher as measured when it was grown; empty if they were not compared. */
    public Comparison comparison() {
        CertificateDocument.Compared compared = document.verification();
        return new Comparison(compared == null ? ImmutableList.of() : deviations(compared.deviations()));
    }

    /** How they were compared, with the hashes of teacher, student and probe; null if they were not. */
    public @Nullable Verification verification() {
        CertificateDocument.Compared compared = document.verification();
        return compared == null
                ? null
                : new Verification(
                        compared.tolerance(),
                        deviations(compared.inDoublePrecision()),
                        ImmutableMap.copyOf(compared.teacher()),
                        ImmutableMap.copyOf(compared.student()),
                        ImmutableMap.copyOf(compared.probe()));
    }

    private static ImmutableList<Deviation> deviations(List<CertificateDocument.Difference> differences) {
        return differences.stream()
                .map(CertificateDocument.Difference::deviation)
                .collect(ImmutableList.toImmutableList());
    }

    /**
     * Compares a network with the certified student, by their hashes.
     *
     * @throws GrowthException if it is another network: its parameters have other names or shapes
     */
    public Standing check(Model network) {
        Map<String, String> found = Fingerprints.of(network);
        Verification verification = verification();
        if (verification != null && found.equals(verification.student())) {
            return Standing.AS_GROWN;
        } else if (found.equals(document.student())) {
            return Standing.AS_SAVED;
        } else if (Objects.equals(
                found.get(Fingerprints.STRUCTURE), document.student().get(Fingerprints.STRUCTURE))) {
            return Standing.CHANGED_SINCE;
        }
        throw new GrowthException("the certificate is that of another network: its student's parameters have other"
                + " names or shapes than this network's " + network.numParams() + ". Read the certificate from the file"
                + " that this network was loaded from.");
    }

    /**
     * Measures again what the certificate states.
     *
     * @param student as it was grown
     * @return how far student and teacher are apart now
     * @throws GrowthException if these are not the teacher, the student and the probe of the certificate, if it holds no
     *     comparison, or if student and teacher are further apart than the plan promises
     */
    public <N extends Model> Comparison verify(N teacher, N student, Probe<? super N> probe) {
        Verification verification = verification();
        if (verification == null) {
            throw new GrowthException("cannot verify the certificate: student and teacher were not compared when it was"
                    + " grown. Say verifyOn(probe) before grow().");
        }
        requireSame("teacher", verification.teacher(), Fingerprints.of(teacher));
        requireSame("student", verification.student(), Fingerprints.of(student));
        requireSame("probe", verification.probe(), probe.fingerprint());
        Comparison measured = new Comparison(probe.compare(teacher, student));
        for (Deviation deviation : measured.deviations()) {
            if (plan.promises(deviation)
                    && !(deviation.relative() <= verification.tolerance())
                    && !(probe.inDoublePrecision(teacher, student, deviation).relative() <= verification.tolerance())) {
                throw new GrowthException("the certificate does not hold here: " + deviation + ", allowed "
                        + verification.tolerance() + ".");
            }
        }
        return measured;
    }

    private static void requireSame(String what, Map<String, String> certified, Map<String, String> given) {
        for (Map.Entry<String, String> hash : certified.entrySet()) {
            String found = given.get(hash.getKey());
            if (!hash.getValue().equals(found)) {
                throw new GrowthException("cannot verify the certificate: this is not the " + what + " it is about; the"
                        + " hash of the " + what + "'s " + hash.getKey() + " is " + found + ", not " + hash.getValue()
                        + ". Give the " + what + " as it was when the student was grown.");
            }
        }
    }

    @Override
    public String toString() {
        return toJson();
    }
}
