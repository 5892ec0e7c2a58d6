package io.github.net2net.dl4j.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.TestNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

/** What stands in a student's zip. */
class GrownFileTest {
    private static Grown<MultiLayerNetwork> chain;
    private static NormalizerStandardize normalizer;

    @TempDir
    Path folder;

    private Path target;

    @BeforeAll
    static void grow() {
        chain = Trained.grownChain();
        normalizer = new NormalizerStandardize();
        normalizer.fit(TestNetworks.labeled(TestNetworks.images(9, CNN2DFormat.NCHW)));
    }

    @BeforeEach
    void choosePlace() {
        target = folder.resolve("student.zip");
    }

    private static List<String> entries(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().map(Object::toString).sorted().toList();
        }
    }

    private void assertHoldsNormalizerAndCertificate() throws IOException {
        assertThat(ModelSerializer.<NormalizerStandardize>restoreNormalizerFromFile(target.toFile()))
                .isEqualTo(normalizer);
        assertThat(Certificate.read(target).plan())
                .isEqualTo(Certificate.of(chain).plan());
        MultiLayerNetwork read = MultiLayerNetwork.load(target.toFile(), true);
        assertThat(read.params()).isEqualTo(chain.network().params());
    }

    @Test
    void chain_isReadByDl4j_withItsOptimizersMemory() throws IOException {
        GrownFile.of(chain).write(target);
        MultiLayerNetwork read = MultiLayerNetwork.load(target.toFile(), true);
        assertThat(Trained.numbers(read.params()))
                .isEqualTo(Trained.numbers(chain.network().params()));
        assertThat(Trained.numbers(read.getUpdater().getStateViewArray()))
                .isEqualTo(Trained.numbers(chain.network().getUpdater().getStateViewArray()));
        assertThat(read.getIterationCount()).isEqualTo(chain.network().getIterationCount());
        assertThat(entries(target))
                .containsExactly(
                        "coefficients.bin", "configuration.json", "net2net-certificate.json", "updaterState.bin");
        assertThat(folder.toFile().list()).containsExactly("student.zip");
    }

    @Test
    void graph_isReadByDl4j_withItsOptimizersMemory() throws IOException {
        Grown<ComputationGraph> graph = Trained.grownGraph();
        GrownFile.of(graph).write(target);
        ComputationGraph read = ComputationGraph.load(target.toFile(), true);
        assertThat(Trained.numbers(read.params()))
                .isEqualTo(Trained.numbers(graph.network().params()));
        assertThat(Trained.numbers(read.getUpdater().getStateViewArray()))
                .isEqualTo(Trained.numbers(graph.network().getUpdater().getStateViewArray()));
        assertThat(Certificate.read(target).check(read)).isEqualTo(Certificate.Standing.AS_GROWN);
    }

    @Test
    void normalizer_isWrittenWhereDl4jLooksForIt() throws IOException {
        GrownFile.of(chain).withNormalizer(normalizer).write(target);
        assertHoldsNormalizerAndCertificate();
    }

    @Test
    void normalizer_thatDl4jAddsLater_leavesTheCertificate() throws IOException {
        GrownFile.of(chain).write(target);
        ModelSerializer.addNormalizerToModel(target.toFile(), normalizer);
        assertHoldsNormalizerAndCertificate();
    }

    @Test
    void normalizerOfTheTeachersZip_isTakenAlong() throws IOException {
        Path teacher = folder.resolve("teacher.zip");
        ModelSerializer.writeModel(Trained.chain(1), teacher.toFile(), true);
        ModelSerializer.addNormalizerToModel(teacher.toFile(), normalizer);
        GrownFile.of(chain).withExtrasOf(teacher).write(target);
        assertHoldsNormalizerAndCertificate();
        assertThat(entries(target)).contains(ModelSerializer.NORMALIZER_BIN).doesNotHaveDuplicates();
    }

    @Test
    void extrasOfTheFileThatIsReplaced_areKept() throws IOException {
        GrownFile.of(chain).withNormalizer(normalizer).write(target);
        ModelSerializer.addObjectToFile(target.toFile(), "labels", List.of("cat", "dog"));
        GrownFile.of(chain).write(target);
        assertHoldsNormalizerAndCertificate();
        assertThat(ModelSerializer.<List<String>>getObjectFromFile(target.toFile(), "labels"))
                .containsExactly("cat", "dog");
        assertThat(entries(target)).contains("objects/labels").doesNotContain("objects/");
    }

    @Test
    void newNormalizer_replacesTheKeptOne() throws IOException {
        NormalizerStandardize old = new NormalizerStandardize();
        old.fit(TestNetworks.labeled(TestNetworks.images(10, CNN2DFormat.NCHW)));
        GrownFile.of(chain).withNormalizer(old).write(target);
        GrownFile.of(chain).withNormalizer(normalizer).write(target);
        assertHoldsNormalizerAndCertificate();
    }

    @Test
    void fileThatIsNoZip_isReplaced() throws IOException {
        Files.writeString(target, "notes");
        GrownFile.of(chain).write(target);
        assertThat(Certificate.read(target).check(chain.network())).isEqualTo(Certificate.Standing.AS_GROWN);
    }

    @Test
    void extrasOfWhatIsNoZip_areRefused_andTheTargetStays() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "notes");
        Files.writeString(target, "old");
        assertThatThrownBy(() -> GrownFile.of(chain).withExtrasOf(notes).write(target))
                .isInstanceOf(GrowthException.class)
                .hasMessage(notes + " is no zip (zip END header not found). Give a file that DL4J or GrownFile has"
                        + " saved.");
        assertThat(target).hasContent("old");
    }

    /** Larger than the heap. */
    private static void writeBomb(Path zip, String entry, long length) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.setLevel(Deflater.BEST_SPEED);
            out.putNextEntry(new ZipEntry("small"));
            out.write(7);
            out.putNextEntry(new ZipEntry(entry));
            byte[] zeros = new byte[1 << 20];
            for (long written = 0; written < length; written += zeros.length) {
                out.write(zeros);
            }
        }
    }

    @Test
    void extras_areNotUnpacked_howeverLargeTheyAre() throws IOException {
        long length = Runtime.getRuntime().maxMemory() + (1L << 30);
        Path bomb = folder.resolve("bomb.zip");
        writeBomb(bomb, "objects/large", length);

        GrownFile.of(chain).withExtrasOf(bomb).write(target);
        GrownFile.of(chain).write(target);

        try (ZipFile zip = new ZipFile(target.toFile())) {
            assertThat(zip.getEntry("objects/large").getSize()).isGreaterThanOrEqualTo(length);
            assertThat(zip.getInputStream(zip.getEntry("small")).readAllBytes()).containsExactly(7);
        }
        assertThat(Files.size(target)).isLessThan(length / 100);
        assertThat(Certificate.read(target).plan())
                .isEqualTo(Certificate.of(chain).plan());
    }

    @Test
    void certificate_thatIsTooLarge_isRefused() throws IOException {
        writeBomb(target, Certificate.ENTRY, Runtime.getRuntime().maxMemory());
        assertThatThrownBy(() -> Certificate.read(target))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot read 'net2net-certificate.json' in " + target + ": unpacked it is larger than 64 MiB,"
                                + " and net2net writes none as large. Give a file that net2net has saved.");
        GrownFile.of(chain).write(target);
        assertThat(Certificate.read(target).plan())
                .isEqualTo(Certificate.of(chain).plan());
    }
}
