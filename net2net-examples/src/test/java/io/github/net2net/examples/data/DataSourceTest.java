package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.net2net.examples.data.Download.PublishedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourceTest {
    @TempDir
    private Path folder;

    private final List<String> messages = new ArrayList<>();

    @Test
    void without_a_value_the_published_files_are_downloaded_and_read() throws IOException {
        byte[] archive = new CifarFiles().archive();
        try (FileServer server = new FileServer(archive)) {
            var published = new DataSource.Published(
                    "CIFAR-10",
                    "cifar-10",
                    List.of(new PublishedFile(
                            server.address().resolve(Cifar10.ARCHIVE), archive.length, Md5.of(archive))),
                    20,
                    4);
            Cifar10 reader = Cifar10.readerOf(CifarFiles.IMAGES_PER_FILE);
            var source = new DataSource(
                    published,
                    (data, training, test, seed) -> reader.read(data, training, test),
                    GeneratedShapes::create,
                    new Cache(folder, DownloadTest.IMPATIENT));
            ImageData data = source.load(Optional.empty(), 20, 4, 1, messages::add);
            source.load(Optional.empty(), 20, 4, 1, messages::add);

            assertThat(data.training().size()).isEqualTo(20);
            assertThat(data.description()).isEqualTo("CIFAR-10 from " + folder.resolve("cifar-10"));
            assertThat(messages).hasSize(1);
            assertThat(server.ranges).hasSize(1);
        }
    }

    @Test
    void more_than_was_published_is_refused_before_anything_is_downloaded() {
        assertRefused(
                DataSource.mnist(),
                Optional.empty(),
                60_001,
                "60001 training images were requested of MNIST, which has 60000. Give a number from 1 to 60000.");
        assertRefused(
                DataSource.cifar10(),
                Optional.empty(),
                50_001,
                "50001 training images were requested of CIFAR-10, which has 50000. Give a number from 1 to 50000.");
        assertThat(messages).isEmpty();
    }

    @Test
    void the_word_generated_stands_for_shapes() {
        Optional<String> generated = Optional.of("generated");

        assertThat(DataSource.mnist().load(generated, 12, 5, 3, messages::add).test())
                .isEqualTo(GeneratedShapes.grey(12, 5, 3).test());
        assertThat(DataSource.cifar10().load(generated, 12, 5, 3, messages::add).test())
                .isEqualTo(GeneratedShapes.create(12, 5, 3).test());
        assertRefused(
                DataSource.cifar10(),
                generated,
                0,
                "--data generated: 0 training images were requested. Give a number of at least 1.");
    }

    @Test
    void a_folder_of_images_serves_for_cifar10_in_its_size_or_another() {
        for (String file : new String[] {"train/a/0.png", "train/b/0.png", "val/a/0.png", "val/b/0.png"}) {
            Pictures.plain(0x123456, folder.resolve(file));
        }
        Optional<String> given = Optional.of(folder.toString());

        assertThat(DataSource.cifar10().load(given, 2, 2, 1, messages::add).training())
                .hasToString("2 images of 3x32x32 in 2 classes");
        assertThat(DataSource.cifar10(48).load(given, 2, 2, 1, messages::add).training())
                .hasToString("2 images of 3x48x48 in 2 classes");
    }

    @Test
    void a_path_is_read_by_the_readers_of_both() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertRefused(
                DataSource.cifar10(),
                Optional.of(nowhere.toString()),
                1,
                "--data " + nowhere + ": there is no such file or folder. Give the CIFAR-10 binary archive"
                        + " (cifar-10-binary.tar.gz) or the folder with its six .bin files, or --data generated for"
                        + " images of shapes.");
        assertRefused(
                DataSource.mnist(),
                Optional.of(empty.toString()),
                1,
                "--data " + empty + ": there is neither train-images-idx3-ubyte.gz nor train-images-idx3-ubyte in it."
                        + " Give the folder with MNIST's four files.");
    }

    private void assertRefused(DataSource source, Optional<String> given, int images, String message) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> source.load(given, images, 1, 1, messages::add))
                .withMessage(message);
    }
}
