package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.examples.data.Augmentation.View;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.ndarray.INDArray;

class AugmentationProperties {
    private static final ImageSet IMAGES = images();
    private static final Batches PLAIN = Batches.shuffled(IMAGES, ChannelScaling.unit(2), 4, 3);

    /** 12 images of [2, 5, 5], each of one value in each channel, none of them 0. */
    private static ImageSet images() {
        byte[] pixels = new byte[12 * 50];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / 50;
            int channel = i / 25 % 2;
            pixels[i] = (byte) (1 + 12 * channel + image);
        }
        return new ImageSet(2, 5, pixels, new int[12], 1);
    }

    private static float[] seen(View view, int side, byte[] image) {
        float[] table = new float[256];
        IntStream.range(0, 256).forEach(value -> table[value] = value);
        float[] seen = new float[side * side];
        view.copy(side, ByteBuffer.wrap(image), FloatBuffer.wrap(seen), table);
        return seen;
    }

    private static byte[] random(int side, long seed) {
        byte[] image = new byte[side * side];
        new Random(seed).nextBytes(image);
        return image;
    }

    @Property(tries = 100)
    void every_pixel_comes_from_its_place_and_the_border_is_zero(
            @ForAll @IntRange(min = 1, max = 8) int side,
            @ForAll @IntRange(min = -10, max = 10) int down,
            @ForAll @IntRange(min = -10, max = 10) int right,
            @ForAll boolean mirrored,
            @ForAll long seed) {
        byte[] image = random(side, seed);
        float[] seen = seen(new View(mirrored, down, right), side, image);

        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int from = column - right;
                boolean inside = row - down >= 0 && row - down < side && from >= 0 && from < side;
                int at = (row - down) * side + (mirrored ? side - 1 - from : from);
                assertThat(seen[row * side + column]).isEqualTo(inside ? image[at] & 0xFF : 0f);
            }
        }
    }

    @Property(tries = 50)
    void mirroring_twice_is_the_image(@ForAll @IntRange(min = 1, max = 9) int side, @ForAll long seed) {
        byte[] image = random(side, seed);
        View mirror = new View(true, 0, 0);
        float[] once = seen(mirror, side, image);
        byte[] again = new byte[once.length];
        IntStream.range(0, again.length).forEach(i -> again[i] = (byte) (int) once[i]);

        assertThat(seen(mirror, side, again)).containsExactly(seen(View.PLAIN, side, image));
    }

    @Property(tries = 30)
    void neither_mirrored_nor_shifted_is_the_batch_itself(
            @ForAll @IntRange(min = 0, max = 50) int number, @ForAll long seed) {
        Augmentation none = Augmentation.none().shifted(0);

        assertThat(PLAIN.augmented(none, seed).get(number)).isEqualTo(PLAIN.get(number));
    }

    @Property(tries = 30)
    void shifting_mixes_neither_channels_nor_images(
            @ForAll @IntRange(min = 0, max = 50) int number, @ForAll long seed) {
        Augmentation augmentation = Augmentation.none().mirrored().shifted(3);
        INDArray plain = PLAIN.get(number).getFeatures();
        INDArray augmented = PLAIN.augmented(augmentation, seed).get(number).getFeatures();

        for (int image = 0; image < 4; image++) {
            for (int channel = 0; channel < 2; channel++) {
                float own = plain.getFloat(image, channel, 2, 2);
                for (float value : augmented.slice(image).slice(channel).ravel().toFloatVector()) {
                    assertThat(value).isIn(own, 0f);
                }
            }
        }
    }

    @Property(tries = 30)
    void shifts_reach_as_far_as_they_may_and_no_further(
            @ForAll @IntRange(min = 0, max = 5) int most, @ForAll long seed) {
        Augmentation augmentation = Augmentation.none().shifted(most);
        int[] downs = IntStream.range(0, 500)
                .map(i -> augmentation.view(seed, i).down())
                .toArray();
        int[] rights = IntStream.range(0, 500)
                .map(i -> augmentation.view(seed, i).right())
                .toArray();

        assertThat(IntStream.of(downs).min()).hasValue(-most);
        assertThat(IntStream.of(downs).max()).hasValue(most);
        assertThat(IntStream.of(rights).min()).hasValue(-most);
        assertThat(IntStream.of(rights).max()).hasValue(most);
    }
}
