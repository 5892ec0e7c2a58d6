package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.primitives.Bytes;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
    private static final int IMAGE = 28 * 28;

    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        write("train-images-idx3-ubyte", header(2051, 3, 28, 28), new byte[3 * IMAGE]);
        write("train-labels-idx1-ubyte", header(2049, 3), new byte[] {7, 0, 9});
        byte[] test = new byte[2 * IMAGE];
        test[IMAGE + 28 + 3] = (byte) 200;
        write("t10k-images-idx3-ubyte", header(2051, 2, 28, 28), test);
        write("t10k-labels-idx1-ubyte", header(2049, 2), new byte[] {1, 2});
    }

    private static byte[] header(int... numbers) {
        byte[][] all = new byte[numbers.length][];
        for (int i = 0; i < all.length; i++) {
            all[i] = Ints.toByteArray(numbers[i]);
        }
        return Bytes.concat(all);
    }

    private void write(String name, byte[] header, byte[] values) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name + ".gz")))) {
            out.write(header);
            out.write(values);
        }
    }

    @Test
    void files_areReadFromTheirFirstImagesOn() {
        ImageData data = Mnist.read(folder, 2, 2);
        assertThat(data.training()).hasToString("2 images of 1x28x28 in 10 classes");
        assertThat(data.training().label(0)).isEqualTo(7);
        assertThat(data.test().value(1, 0, 1, 3)).isEqualTo(200);
        assertThat(data.warnings()).hasSize(4).allMatch(line -> line.contains("is not the published file"));
    }

    @Test
    void plainFile_servesAsWell() throws IOException {
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), Bytes.concat(header(2049, 2), new byte[] {4, 5}));
        assertThat(Mnist.read(folder, 1, 2).test().label(1)).isEqualTo(5);
    }

    @Test
    void missingFile_isRefused() throws IOException {
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
        assertRefused(
                "there is neither t10k-labels-idx1-ubyte.gz nor t10k-labels-idx1-ubyte in it. Give the folder with"
                        + " MNIST's four files.");
    }

    @Test
    void truncatedFile_isRefused_withItsEnd() throws IOException {
        write("train-images-idx3-ubyte", header(2051, 3, 28, 28), new byte[IMAGE + 5]);
        assertRefused(
                "train-images-idx3-ubyte is damaged: it ends at byte 805, expected at least 2368 bytes. Get a fresh"
                        + " copy of MNIST.");
    }

    @Test
    void truncatedPlainFile_isRefused_withItsEnd() throws IOException {
        Files.delete(folder.resolve("train-images-idx3-ubyte.gz"));
        Files.write(folder.resolve("train-images-idx3-ubyte"), header(2051, 3));
        assertRefused("train-images-idx3-ubyte is damaged: it ends at byte 8, expected at least 12 bytes. Get a fresh"
                + " copy of MNIST.");
    }

    @Test
    void truncatedArchive_isRefused_withTheFilesPlace() throws IOException {
        Path file = folder.resolve("train-images-idx3-ubyte.gz");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 30));
        assertRefused("train-images-idx3-ubyte.gz is damaged: unpacking fails near byte 30 of 30 (Unexpected end of"
                + " ZLIB input stream). Get a fresh copy of MNIST.");
    }

    @Test
    void damagedArchive_isRefused_withTheFilesPlace() throws IOException {
        Path file = folder.resolve("train-images-idx3-ubyte.gz");
        byte[] bytes = Files.readAllBytes(file);
        bytes[10] = (byte) 0xFF;
        Files.write(file, bytes);
        assertRefused("train-images-idx3-ubyte.gz is damaged: unpacking fails near byte " + bytes.length + " of "
                + bytes.length + " (invalid block type). Get a fresh copy of MNIST.");
    }

    @Test
    void somethingElseThanGzip_isRefused() throws IOException {
        Files.writeString(folder.resolve("t10k-labels-idx1-ubyte.gz"), "<html>");
        assertRefused("t10k-labels-idx1-ubyte.gz is damaged: unpacking fails near byte 2 of 6 (Not in GZIP format)."
                + " Get a fresh copy of MNIST.");
    }

    @Test
    void impossibleLabelInPlainFile_isRefused_withThePlace() throws IOException {
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), Bytes.concat(header(2049, 2), new byte[] {4, -1}));
        assertRefused("t10k-labels-idx1-ubyte is damaged: the label at byte 9 is 255, expected 0 to 9. Get a fresh copy"
                + " of MNIST.");
    }

    @Test
    void otherFile_isRefused_withThePlace() throws IOException {
        write("train-images-idx3-ubyte", header(2049, 3, 28, 28), new byte[3 * IMAGE]);
        assertRefused(
                "train-images-idx3-ubyte is damaged: the number at byte 0 is 2049, expected 2051. Get a fresh copy"
                        + " of MNIST.");
    }

    @Test
    void impossibleLabel_isRefused_withThePlace() throws IOException {
        write("train-labels-idx1-ubyte", header(2049, 3), new byte[] {7, 10, 9});
        assertRefused(
                "train-labels-idx1-ubyte is damaged: the label at byte 9 is 10, expected 0 to 9. Get a fresh copy of"
                        + " MNIST.");
    }

    @Test
    void moreImagesThanThereAre_areRefused() {
        assertThatThrownBy(() -> Mnist.read(folder, 4, 2))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "--data " + folder + ": 4 images were requested of train-images-idx3-ubyte, which has 3. Give a"
                                + " number from 1 to 3.");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> Mnist.read(folder, 3, 2))
                .isInstanceOf(InputException.class)
                .hasMessage("--data " + folder + ": " + message);
    }

    @Test
    void realFiles_haveTheDigitsTheyShould() {
        String data = System.getenv("NET2NET_DATA");
        assumeTrue(data != null, "NET2NET_DATA is not set: the real MNIST files are not read");
        Path real = Path.of(data).resolve("mnist");
        assumeTrue(Files.isDirectory(real), "there is no folder " + real);
        ImageData all = Mnist.read(real, 60_000, 10_000);
        assertThat(all.warnings()).isEmpty();
        assertThat(all.training().label(0)).isEqualTo(5);
        assertThat(all.test().label(9_999)).isEqualTo(6);
    }
}
