package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneratedShapesTest {
    @Test
    void same_seed_same_images_and_another_seed_others() {
        ImageData data = GeneratedShapes.create(40, 20, 7);

        assertThat(GeneratedShapes.create(40, 20, 7).training()).isEqualTo(data.training());
        assertThat(GeneratedShapes.create(40, 20, 7).test()).isEqualTo(data.test());
        assertThat(GeneratedShapes.create(40, 20, 8).training()).isNotEqualTo(data.training());
        assertThat(GeneratedShapes.create(20, 40, 7).test()).isNotEqualTo(data.training());
    }

    @Test
    void an_image_does_not_depend_on_how_many_there_are() {
        ImageSet few = GeneratedShapes.create(10, 1, 7).training();
        ImageSet many = GeneratedShapes.create(30, 1, 7).training();

        for (int image = 0; image < few.size(); image++) {
            assertThat(many.value(image, 1, 16, 16)).isEqualTo(few.value(image, 1, 16, 16));
            assertThat(many.label(image)).isEqualTo(few.label(image));
        }
    }

    @Test
    void classes_are_balanced() {
        ImageSet images = GeneratedShapes.create(200, 1, 7).training();

        for (int label = 0; label < images.classes(); label++) {
            assertThat(count(images, label)).isEqualTo(20);
        }
    }

    @Test
    void images_of_one_class_differ_from_each_other() {
        ImageSet images = GeneratedShapes.create(100, 1, 7).training();

        assertThat(IntStream.range(0, 100)
                        .map(image -> images.value(image, 0, 16, 16))
                        .distinct()
                        .count())
                .isGreaterThan(30);
    }

    @Test
    void grey_images_have_the_shape_of_digits_and_bright_shapes_on_dark_ground() {
        ImageSet images = GeneratedShapes.grey(100, 10, 7).training();

        assertThat(images.channels()).isEqualTo(1);
        assertThat(images.side()).isEqualTo(28);
        assertThat(images.classes()).isEqualTo(10);
        for (int image = 0; image < images.size(); image += 10) {
            assertThat(images.value(image, 0, 14, 14)).as("middle of a disc").isGreaterThan(110);
            assertThat(images.value(image, 0, 0, 0)).as("corner").isLessThan(110);
        }
        assertThat(images).isNotEqualTo(GeneratedShapes.grey(100, 10, 8).training());
    }

    static long count(ImageSet images, int label) {
        return IntStream.range(0, images.size())
                .filter(image -> images.label(image) == label)
                .count();
    }
}
