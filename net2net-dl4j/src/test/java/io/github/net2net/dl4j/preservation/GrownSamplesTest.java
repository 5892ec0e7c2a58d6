package io.github.net2net.dl4j.preservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.SymmetryBreaking;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** What becomes of the optimizer, of saving and of training where layers have unusual parameters. */
class GrownSamplesTest {
    private static final Set<Class<?>> UNUSUAL = Set.of(
            AutoEncoder.class,
            CapsuleLayer.class,
            CapsuleStrengthLayer.class,
            CenterLossOutputLayer.class,
            LocallyConnected1D.class,
            LocallyConnected2D.class,
            PrimaryCapsules.class,
            VariationalAutoencoder.class);

    static Stream<Sample> unusual() {
        return Samples.all().stream().filter(sample -> UNUSUAL.contains(sample.type()));
    }

    private static ComputationGraph trained(Sample sample) {
        ComputationGraph teacher = sample.network(DataType.DOUBLE, new Adam(0.01));
        for (int i = 0; i < 3; i++) {
            teacher.fit(data(sample));
        }
        return teacher;
    }

    private static DataSet data(Sample sample) {
        return TestNetworks.labeled(sample.features(DataType.DOUBLE));
    }

    private static Growth<ComputationGraph> grown(Sample sample, ComputationGraph teacher) {
        Growth<ComputationGraph> growth = Net2Net.from(teacher, sample.inputType())
                .breakSymmetry(SymmetryBreaking.none())
                .donors(Donors.cyclic())
                .widen("before")
                .times(2);
        try {
            Growth<ComputationGraph> both = growth.widen("it").times(2);
            both.plan();
            return both;
        } catch (GrowthException refused) {
            return growth;
        }
    }

    @ParameterizedTest
    @MethodSource("unusual")
    void theStudent_isTheTeacher_afterSavingToo_andTrains(Sample sample) throws IOException {
        ComputationGraph teacher = trained(sample);
        INDArray before = teacher.params().dup();
        ComputationGraph student = grown(sample, teacher).grow().network();
        INDArray features = sample.features(DataType.DOUBLE);

        assertThat(teacher.params()).isEqualTo(before);
        assertThat(distance(teacher.outputSingle(features), student.outputSingle(features)))
                .isLessThanOrEqualTo(Tolerances.DOUBLE);
        ComputationGraph loaded = saved(student);
        assertThat(loaded.outputSingle(features)).isEqualTo(student.outputSingle(features));
        INDArray parameters = student.params().dup();
        student.fit(data(sample));
        loaded.fit(data(sample));
        assertThat(distance(parameters, student.params())).isGreaterThan(Tolerances.APART);
        assertThat(distance(loaded.params(), student.params())).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    private static double distance(INDArray first, INDArray second) {
        return first.sub(second).amaxNumber().doubleValue();
    }

    private static ComputationGraph saved(ComputationGraph network) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, bytes, true);
        return ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(bytes.toByteArray()), true);
    }

    private static Grown<ComputationGraph> grown(Class<?> type) {
        Sample sample =
                unusual().filter(other -> other.type() == type).findFirst().orElseThrow();
        return grown(sample, trained(sample)).grow();
    }

    @Test
    void centers_areCopied_andThePlanTellsOfTheCenterLoss() {
        Grown<ComputationGraph> grown = grown(CenterLossOutputLayer.class);
        INDArray centers = grown.network().getLayer("it").getParam("cL");

        assertThat(centers.columns()).isEqualTo(8);
        for (int channel = 0; channel < 4; channel++) {
            assertThat(centers.getColumn(4 + channel)).isEqualTo(centers.getColumn(channel));
        }
        assertThat(grown.plan().toString())
                .contains("it: the center loss counts every copy of a feature; to keep its share of the loss, divide"
                        + " lambda by the number of copies");
    }

    @Test
    void autoencoders_sayWhatPretrainingDoes() {
        String caveat = "it: pretraining sums over copies, so its loss and reconstruction are not the teacher's";

        assertThat(grown(AutoEncoder.class).plan().toString()).contains(caveat);
        Grown<ComputationGraph> variational = grown(VariationalAutoencoder.class);
        assertThat(variational.plan().toString()).contains(caveat);
        assertThat(variational.network().getLayer("it").getParam("pXZW").columns())
                .isEqualTo(16);
        assertThat(variational.network().getLayer("it").getParam("d0W").rows()).isEqualTo(8);
    }
}
