package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Recipe;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** Many growths in one process keep no arrays and no threads. */
class ManyGrowthsTest {
    private static final int GROWTHS = 500;
    /** Until libraries, pools and the heap have their size. */
    private static final int WARM_UP = 100;

    private static final int WIDTH = 300;

    @Test
    void memoryAndThreads_doNotGrow() throws InterruptedException {
        INDArray features = TestNetworks.random(1, DataType.FLOAT, 2, WIDTH);
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings().dataType(DataType.FLOAT).updater(new Adam(0.01)),
                InputType.feedForward(WIDTH),
                TestNetworks.dense("first", WIDTH),
                TestNetworks.dense("second", WIDTH),
                new OutputLayer.Builder()
                        .name("out")
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build());
        Recipe recipe = Recipe.of().widenAll(Layers.all()).times(1.3).deepenAfter("second", Deepening.exact());
        grow(teacher, recipe, features, WARM_UP);
        long before = physicalBytes();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        grow(teacher, recipe, features, GROWTHS - WARM_UP);
        long parameters = Float.BYTES * (long) WIDTH * WIDTH * 2; // of the student, at least
        assertThat(physicalBytes() - before)
                .as("one array of each student would be more than %d bytes", (GROWTHS - WARM_UP) * parameters)
                .isLessThan((GROWTHS - WARM_UP) * parameters / 2);
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThanOrEqualTo(threads + 1);
    }

    private static void grow(MultiLayerNetwork teacher, Recipe recipe, INDArray features, int times) {
        for (int i = 0; i < times; i++) {
            Net2Net.from(teacher)
                    .apply(recipe.seed(i))
                    .verifyOn(Probes.features(features))
                    .grow();
        }
    }

    /** Of this process, after what nothing refers to is gone. */
    private static long physicalBytes() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(200);
        }
        return Pointer.physicalBytes();
    }
}
