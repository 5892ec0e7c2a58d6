package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.net2net.examples.data.Augmentation.View;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class AugmentationTest {
    private static final Augmentation BOTH = Augmentation.none().mirrored().shifted(4);

    private final ImageData data = GeneratedShapes.create(60, 10, 3);
    private final Batches plain = Batches.shuffled(data.training(), data.scaling(), 20, 5);

    @Test
    void the_same_number_is_the_same_batch_whoever_asks() {
        Batches batches = plain.augmented(BOTH, 7);
        List<DataSet> inOrder = IntStream.range(0, 6).mapToObj(batches::get).toList();
        List<DataSet> atOnce = IntStream.range(0, 6)
                .parallel()
                .mapToObj(plain.augmented(BOTH, 7)::get)
                .toList();

        assertThat(atOnce).isEqualTo(inOrder);
    }

    @Test
    void an_image_looks_different_in_the_next_epoch_and_with_another_seed() {
        Batches ordered = Batches.inOrder(data.training(), data.scaling(), 20);
        Batches batches = ordered.augmented(BOTH, 7);

        assertThat(batches.get(3)).isNotEqualTo(batches.get(0));
        assertThat(ordered.augmented(BOTH, 8).get(0)).isNotEqualTo(batches.get(0));
        assertThat(ordered.get(3)).isEqualTo(ordered.get(0));
    }

    @Test
    void labels_stay() {
        assertThat(plain.augmented(BOTH, 7).get(4).getLabels())
                .isEqualTo(plain.get(4).getLabels());
    }

    @Test
    void about_half_of_the_images_are_mirrored() {
        long mirrored =
                IntStream.range(0, 1000).filter(i -> BOTH.view(1, i).mirrored()).count();

        assertThat(mirrored).isBetween(420L, 580L);
        assertThat(IntStream.range(0, 100)
                        .mapToObj(i -> Augmentation.none().shifted(2).view(1, i)))
                .noneMatch(View::mirrored);
    }

    @Test
    void a_shift_below_zero_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BOTH.shifted(-1))
                .withMessage("images cannot be shifted by up to -1 pixels, give 0 or more");
    }

    @Test
    void it_tells_what_it_does() {
        assertThat(Augmentation.none()).hasToString("none");
        assertThat(Augmentation.none().mirrored()).hasToString("mirrored");
        assertThat(Augmentation.none().shifted(2)).hasToString("shifted by up to 2 pixels");
        assertThat(BOTH).hasToString("mirrored, shifted by up to 4 pixels");
    }
}
