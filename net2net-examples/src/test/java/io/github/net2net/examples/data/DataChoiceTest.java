package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataChoiceTest {
    @ParameterizedTest
    @ValueSource(ints = {-3, 0, 50_001})
    void numbers_of_training_images_that_do_not_exist_are_refused(int images) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new DataChoice(Optional.empty(), images, 1))
                .withMessage("--images " + images + ": give a number from 1 to 50000.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_001})
    void numbers_of_test_images_that_do_not_exist_are_refused(int images) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new DataChoice(Optional.empty(), 1, images))
                .withMessage("--test-images " + images + ": give a number from 1 to 10000.");
    }

    @Test
    void without_a_path_images_are_generated() {
        var choice = new DataChoice(Optional.empty(), 12, 5);

        assertThat(choice.description()).isEqualTo("generated shapes: 12 images to train on, 5 to test");
        assertThat(choice.load(1).training().size()).isEqualTo(12);
        assertThat(choice.load(1).test().size()).isEqualTo(5);
    }
}
