package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeImages() {
        for (int i = 0; i < 5; i++) {
            Pictures.plain(0x100000 + i, folder.resolve("train/ant/" + i + ".png"));
            Pictures.plain(0x200000 + i, folder.resolve("train/bee/" + i + ".PNG"));
        }
        Pictures.plain(0x300000, folder.resolve("train/cow/images/0.png"));
        for (String name : new String[] {"ant", "bee", "cow"}) {
            Pictures.plain(0x400000, folder.resolve("val/" + name + "/0.png"));
        }
    }

    private ImageData read(int training, int test, long seed) {
        return new ImageFolder(folder, 4).read(training, test, seed);
    }

    @Test
    void classes_are_the_folders_in_order_and_come_in_turn() {
        ImageData data = read(11, 3, 1);

        assertThat(data.training()).hasToString("11 images of 3x4x4 in 3 classes");
        assertThat(data.description()).isEqualTo("images from " + folder);
        assertThat(data.warnings()).isEmpty();
        assertThat(IntStream.range(0, 5).map(data.training()::label)).containsExactly(0, 1, 2, 0, 1);
        for (int image = 0; image < 11; image++) {
            assertThat(data.training().value(image, 0, 2, 2))
                    .isEqualTo(0x10 * (1 + data.training().label(image)));
        }
    }

    @Test
    void no_image_is_taken_twice_and_the_seed_decides_which() {
        ImageSet few = read(5, 3, 1).training();

        assertThat(read(5, 3, 1).training()).isEqualTo(few);
        assertThat(IntStream.range(2, 8).mapToObj(seed -> read(5, 3, seed).training()))
                .anyMatch(other -> !other.equals(few));
        assertThat(bluesOf(read(11, 3, 1).training(), 0)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    private static int[] bluesOf(ImageSet images, int label) {
        return IntStream.range(0, images.size())
                .filter(image -> images.label(image) == label)
                .map(image -> images.value(image, 2, 0, 0))
                .toArray();
    }

    @Test
    void a_small_class_leaves_its_share_to_the_others() {
        ImageSet images = read(9, 3, 1).training();
        Map<Integer, Integer> counts = new TreeMap<>();
        IntStream.range(0, 9).forEach(image -> counts.merge(images.label(image), 1, Integer::sum));

        assertThat(counts).isEqualTo(Map.of(0, 4, 1, 4, 2, 1));
    }

    @Test
    void a_thousand_classes_keep_their_numbers() throws IOException {
        Path many = folder.resolve("many");
        byte[] png = Files.readAllBytes(folder.resolve("val/ant/0.png"));
        for (int label = 0; label < 1000; label++) {
            for (String part : new String[] {"train", "val"}) {
                Path file = many.resolve(String.format("%s/n%04d/x.png", part, label));
                Files.createDirectories(file.getParent());
                Files.write(file, png);
            }
        }
        ImageSet images = new ImageFolder(many, 2).read(1000, 1000, 1).training();

        assertThat(images.classes()).isEqualTo(1000);
        assertThat(IntStream.range(0, 1000).map(images::label))
                .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
        int[] last = {999};
        assertThat(images.oneHot(last).argMax(1).getInt(0)).isEqualTo(999);
    }

    @Test
    void other_files_are_passed_over_with_a_warning() throws IOException {
        Files.writeString(folder.resolve("train/ant/notes.txt"), "");
        Files.writeString(folder.resolve("train/bee/.DS_Store"), "");

        assertThat(read(11, 3, 1).warnings())
                .containsExactly("--data " + folder + ": 2 files in train were skipped, their names do not end in"
                        + " .jpg, .jpeg or .png.");
    }

    @Test
    void a_damaged_image_is_named() throws IOException {
        Path file = folder.resolve("train/cow/images/0.png");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 30));

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(3, 3, 1))
                .withMessageMatching(
                        "--data " + folder + ": train/cow/images/0.png is damaged near byte 30 of 30 \\(.+\\)."
                                + " Get a fresh copy, or remove it.");
    }

    @Test
    void test_serves_for_val_and_one_of_them_must_be_there() throws IOException {
        Files.move(folder.resolve("val"), folder.resolve("test"));
        assertThat(read(3, 3, 1).test().size()).isEqualTo(3);
        Files.move(folder.resolve("test"), folder.resolve("other"));

        assertRefused(
                3, 3, "there is a folder train, but neither val nor test next to it. Put test images into val/CLASS.");
    }

    @Test
    void different_classes_are_refused() throws IOException {
        Files.move(folder.resolve("val/cow"), folder.resolve("val/dog"));

        assertRefused(
                3,
                2,
                "train and val have different classes. Only in train: cow; only in val: dog. Give both the same"
                        + " subfolders.");
    }

    @Test
    void a_folder_without_classes_is_refused() throws IOException {
        Files.createDirectories(folder.resolve("empty/train"));
        Files.createDirectories(folder.resolve("empty/val"));
        Path empty = folder.resolve("empty");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new ImageFolder(empty, 4).read(1, 1, 1))
                .withMessage(
                        "--data " + empty + ": there are 0 folders in train, expected one for each class, at least 2.");
    }

    @Test
    void more_images_than_there_are_are_refused() {
        assertRefused(12, 3, "12 images were requested of train, which has 11. Give a number from 1 to 11.");
        assertRefused(11, 4, "4 images were requested of val, which has 3. Give a number from 1 to 3.");
        assertRefused(0, 3, "0 images were requested of train, which has 11. Give a number from 1 to 11.");
    }

    @Test
    void more_than_memory_holds_is_refused_before_anything_is_read() {
        long most = Math.min(1_500_000_000, Runtime.getRuntime().maxMemory() / 2);

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new ImageFolder(folder, 224).read(1_281_167, 50_000, 1))
                .withMessage(String.format(
                        Locale.ROOT,
                        "--data %s: 1331167 examples of 150528 bytes take 200.38 GB, and examples may take %.2f GB here."
                                + " Give at most %d examples, or smaller ones.",
                        folder,
                        most / 1e9,
                        most / 150_528));
    }

    private void assertRefused(int training, int test, String why) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(training, test, 1))
                .withMessage("--data " + folder + ": " + why);
    }
}
