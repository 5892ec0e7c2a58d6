package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Recipe;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** Growths of many teachers, or of one, at once in several threads are those of one thread, to the last bit. */
class ParallelGrowthTest {
    private static final int TEACHERS = 16;
    private static final INDArray IMAGES = TestNetworks.images(1, CNN2DFormat.NCHW);

    @Test
    void manyTeachers_growInSeveralThreads_asInOne() throws InterruptedException {
        List<MultiLayerNetwork> teachers = IntStream.range(0, TEACHERS)
                .mapToObj(ParallelGrowthTest::teacher)
                .toList();
        assertSame(i -> grown(teachers.get(i), i));
    }

    @Test
    void oneTeacher_growsInSeveralThreads_asInOne() throws InterruptedException {
        MultiLayerNetwork teacher = teacher(3);
        assertSame(i -> grown(teacher, i));
    }

    @Test
    void students_areTrained_whileOthersGrow() throws InterruptedException {
        MultiLayerNetwork teacher = teacher(5);
        assertSame(i -> i % 2 == 0 ? grown(teacher, i) : trained(teacher, i));
    }

    private static List<INDArray> trained(MultiLayerNetwork teacher, int number) {
        MultiLayerNetwork student = Net2Net.from(teacher)
                .widenAll(Layers.all())
                .times(1.7)
                .seed(number)
                .grow()
                .network();
        TestNetworks.train(student, TestNetworks.labeled(IMAGES), 5);
        return List.of(student.params(), student.getUpdater().getStateViewArray());
    }

    private static void assertSame(java.util.function.IntFunction<List<INDArray>> growth) throws InterruptedException {
        List<List<INDArray>> alone =
                IntStream.range(0, TEACHERS).mapToObj(growth).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<List<INDArray>>> together = IntStream.range(0, TEACHERS)
                    .mapToObj(i ->
                            CompletableFuture.supplyAsync((Supplier<List<INDArray>>) () -> growth.apply(i), threads))
                    .toList();
            for (int i = 0; i < TEACHERS; i++) {
                assertThat(together.get(i).join()).isEqualTo(alone.get(i));
            }
        } finally {
            threads.shutdown();
        }
    }

    private static MultiLayerNetwork teacher(int number) {
        MultiLayerNetwork teacher = TestNetworks.cnn(
                CNN2DFormat.NCHW, true, TestNetworks.settings().seed(number).updater(new Adam(0.01)));
        TestNetworks.train(teacher, TestNetworks.labeled(IMAGES), 2);
        return teacher;
    }

    private static List<INDArray> grown(MultiLayerNetwork teacher, int number) {
        Recipe recipe = Recipe.of().widenAll(Layers.all()).times(1.7).seed(number);
        MultiLayerNetwork student = Net2Net.from(teacher)
                .apply(
                        number % 2 == 0
                                ? recipe.donors(Donors.fresh())
                                : recipe.deepenAfter(
                                        "conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(IMAGES))))
                .verifyOn(Probes.features(IMAGES))
                .grow()
                .network();
        return List.of(student.params(), student.getUpdater().getStateViewArray());
    }
}
