package io.github.net2net.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ResultsPictureTest {
    @Test
    void the_picture_is_a_png_with_every_curve_in_its_color() throws IOException {
        var bytes = new ByteArrayOutputStream();
        new ResultsPicture(ResultsTextTest.RESULTS).writeTo(bytes);

        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(picture.getWidth()).isEqualTo(1000);
        assertThat(picture.getHeight()).isEqualTo(620);
        Set<Integer> colors = new HashSet<>();
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                colors.add(picture.getRGB(x, y) & 0xFFFFFF);
            }
        }
        assertThat(colors).contains(0x0072B2, 0xE69F00, 0x009E73, 0x555555);
    }
}
