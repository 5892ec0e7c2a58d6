package io.github.net2net.dl4j.saving;

import io.github.net2net.Comparison;
import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.internal.adapter.Fingerprints;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
 *
 * @param plan the plan by which the student was grown
 * @param seeds the seeds of the growth and of the student's configuration
 * @param versions the versions of net2net, DL4J, ND4J and Java that grew it, and the ND4J backend
 * @param comparison student against teacher as measured when it was grown; empty if they were not compared
 * @param student hashes of the student as it was saved
 */
public record Certificate(
        GrowthPlan plan,
        Map<String, Long> seeds,
        Map<String, String> versions,
        Comparison comparison,
        Map<String, String> student) {
    /** The zip's entry that holds the certificate. */
    public static final String ENTRY = "net2net-certificate.json";

    /** How a network compares with the one that a certificate is about. */
    public enum Standing {
        /** Configuration and parameters are those that the growth made. */
        AS_GROWN,
        /** They are those that were saved, after the student had been trained on or changed. */
        AS_SAVED,
        /** The parameters have the same names and shapes, but were trained on since, or the configuration changed. */
        CHANGED_SINCE
    }

    public Certificate {
        seeds = Map.copyOf(seeds);
        versions = Map.copyOf(versions);
        student = Map.copyOf(student);
    }

    /** The certificate of a student as it is now, as if it were saved. */
    public static Certificate of(Grown<? extends Model> grown) {
        return new Certificate(
                GrowthPlan.fromJson(grown.plan().toJson()), // without the data that the growth was given
                Map.of("growth", grown.plan().seed(), "student", seed(grown.network())),
                Versions.all(),
                grown.report().comparison(),
                Fingerprints.of(grown.network()));
    }

    private static long seed(Model network) {
        return network.conf() == null ? 0 : network.conf().getSeed();
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
        return CertificateJson.read(new String(entry, StandardCharsets.UTF_8), file.toString());
    }

    /**
     * The certificate that {@link #toJson} wrote.
     *
     * @throws GrowthException if the text is no certificate, or was changed
     */
    public static Certificate fromJson(String json) {
        return CertificateJson.read(json, "the text");
    }

    private static byte @Nullable [] entry(Path file) throws IOException {
        try {
            return ZipEntries.read(file, ENTRY);
        } catch (ZipException e) {
            throw ZipEntries.notAZip(file, e);
        }
    }

    /** The certificate as it stands in the zip. */
    public String toJson() {
        return CertificateJson.write(this);
    }

    /**
     * Compares a network with the certified student, by their hashes.
     *
     * @throws GrowthException if it is another network: its parameters have other names or shapes
     */
    public Standing check(Model network) {
        Map<String, String> found = Fingerprints.of(network);
        if (found.equals(comparison.student())) {
            return Standing.AS_GROWN;
        } else if (found.equals(student)) {
            return Standing.AS_SAVED;
        } else if (Objects.equals(found.get(Fingerprints.STRUCTURE), student.get(Fingerprints.STRUCTURE))) {
            return Standing.CHANGED_SINCE;
        }
        throw new GrowthException("the certificate is that of another network: its student's parameters have other"
                + " names or shapes than this network's " + network.numParams() + ". Read the certificate from the file"
                + " that this network was loaded from.");
    }

    /**
     * Whether the network is the teacher, by the hashes that were taken when they were compared.
     *
     * @throws GrowthException if student and teacher were not compared
     */
    public boolean isTeacher(Model network) {
        requireComparison("check the teacher");
        return Fingerprints.of(network).equals(comparison.teacher());
    }

    private void requireComparison(String use) {
        if (comparison.isEmpty()) {
            throw new GrowthException("cannot " + use + ": student and teacher were not compared when it was"
                    + " grown. Call verifyOn(probe) before grow().");
        }
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
        requireComparison("verify the certificate");
        requireSame("teacher", comparison.teacher(), Fingerprints.of(teacher));
        requireSame("student", comparison.student(), Fingerprints.of(student));
        requireSame("probe", comparison.probe(), probe.fingerprint());
        List<Deviation> measured = probe.compare(teacher, student);
        List<Deviation> inDoublePrecision = new ArrayList<>();
        for (Deviation deviation : measured) {
            if (plan.promises(deviation) && !isWithin(deviation)) {
                Deviation exact = probe.inDoublePrecision(teacher, student, deviation);
                if (!isWithin(exact)) {
                    throw new GrowthException("the certificate does not hold here: " + deviation + ", allowed "
                            + comparison.tolerance() + ".");
                }
                inDoublePrecision.add(exact);
            }
        }
        return new Comparison(
                measured,
                comparison.tolerance(),
                inDoublePrecision,
                comparison.teacher(),
                comparison.student(),
                comparison.probe());
    }

    private boolean isWithin(Deviation deviation) {
        return deviation.relative() <= comparison.tolerance();
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
