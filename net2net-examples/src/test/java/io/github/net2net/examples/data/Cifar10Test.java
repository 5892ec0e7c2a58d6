package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
    private final CifarFiles files = new CifarFiles();

    @TempDir
    private Path temp;

    @Test
    void a_folder_gives_every_pixel_and_label_in_order() throws IOException {
        ImageData data = read(files.writeTo(temp), 20, 4);

        assertThat(data.training().size()).isEqualTo(20);
        byte[] second = files.files.get("data_batch_2.bin");
        int record = 3 * CifarFiles.RECORD;
        assertThat(data.training().label(7)).isEqualTo(second[record]);
        assertThat(data.training().value(7, 2, 5, 9)).isEqualTo(second[record + 1 + 2 * 1024 + 5 * 32 + 9] & 0xFF);
        assertThat(data.test().label(3)).isEqualTo(files.files.get("test_batch.bin")[record]);
    }

    @Test
    void an_archive_and_a_folder_around_the_folder_give_the_same_and_nothing_is_unpacked() throws IOException {
        ImageData plain = read(files.writeTo(temp.resolve("a").resolve("cifar-10-batches-bin")), 9, 2);
        ImageData nested = read(temp.resolve("a"), 9, 2);
        Path archive = files.archiveAt(Files.createDirectory(temp.resolve("b")).resolve("c.tar.gz"));
        ImageData packed = read(archive, 9, 2);

        assertThat(nested.training()).isEqualTo(plain.training());
        assertThat(packed.training()).isEqualTo(plain.training());
        assertThat(packed.test()).isEqualTo(plain.test());
        try (var left = Files.list(temp.resolve("b"))) {
            assertThat(left).containsExactly(archive);
        }
    }

    @Test
    void only_the_files_needed_have_to_be_there() throws IOException {
        files.files.keySet().removeIf(name -> name.compareTo("data_batch_2.bin") > 0 && name.startsWith("data"));

        assertThat(read(files.writeTo(temp), 8, 1).training().size()).isEqualTo(8);
    }

    @Test
    void a_file_that_is_whole_but_not_the_published_one_is_warned_about() throws IOException {
        ImageData data = read(files.writeTo(temp), 1, 1);

        assertThat(data.warnings()).hasSize(2);
        assertThat(data.warnings().get(0))
                .matches(".*data_batch_1.bin is not the published file \\(md5 [0-9a-f]{32},"
                        + " expected 5dd7e06a14cb22eb9f671a540d1b7c25\\): it is used anyway,"
                        + " but do not compare the results with published ones.");
    }

    @Test
    void a_missing_path_is_refused() {
        Path missing = temp.resolve("nowhere");

        assertRefused(
                missing,
                "--data " + missing + ": there is no such file or folder. Give the CIFAR-10 binary archive"
                        + " (cifar-10-binary.tar.gz) or the folder with its six .bin files,"
                        + " or --data generated for images of shapes.");
    }

    @Test
    void a_folder_without_some_files_is_refused() throws IOException {
        files.files.remove("data_batch_2.bin");
        files.files.remove("test_batch.bin");
        files.writeTo(temp);

        assertRefused(
                temp,
                "--data " + temp + ": data_batch_2.bin, test_batch.bin are not in " + temp
                        + ". Unpack the whole CIFAR-10 binary archive there, give the archive itself, or a folder of images with the"
                        + " subfolders train and test.");
    }

    @Test
    void an_archive_without_a_file_is_refused() throws IOException {
        files.files.remove("data_batch_2.bin");
        Path archive = files.archiveAt(temp.resolve("c.tar.gz"));

        assertRefused(
                archive,
                "--data " + archive + ": the archive has no data_batch_2.bin."
                        + " Give the CIFAR-10 binary version (not the Python or Matlab one).");
    }

    @Test
    void a_file_cut_short_is_refused_with_the_place_where_it_ends() throws IOException {
        files.files.computeIfPresent("data_batch_2.bin", (name, bytes) -> Arrays.copyOf(bytes, 7000));
        files.writeTo(temp);

        assertRefused(
                temp,
                "--data " + temp + ": data_batch_2.bin is damaged: it ends at byte 7000 (image 2), expected 12292 bytes"
                        + " (4 images of 3073 bytes). Get a fresh copy of the CIFAR-10 binary version.");
    }

    @Test
    void a_file_too_long_is_refused() throws IOException {
        files.files.computeIfPresent("test_batch.bin", (name, bytes) -> Arrays.copyOf(bytes, 20_000));
        files.writeTo(temp);

        assertRefused(
                temp,
                "--data " + temp + ": test_batch.bin is damaged: it continues to byte 20000 (image 6), expected 12292"
                        + " bytes (4 images of 3073 bytes). Get a fresh copy of the CIFAR-10 binary version.");
    }

    @Test
    void a_label_out_of_range_is_refused_with_its_place() throws IOException {
        files.files.get("data_batch_2.bin")[2 * CifarFiles.RECORD] = (byte) 200;
        files.writeTo(temp);

        assertRefused(
                temp,
                "--data " + temp + ": data_batch_2.bin is damaged: the label at byte 6146 (image 2) is 200,"
                        + " expected 0 to 9. Get a fresh copy of the CIFAR-10 binary version.");
    }

    @Test
    void an_archive_cut_short_is_refused_with_the_place_where_it_breaks_off() throws IOException {
        byte[] whole = files.archive();
        Path archive = Files.write(temp.resolve("c.tar.gz"), Arrays.copyOf(whole, 20_000));

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(archive, 8, 1))
                .withMessageMatching(
                        "--data .*c.tar.gz: cannot unpack the archive, it ends early or is damaged near byte"
                                + " 20000 of 20000, in data_batch_2.bin \\(.+\\). Expected a tar.gz of the CIFAR-10 binary"
                                + " version: get a fresh copy, or give a folder with the six .bin files.");
    }

    @Test
    void a_file_cut_short_in_an_archive_is_refused_with_the_place_where_it_ends() throws IOException {
        files.files.computeIfPresent("data_batch_2.bin", (name, bytes) -> Arrays.copyOf(bytes, 7000));
        Path archive = files.archiveAt(temp.resolve("c.tar.gz"));

        assertRefused(
                archive,
                "--data " + archive + ": data_batch_2.bin is damaged: it ends at byte 7000 (image 2), expected 12292"
                        + " bytes (4 images of 3073 bytes). Get a fresh copy of the CIFAR-10 binary version.");
    }

    @Test
    void more_images_than_there_are_are_refused() throws IOException {
        files.writeTo(temp);

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(temp, 21, 1))
                .withMessage("--data " + temp + ": 21 training images were requested of CIFAR-10, which has 20."
                        + " Give a number from 1 to 20.");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(temp, 20, 0))
                .withMessage("--data " + temp + ": 0 test images were requested of CIFAR-10, which has 4."
                        + " Give a number from 1 to 4.");
    }

    @Test
    void something_else_than_an_archive_is_refused() throws IOException {
        Path archive = Files.writeString(temp.resolve("c.tar.gz"), "not an archive");

        assertRefused(
                archive,
                "--data " + archive + ": cannot unpack the archive, it ends early or is damaged near byte 2 of 14,"
                        + " in its first entry (Not in GZIP format). Expected a tar.gz of the CIFAR-10 binary version:"
                        + " get a fresh copy, or give a folder with the six .bin files.");
    }

    @Test
    void the_published_archive_is_read_without_warnings() {
        String folder = System.getenv("NET2NET_DATA");
        assumeTrue(folder != null, "skipped: NET2NET_DATA names no folder with cifar-10-binary.tar.gz");
        Path archive = Path.of(folder, "cifar-10-binary.tar.gz");
        assumeTrue(Files.exists(archive), "skipped: there is no " + archive);

        ImageData data = Cifar10.reader().read(archive, 50_000, 10_000);

        assertThat(data.warnings()).isEmpty();
        for (int label = 0; label < 10; label++) {
            assertThat(GeneratedShapesTest.count(data.training(), label)).isEqualTo(5000);
            assertThat(GeneratedShapesTest.count(data.test(), label)).isEqualTo(1000);
        }
    }

    private void assertRefused(Path data, String message) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(data, 8, 1))
                .withMessage(message);
    }

    private static ImageData read(Path data, int training, int test) {
        return Cifar10.readerOf(CifarFiles.IMAGES_PER_FILE).read(data, training, test);
    }
}
