package io.github.net2net.dl4j.deepening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Growth;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.internal.adapter.Dl4jAdapter;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import io.github.net2net.spi.ChannelStatistics;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** New batch norms are calibrated in one pass over the data. */
class CalibrationTest {
    private static final int EXAMPLES = 12;

    /** Counts how often the data is read from its beginning. */
    private static final class Counting extends ListDataSetIterator<DataSet> {
        private static final long serialVersionUID = 1L;
        private final transient AtomicInteger passes = new AtomicInteger();

        Counting(INDArray images, int batch) {
            super(TestNetworks.labeled(images).asList(), batch);
        }

        @Override
        public void reset() {
            passes.incrementAndGet();
            super.reset();
        }
    }

    private static Growth<ComputationGraph> deepened(ComputationGraph teacher, DataSetIterator data) {
        return Net2Net.from(teacher)
                .deepenAll(
                        Layers.named("stem", "left", "right"),
                        Deepening.exact().batchNorm(Calibration.calibratedOn(data)))
                .deepenAfter("relu", Deepening.exact().batchNorm(Calibration.calibratedOn(data)))
                .deepenAfter("right", Deepening.exact().batchNorm(Calibration.calibratedOn(data)));
    }

    @Test
    void severalNorms_areMeasuredInOnePass() {
        INDArray images = TestNetworks.images(7, CNN2DFormat.NCHW);
        Counting data = new Counting(images, EXAMPLES);
        ComputationGraph student = deepened(PlacesTest.teacher(), data).grow().network();
        assertThat(data.passes).hasValue(1);
        assertThat(List.of(student.getLayer("bn_1"), student.getLayer("bn_2"), student.getLayer("bn_3")))
                .doesNotContainNull();
    }

    @Test
    void statisticsOfSmallBatches_areThoseOfAllExamplesTogether() {
        INDArray images = TestNetworks.images(7, CNN2DFormat.NCHW);
        ChannelStatistics whole = statistics(images, EXAMPLES);
        ChannelStatistics parts = statistics(images, 5);
        for (int channel = 0; channel < whole.mean().length; channel++) {
            assertThat(parts.mean()[channel]).isCloseTo(whole.mean()[channel], within(Tolerances.DOUBLE));
            assertThat(parts.variance()[channel]).isCloseTo(whole.variance()[channel], within(Tolerances.DOUBLE));
        }
    }

    private static ChannelStatistics statistics(INDArray images, int batch) {
        return new Dl4jAdapter<MultiLayerNetwork>(LayerKinds.standard(), ImmutableList.of())
                .statistics(
                        TestNetworks.cnn(),
                        "conv1",
                        Calibration.calibratedOn(new Counting(images, batch)).data());
    }
}
