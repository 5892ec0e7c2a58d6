package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.primitives.Bytes;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
    private static final Color RED = new Color(250, 10, 20);
    private static final Color BLUE = new Color(5, 60, 240);

    /** The marker of four inks, stored as the paper that they leave white. */
    private static final byte[] ADOBE = {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };

    @TempDir
    private Path temp;

    private byte[] read(Path file, int side) {
        return new PictureFile(file, "--data F: train/a/x.jpg").read(side);
    }

    private static int[] pixel(byte[] image, int side, int row, int column) {
        int at = row * side + column;
        return new int[] {image[at] & 0xFF, image[side * side + at] & 0xFF, image[2 * side * side + at] & 0xFF};
    }

    @Test
    void an_image_of_the_right_size_is_read_as_it_is() {
        var image = Pictures.halves(8, 8, BufferedImage.TYPE_INT_RGB, RED, BLUE);
        byte[] read = read(Pictures.write(image, "png", temp.resolve("x.png")), 8);

        assertThat(pixel(read, 8, 7, 3)).containsExactly(250, 10, 20);
        assertThat(pixel(read, 8, 0, 4)).containsExactly(5, 60, 240);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 20, 70})
    void the_middle_is_cut_out_and_the_shorter_side_scaled(int side) {
        var image = Pictures.halves(80, 40, BufferedImage.TYPE_INT_RGB, RED, BLUE);
        byte[] read = read(Pictures.write(image, "png", temp.resolve("x.png")), side);

        assertThat(pixel(read, side, side - 1, 0)).containsExactly(250, 10, 20);
        assertThat(pixel(read, side, 0, side - 1)).containsExactly(5, 60, 240);
    }

    @Test
    void large_images_are_thinned_out_before_they_are_scaled() {
        var image = Pictures.halves(4200, 3000, BufferedImage.TYPE_INT_RGB, RED, BLUE);
        byte[] read = read(Pictures.write(image, "png", temp.resolve("x.png")), 32);

        assertThat(pixel(read, 32, 31, 0)).containsExactly(250, 10, 20);
        assertThat(pixel(read, 32, 31, 31)).containsExactly(5, 60, 240);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void grey_keeps_its_value(String format) {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64; i++) {
            image.getRaster().setSample(i % 8, i / 8, 0, 100);
        }
        byte[] read = read(Pictures.write(image, format, temp.resolve("x." + format)), 4);

        assertThat(pixel(read, 4, 2, 1)).containsExactly(100, 100, 100);
    }

    @Test
    void deep_and_transparent_grey_is_put_on_white() {
        var type = ImageTypeSpecifier.createInterleaved(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), new int[] {0, 1}, 1, true, false);
        BufferedImage image = type.createBufferedImage(4, 4);
        for (int i = 0; i < 16; i++) {
            image.getRaster().setSample(i % 4, i / 4, 0, 40_000);
            image.getRaster().setSample(i % 4, i / 4, 1, i < 8 ? 65_535 : 0);
        }
        byte[] read = read(Pictures.write(image, "png", temp.resolve("x.png")), 4);

        assertThat(pixel(read, 4, 0, 0)).containsExactly(156, 156, 156);
        assertThat(pixel(read, 4, 3, 0)).containsExactly(255, 255, 255);
    }

    @Test
    void transparent_colors_are_put_on_white() {
        var image = Pictures.halves(4, 4, BufferedImage.TYPE_INT_ARGB, RED, new Color(0, 0, 0, 0));
        byte[] read = read(Pictures.write(image, "png", temp.resolve("x.png")), 4);

        assertThat(pixel(read, 4, 0, 0)).containsExactly(250, 10, 20);
        assertThat(pixel(read, 4, 0, 3)).containsExactly(255, 255, 255);
    }

    @Test
    void four_color_jpegs_are_read() throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        int[] paper = {255, 25, 35, 245};
        for (int i = 0; i < 256; i++) {
            raster.setPixel(i % 16, i / 16, paper);
        }
        Path file = temp.resolve("x.jpg");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var out = new FileImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(new IIOImage(raster, null, null));
        } finally {
            writer.dispose();
        }
        byte[] plain = Files.readAllBytes(file);
        Files.write(file, Bytes.concat(Arrays.copyOf(plain, 2), ADOBE, Arrays.copyOfRange(plain, 2, plain.length)));
        int[] red = pixel(read(file, 8), 8, 4, 4);

        assertThat(red[0]).isGreaterThan(180);
        assertThat(red[1]).isLessThan(90);
        assertThat(red[2]).isLessThan(90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void an_image_cut_short_is_refused_with_the_place(String format) throws IOException {
        Path file = Pictures.write(noise(), format, temp.resolve("x." + format));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertRefused(
                file,
                "is damaged near byte [0-9]+ of " + whole.length / 2 + " \\(.+\\). Get a fresh copy, or"
                        + " remove it\\.");
    }

    private static BufferedImage noise() {
        var image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            image.setRGB(i % 100, i / 100, random.nextInt());
        }
        return image;
    }

    @Test
    void a_header_alone_is_refused_with_the_place() throws IOException {
        Path file = Pictures.write(noise(), "png", temp.resolve("x.png"));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20));

        assertRefused(file, "is damaged near byte 20 of 20 \\(.+\\). Get a fresh copy, or remove it\\.");
    }

    @Test
    void something_else_is_refused() throws IOException {
        Path file = Files.writeString(temp.resolve("x.jpg"), "<html>not found</html>");

        assertRefused(
                file, " ?\\(22 bytes\\) does not begin like a JPEG or PNG image. Get a fresh copy, or remove it\\.");
    }

    @Test
    void an_image_of_impossible_size_is_refused_before_it_is_read() throws IOException {
        Path file = temp.resolve("x.png");
        try (var out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeLong(0x89504E470D0A1A0AL);
            byte[] header = {'I', 'H', 'D', 'R', 0, 0, (byte) 0xEA, 0x60, 0, 0, (byte) 0xEA, 0x60, 8, 2, 0, 0, 0};
            var crc = new CRC32();
            crc.update(header);
            out.writeInt(13);
            out.write(header);
            out.writeInt((int) crc.getValue());
            out.writeInt(0);
            out.writeBytes("IDAT");
        }

        assertRefused(file, "has 60000x60000 pixels, at most 500000000 can be read. Make it smaller, or remove it\\.");
    }

    @Test
    void a_missing_file_is_refused() {
        Path missing = temp.resolve("none.png");

        assertRefused(missing, "cannot be read \\(.+\\). Check its permissions\\.");
    }

    @Test
    void names_of_images_end_so_in_any_case() {
        assertThat(Stream.of("a.jpg", "b.JPEG", "c.Png").allMatch(PictureFile::isNamedLikeOne))
                .isTrue();
        assertThat(Stream.of("a.txt", "jpg", ".DS_Store", "a.jpg.txt").noneMatch(PictureFile::isNamedLikeOne))
                .isTrue();
    }

    private void assertRefused(Path file, String why) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(file, 16))
                .withMessageMatching("--data F: train/a/x.jpg:? ?" + why);
    }
}
