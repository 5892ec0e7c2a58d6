package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class BatchesTest {
    private final ImageData data = GeneratedShapes.create(70, 33, 3);

    @Test
    void the_same_number_is_the_same_batch_in_whatever_order_they_are_asked_for() {
        Batches one = Batches.shuffled(data.training(), data.scaling(), 20, 5);
        Batches other = Batches.shuffled(data.training(), data.scaling(), 20, 5);
        DataSet late = one.get(7);

        assertThat(one.get(0)).isEqualTo(other.get(0));
        assertThat(other.get(7)).isEqualTo(late);
        assertThat(other.get(1)).isNotEqualTo(other.get(0));
    }

    @Test
    void an_epoch_takes_no_image_twice_and_the_next_has_another_order() {
        Batches batches = Batches.shuffled(data.training(), data.scaling(), 35, 5);
        INDArray epoch =
                Nd4j.concat(0, batches.get(0).getLabels(), batches.get(1).getLabels());

        assertThat(batches.perEpoch()).isEqualTo(2);
        assertThat(epoch.sum(0).toFloatVector()).containsOnly(7);
        assertThat(batches.get(2)).isNotEqualTo(batches.get(0));
    }

    @Test
    void batches_in_order_leave_no_image_out() {
        Batches batches = Batches.inOrder(data.test(), data.scaling(), 20);

        assertThat(batches.perEpoch()).isEqualTo(2);
        assertThat(batches.get(0).getFeatures().shape()).containsExactly(20, 3, 32, 32);
        assertThat(batches.get(1).getFeatures().shape()).containsExactly(13, 3, 32, 32);
        assertThat(batches.get(1).getLabels().argMax(1).toIntVector())
                .startsWith(data.test().label(20), data.test().label(21));
    }

    @Test
    void training_channels_get_mean_zero_and_deviation_one() {
        INDArray all =
                Batches.inOrder(data.training(), data.scaling(), 70).get(0).getFeatures();

        for (float mean : all.mean(0, 2, 3).toFloatVector()) {
            assertThat(mean).isCloseTo(0, within(1e-4f));
        }
        for (float deviation : all.std(false, 0, 2, 3).toFloatVector()) {
            assertThat(deviation).isCloseTo(1, within(1e-4f));
        }
    }

    @Test
    void features_keep_channel_row_and_column() {
        INDArray first =
                Batches.inOrder(data.training(), data.scaling(), 1).get(4).getFeatures();
        float[] table = data.scaling().table(2);

        assertThat(first.getFloat(0, 2, 11, 30)).isEqualTo(table[data.training().value(4, 2, 11, 30)]);
    }
}
