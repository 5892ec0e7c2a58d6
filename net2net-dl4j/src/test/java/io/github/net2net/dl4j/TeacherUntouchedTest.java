package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/** Whatever is done with a teacher, it is the same afterwards. */
class TeacherUntouchedTest {
    private final INDArray images = TestNetworks.images(1, CNN2DFormat.NCHW);
    private final DataSet data = TestNetworks.labeled(images);
    private MultiLayerNetwork teacher;
    private TeacherSnapshot snapshot;

    @BeforeEach
    void trainTeacher() {
        teacher =
                TestNetworks.cnn(CNN2DFormat.NCHW, true, TestNetworks.settings().updater(new Adam(0.01)));
        teacher.setListeners(new CollectScoresIterationListener());
        TestNetworks.train(teacher, data, 3);
        teacher.setEpochCount(2);
        snapshot = TeacherSnapshot.of(teacher);
    }

    private Growth<MultiLayerNetwork> growth() {
        return Net2Net.from(teacher)
                .widen("conv1")
                .to(9)
                .deepenAfter(
                        "conv1",
                        Deepening.identityUnit()
                                .batchNorm(Calibration.calibratedOn(new SingletonDataSetIterator(data))))
                .enlargeKernel("conv2")
                .to(5, 5)
                .widen("fc")
                .times(2);
    }

    @Test
    void plan_leavesTheTeacherAlone() {
        assertThat(growth().plan().isExact()).isTrue();
        snapshot.assertUnchanged();
    }

    @Test
    void grow_withCalibrationAndVerification_leavesTheTeacherAlone() {
        growth().verifyOn(Probes.features(images)).grow();
        snapshot.assertUnchanged();
    }

    @Test
    void grow_withInitializedChannels_leavesTheTeacherAlone() {
        Net2Net.from(teacher).widen("conv2").to(8).donors(Donors.fresh()).grow();
        snapshot.assertUnchanged();
    }

    @Test
    void compare_leavesBothNetworksAndTheFeaturesAlone() {
        INDArray before = images.dup();
        MultiLayerNetwork student = growth().grow().network();
        TeacherSnapshot other = TeacherSnapshot.of(student);
        assertThat(Net2Net.compare(teacher, student, Probes.of(data)).deviations())
                .hasSize(4);
        snapshot.assertUnchanged();
        other.assertUnchanged();
        assertThat(images).isEqualTo(before);
    }

    @Test
    void compare_networkThatWritesIntoItsInput_leavesTheFeaturesAlone() {
        MultiLayerNetwork network = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                TestNetworks.activation("squash", Activation.TANH),
                TestNetworks.dense("fc", 5),
                TestNetworks.softmax("out"));
        INDArray features = TestNetworks.random(1, DataType.DOUBLE, 6, 4);
        INDArray before = features.dup();
        double deviation = Net2Net.compare(network, network.clone(), Probes.features(features))
                .largest();
        assertThat(deviation).isZero();
        assertThat(features).isEqualTo(before);
    }

    @Test
    void grow_refusedHalfWay_leavesTheTeacherAlone() {
        INDArray wrong = TestNetworks.random(1, DataType.DOUBLE, 5, 3, 8, 8);
        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher)
                .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(wrong)));
        assertThatThrownBy(growth::grow).isInstanceOf(GrowthException.class);
        assertThatThrownBy(() -> growth().verifyOn(Probes.features(wrong)).grow())
                .isInstanceOf(GrowthException.class);
        assertThatThrownBy(() -> Net2Net.from(teacher).widen("out").to(9)).isInstanceOf(GrowthException.class);
        snapshot.assertUnchanged();
    }

    @Test
    void training_teacherOrStudent_doesNotReachTheOther() {
        MultiLayerNetwork student =
                growth().breakSymmetry(SymmetryBreaking.dropout(0.3)).grow().network();
        TestNetworks.train(student, data, 3);
        snapshot.assertUnchanged();
        TeacherSnapshot trained = TeacherSnapshot.of(student);
        TestNetworks.train(teacher, data, 3);
        trained.assertUnchanged();
    }

    @Test
    void settings_changedInTheStudent_doNotReachTheTeacher() {
        MultiLayerNetwork student = growth().grow().network();
        student.setLearningRate(0.5);
        student.getLayerWiseConfigurations()
                .getConfs()
                .forEach(layer -> layer.getLayer().setLayerName("x"));
        snapshot.assertUnchanged();
        assertThat(teacher.getLayerNames()).isEqualTo(List.of("conv1", "bn1", "relu1", "pool", "conv2", "fc", "out"));
    }

    @Test
    void grow_withAResetOptimizer_startsTheStudentsCounters() {
        MultiLayerNetwork student = growth().resetOptimizer().grow().network();
        assertThat(student.getIterationCount()).isZero();
        assertThat(student.getEpochCount()).isZero();
        assertThat(student.getListeners()).isEmpty();
        student.getLayerWiseConfigurations()
                .getConfs()
                .forEach(layer -> assertThat(layer.getIterationCount() + layer.getEpochCount())
                        .isZero());
    }
}
