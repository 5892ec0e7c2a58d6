package io.github.net2net.dl4j.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.saving.Certificate.Standing;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Probe;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Sgd;

/** What a certificate says, and what is not believed. */
class CertificateTest {
    private static final String HASH = "[0-9a-f]{64}";

    @TempDir
    Path folder;

    private MultiLayerNetwork teacher;
    private Grown<MultiLayerNetwork> grown;
    private Path file;

    @BeforeEach
    void growAndSave() throws IOException {
        teacher = Trained.chain(1);
        grown = Trained.growth(teacher).verifyOn(Trained.probe()).grow();
        file = folder.resolve("student.zip");
        GrownFile.of(grown).write(file);
    }

    private MultiLayerNetwork loaded() throws IOException {
        return MultiLayerNetwork.load(file.toFile(), true);
    }

    @Test
    void certificate_saysWhatTheGrowthWas() throws IOException {
        Certificate certificate = Certificate.read(file);
        assertThat(certificate.plan().toJson()).isEqualTo(grown.plan().toJson());
        assertThat(certificate.toJson()).contains("\"mode\" : \"inference\"", "\"stage\" : \"beforeActivation\"");
        assertThat(certificate.seeds()).isEqualTo(Map.of("growth", 42L, "student", 1L));
        assertThat(certificate.versions())
                .containsOnlyKeys("net2net", "deeplearning4j", "nd4j", "backend", "java")
                .containsEntry("deeplearning4j", "1.0.0-M2.1")
                .containsEntry("nd4j", "1.0.0-M2.1")
                .containsEntry("java", Runtime.version().toString());
        assertThat(certificate.versions().get("net2net")).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(certificate.comparison()).isEqualTo(grown.report().comparison());
        assertThat(certificate.comparison().deviations()).hasSize(4);
        assertThat(certificate.comparison().tolerance()).isEqualTo(Tolerances.DOUBLE);
        assertThat(certificate.comparison().teacher())
                .containsOnlyKeys("structure", "configuration", "parameters")
                .allSatisfy((name, hash) -> assertThat(hash).matches(HASH));
        assertThat(certificate.comparison().probe()).containsOnlyKeys("features 0");
    }

    static Stream<Arguments> ways() {
        Deepening.BatchNorm calibrated = Calibration.calibratedOn(Trained.images());
        return Stream.<UnaryOperator<Growth<MultiLayerNetwork>>>of(
                        growth -> growth.factorize("conv2").kernelLast().to(5),
                        growth -> growth.factorize("conv2").kernelFirst().to(5),
                        growth -> growth.deepenAfter(
                                "conv2",
                                Deepening.identityUnit()
                                        .like("conv1")
                                        .batchNorm(calibrated)
                                        .width(8)
                                        .names(List.of("a", "b", "c"))),
                        growth -> growth.toward(
                                Trained.growth(Trained.chain(1))
                                        .grow()
                                        .network()
                                        .getLayerWiseConfigurations(),
                                calibrated),
                        growth -> growth.widen("fc").to(9).baseline(Baseline.RANDOM_INIT),
                        growth -> growth.widen("fc").to(9).baseline(Baseline.FROM_SCRATCH))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyWay_isCertified(UnaryOperator<Growth<MultiLayerNetwork>> way) throws IOException {
        Grown<MultiLayerNetwork> other =
                way.apply(Net2Net.from(teacher)).verifyOn(Trained.probe()).grow();
        GrownFile.of(other).write(file);
        Certificate certificate = Certificate.read(file);
        assertThat(certificate.check(loaded())).isEqualTo(Standing.AS_GROWN);
        assertThat(certificate.plan().toJson()).isEqualTo(other.plan().toJson());
        assertThat(certificate.verify(teacher, loaded(), Trained.probe()))
                .isEqualTo(other.report().comparison());
    }

    @Test
    void student_standsAsGrown_asSaved_orChangedSince() throws IOException {
        Certificate fresh = Certificate.read(file);
        assertThat(fresh.check(loaded())).isEqualTo(Standing.AS_GROWN);
        Trained.train(grown.network(), 0, 2);
        assertThat(fresh.check(grown.network())).isEqualTo(Standing.CHANGED_SINCE);
        Certificate trained = GrownFile.of(grown).write(file);
        assertThat(trained.toJson()).isEqualTo(Certificate.read(file).toJson());
        assertThat(trained.check(loaded())).isEqualTo(Standing.AS_SAVED);
        MultiLayerNetwork reconfigured = loaded();
        reconfigured.setLearningRate(0.5);
        assertThat(trained.check(reconfigured)).isEqualTo(Standing.CHANGED_SINCE);
    }

    @Test
    void unverifiedStudent_isSavedWithoutComparison() throws IOException {
        Grown<MultiLayerNetwork> unverified = Trained.growth(teacher).grow();
        GrownFile.of(unverified).write(file);
        Certificate certificate = Certificate.read(file);
        assertThat(certificate.comparison().deviations()).isEmpty();
        assertThat(certificate.check(loaded())).isEqualTo(Standing.AS_SAVED);
        assertThatThrownBy(() -> certificate.verify(teacher, loaded(), Trained.probe()))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot verify the certificate: student and teacher were not compared when it was grown."
                        + " Call verifyOn(probe) before grow().");
    }

    @Test
    void verifying_measuresOnceMore() throws IOException {
        Path teachersFile = folder.resolve("teacher.zip");
        ModelSerializer.writeModel(teacher, teachersFile.toFile(), true);
        MultiLayerNetwork reloaded = MultiLayerNetwork.load(teachersFile.toFile(), true);
        assertThat(Certificate.read(file).verify(reloaded, loaded(), Trained.probe()))
                .isEqualTo(grown.report().comparison());
    }

    @Test
    void verifyingWithOtherNetworksOrData_isRefused() throws IOException {
        Certificate certificate = Certificate.read(file);
        MultiLayerNetwork student = loaded();
        Trained.train(student, 0, 1);
        assertThatThrownBy(() -> certificate.verify(teacher, student, Trained.probe()))
                .isInstanceOf(GrowthException.class)
                .hasMessageMatching("cannot verify the certificate: this is not the student it is about; the hash of"
                        + " the student's parameters is " + HASH + ", not " + HASH + "\\. Give the student as it was"
                        + " when the student was grown\\.");
        assertThatThrownBy(() -> certificate.verify(Trained.chain(2), loaded(), Trained.probe()))
                .isInstanceOf(GrowthException.class)
                .hasMessageMatching("cannot verify the certificate: this is not the teacher it is about; .*");
        assertThatThrownBy(() -> certificate.verify(
                        teacher, loaded(), Probes.features(TestNetworks.images(3, CNN2DFormat.NCHW))))
                .isInstanceOf(GrowthException.class)
                .hasMessageMatching("cannot verify the certificate: this is not the probe it is about; the hash of the"
                        + " probe's features 0 is " + HASH + ", not " + HASH + "\\. Give the probe as it was when the"
                        + " student was grown\\.");
    }

    /** Finds more than there is, on the same data. */
    private static Probe<Model> exaggerating() {
        Probe<Model> right = Trained.probe();
        return new Probe<>() {
            @Override
            public ImmutableList<Deviation> compare(Model teacher, Model student) {
                return ImmutableList.of(
                        new Deviation("out", Deviation.Mode.INFERENCE, Deviation.Stage.OUTPUT, false, 0.5, 1));
            }

            @Override
            public double tolerance(Model teacher) {
                return right.tolerance(teacher);
            }

            @Override
            public Deviation inDoublePrecision(Model teacher, Model student, Deviation place) {
                return place;
            }

            @Override
            public ImmutableMap<String, String> fingerprint() {
                return right.fingerprint();
            }
        };
    }

    @Test
    void certificateThatDoesNotHold_isRefused() throws IOException {
        Certificate certificate = Certificate.read(file);
        assertThatThrownBy(() -> certificate.verify(teacher, loaded(), exaggerating()))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "the certificate does not hold here: output 'out' in inference mode: max|d| 0.500, relative 0.500,"
                                + " allowed 1.0E-10.");
    }

    @Test
    void anotherNetwork_isRefused() throws IOException {
        Certificate certificate = Certificate.read(file);
        assertThatThrownBy(() -> certificate.check(TestNetworks.mlp(new Sgd(0.1))))
                .isInstanceOf(GrowthException.class)
                .hasMessage("the certificate is that of another network: its student's parameters have other names or"
                        + " shapes than this network's 82. Read the certificate from the file that this network was"
                        + " loaded from.");
    }

    @Test
    void whatIsNoZip_isRefused() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "notes");
        assertThatThrownBy(() -> Certificate.read(notes))
                .isInstanceOf(GrowthException.class)
                .hasMessage(notes + " is no zip (zip END header not found). Give a file that DL4J or GrownFile has"
                        + " saved.");
    }

    @Test
    void zipWithoutCertificate_isRefused() throws IOException {
        ModelSerializer.writeModel(teacher, file.toFile(), true);
        assertThatThrownBy(() -> Certificate.read(file))
                .isInstanceOf(GrowthException.class)
                .hasMessage(file + " holds no certificate (no entry net2net-certificate.json). Students saved with"
                        + " GrownFile.of(grown).write(path) have one.");
    }

    private void replaceEntry(String json) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Files.writeString(zip.getPath(Certificate.ENTRY), json);
        }
    }

    private void rewrite(String from, String to) throws IOException {
        String json = Certificate.read(file).toJson();
        String changed = json.replaceFirst(from, to);
        assertThat(changed).isNotEqualTo(json);
        replaceEntry(changed);
    }

    @Test
    void certificateThatWasChanged_isRefused() throws IOException {
        rewrite("\"maxAbsolute\" : [^,]+", "\"maxAbsolute\" : 0.0");
        assertThatThrownBy(() -> Certificate.read(file))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot trust the certificate in " + file + ": it was changed since it was written, for its"
                        + " sha256 is no longer that of its content. Save the student again.");
    }

    @Test
    void certificateThatWasOnlyReformatted_isRead() throws IOException {
        rewrite("\"versions\" : \\{", "\"versions\":{\n\n\t");
        assertThat(Certificate.read(file).check(loaded())).isEqualTo(Standing.AS_GROWN);
    }

    @Test
    void certificateOfANewerFormat_isRefused() throws IOException {
        rewrite("\"format\" : 1", "\"format\" : 2");
        assertThatThrownBy(() -> Certificate.read(file))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the certificate in " + file + ": it has format 2, and this version of net2net"
                        + " reads format 1. Read it with the version that wrote it.");
    }

    @Test
    void entryThatIsNoCertificate_isRefused() throws IOException {
        replaceEntry("[]");
        assertThatThrownBy(() -> Certificate.read(file))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the certificate in " + file + ": its 'net2net' is not \"certificate\".");
        replaceEntry("{");
        assertThatThrownBy(() -> Certificate.read(file))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(
                        "cannot read the certificate in " + file + ": no JSON: Unexpected end-of-input");
    }
}
