package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.rule.Baseline;
import io.github.net2net.spi.Deviation.Mode;
import java.util.function.BiPredicate;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Random padding: the teacher's weights bit-equal inside, what the layers' initializers make around them. */
class BaselineTest {
    private final MultiLayerNetwork teacher = TestNetworks.cnn();
    private Grown<MultiLayerNetwork> grown;
    private MultiLayerNetwork initial;

    @BeforeEach
    void grow() {
        grown = Net2Net.from(teacher)
                .baseline(Baseline.RANDOM_PAD)
                .widen("conv1")
                .to(7)
                .enlargeKernel("conv2")
                .to(5, 5)
                .widen("fc")
                .to(9)
                .deepenAfter("fc")
                .verifyOn(Probes.features(TestNetworks.images(1, CNN2DFormat.NCHW)))
                .grow();
        MultiLayerConfiguration configuration =
                grown.network().getLayerWiseConfigurations().clone();
        initial = new MultiLayerNetwork(configuration);
        initial.init();
    }

    @Test
    void plan_saysThatNothingIsPreserved() {
        assertThat(grown.plan().isExact()).isFalse();
        assertThat(grown.plan().isExactInTraining()).isFalse();
        assertThat(grown.plan().copies()).isEmpty();
        assertThat(grown.plan().toString().lines().findFirst().orElse(""))
                .isEqualTo(
                        "GrowthPlan  864 -> 1,883 parameters (+118%)   seed 0   NOT PRESERVING (random-pad baseline)");
        assertThat(grown.report().comparison().largest(Mode.INFERENCE)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    @Test
    void widenedConvolution_holdsTheTeacherInside() {
        assertPadded("conv1", "W", (index, teachers) -> index[0] < 4);
    }

    @Test
    void widenedBatchNorm_holdsTheTeacherInside() {
        for (String param : new String[] {"gamma", "beta", "mean", "log10stdev"}) {
            assertPadded("bn1", param, (index, teachers) -> index[index.length - 1] < 4);
        }
    }

    @Test
    void widenedInputAndLargerKernel_holdTheTeacherInside() {
        INDArray inner = TestNetworks.param(teacher, "conv2", "W");
        INDArray padded = TestNetworks.param(grown.network(), "conv2", "W");
        INDArray fresh = TestNetworks.param(initial, "conv2", "W");
        forEachIndex(padded, index -> {
            boolean inside = index[1] < 4 && index[2] >= 1 && index[2] < 4 && index[3] >= 1 && index[3] < 4;
            double expected = inside ? inner.getDouble(index[0], index[1], index[2] - 1, index[3] - 1) : Double.NaN;
            if (inside) {
                assertThat(padded.getDouble(index)).isEqualTo(expected);
            } else {
                assertThat(padded.getDouble(index)).isNotZero();
            }
        });
        assertThat(fresh.shape()).isEqualTo(padded.shape());
    }

    @Test
    void widenedReader_holdsTheTeacherInside() {
        assertPadded("out", "W", (index, teachers) -> index[0] < 7);
        assertPadded("fc", "W", (index, teachers) -> index[1] < 7);
        assertPadded("fc", "b", (index, teachers) -> index[index.length - 1] < 7);
    }

    @Test
    void insertedLayer_isAsItsInitializerMakesIt() {
        assertThat(TestNetworks.param(grown.network(), "fc_1", "W"))
                .isEqualTo(TestNetworks.param(initial, "fc_1", "W"));
        assertThat(TestNetworks.param(grown.network(), "fc_1", "b").sumNumber().doubleValue())
                .isZero();
    }

    private void assertPadded(String layer, String param, BiPredicate<int[], INDArray> inside) {
        INDArray inner = TestNetworks.param(teacher, layer, param);
        INDArray padded = TestNetworks.param(grown.network(), layer, param);
        INDArray fresh = TestNetworks.param(initial, layer, param);
        forEachIndex(
                padded,
                index -> assertThat(padded.getDouble(index))
                        .isEqualTo((inside.test(index, inner) ? inner : fresh).getDouble(index)));
    }

    private static void forEachIndex(INDArray array, java.util.function.Consumer<int[]> visitor) {
        for (long position = 0; position < array.length(); position++) {
            int[] index = new int[array.rank()];
            long rest = position;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                index[axis] = (int) (rest % array.size(axis));
                rest /= array.size(axis);
            }
            visitor.accept(index);
        }
    }
}
