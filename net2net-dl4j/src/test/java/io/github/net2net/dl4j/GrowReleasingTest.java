package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Probe;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** A teacher whose memory is freed before the student is compared with it. */
class GrowReleasingTest {
    private static final INDArray FEATURES = TestNetworks.random(1, DataType.DOUBLE, 9, 4);

    private static MultiLayerNetwork teacher() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Adam(0.01));
        TestNetworks.train(teacher, TestNetworks.labeled(FEATURES), 2);
        return teacher;
    }

    private static Growth<MultiLayerNetwork> growth(MultiLayerNetwork teacher) {
        return Net2Net.from(teacher).widen("first").to(9);
    }

    @Test
    void teachersArrays_areGone_andTheStudentIsTheSame() {
        MultiLayerNetwork teacher = teacher();
        INDArray memory = teacher.getUpdater().getStateViewArray();
        Grown<MultiLayerNetwork> grown = growth(teacher)
                .verifyOn(Probes.features(FEATURES))
                .growReleasing(() -> {
                    throw new AssertionError("the teacher is not needed again");
                });
        assertThat(teacher.params().wasClosed()).isTrue();
        assertThat(memory.wasClosed()).isTrue();
        MultiLayerNetwork again = teacher();
        Grown<MultiLayerNetwork> kept =
                growth(again).verifyOn(Probes.features(FEATURES)).grow();
        assertThat(again.params().wasClosed()).isFalse();
        assertThat(grown.network().params()).isEqualTo(kept.network().params());
        assertThat(grown.network().output(FEATURES)).isEqualTo(kept.network().output(FEATURES));
        assertThat(grown.report().comparison()).isEqualTo(kept.report().comparison());
        assertThat(kept.report().comparison().deviations()).isNotEmpty();
    }

    /** Parameters that were read from a file are a view in DL4J, which doesn't free them. */
    @Test
    void givenParameters_areFreed_partsOfOthersNot() {
        MultiLayerNetwork whole = new MultiLayerNetwork(teacher().getLayerWiseConfigurations());
        INDArray given = teacher().params().reshape(1, -1).dup();
        whole.init(given, false);
        assertThat(growth(whole).growReleasing(() -> whole)).isNotNull();
        assertThat(given.wasClosed()).isTrue();

        INDArray all = Nd4j.concat(1, teacher().params().reshape(1, -1), Nd4j.ones(DataType.DOUBLE, 1, 3));
        MultiLayerNetwork part = new MultiLayerNetwork(teacher().getLayerWiseConfigurations());
        part.init(all.get(NDArrayIndex.all(), NDArrayIndex.interval(0, all.length() - 3)), false);
        assertThat(growth(part).growReleasing(() -> part)).isNotNull();
        assertThat(all.getDouble(all.length() - 1)).isEqualTo(1);
    }

    /** Judges single precision by a tolerance that it can't keep, and finds nothing in double precision. */
    private record Strict(Probe<Model> probe, List<Model> teachers) implements Probe<Model> {
        @Override
        public ImmutableList<Deviation> compare(Model teacher, Model student) {
            return probe.compare(teacher, student);
        }

        @Override
        public Expected<Model> expected(Model teacher) {
            return probe.expected(teacher);
        }

        @Override
        public double tolerance(Model teacher) {
            return 1e-9;
        }

        @Override
        public Deviation inDoublePrecision(Model teacher, Model student, Deviation place) {
            teachers.add(teacher);
            return new Deviation(place.output(), place.mode(), place.stage(), place.masked(), 0, 1);
        }
    }

    @Test
    void teacherIsLoadedAgain_onceForAllComparisonsInDoublePrecision() {
        MultiLayerNetwork loaded = teacher().convertDataType(DataType.FLOAT);
        Strict strict = new Strict(Probes.features(FEATURES.castTo(DataType.FLOAT)), new ArrayList<>());
        List<MultiLayerNetwork> asked = new ArrayList<>();
        Grown<MultiLayerNetwork> grown = growth(loaded.clone()).verifyOn(strict).growReleasing(() -> {
            asked.add(loaded);
            return loaded;
        });
        assertThat(asked).hasSize(1);
        assertThat(strict.teachers()).hasSizeGreaterThan(1).allMatch(teacher -> teacher == loaded);
        assertThat(grown.report().comparison().inDoublePrecision()).hasSameSizeAs(strict.teachers());
    }
}
