package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Probe;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The network that is handed out is the one that is run, and nobody notices afterwards. */
class VerificationTest {
    private static final INDArray IMAGES = TestNetworks.images(3, CNN2DFormat.NCHW);

    @Test
    void student_thatCannotRun_isNotVerifiedByACopyThatCan() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        MultiLayerNetwork student = teacher.clone();
        student.getLayerWiseConfigurations().getInputPreProcessors().put(5, new CannotRun(true));

        assertThatThrownBy(() -> Net2Net.compare(teacher, student, Probes.features(IMAGES)))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot run the network on features of shape [12, 2, 8, 8]: its size is stale. Give"
                        + " features like those that the network is trained on.");
    }

    /** Fails in the network that it was put into, and in no copy of that. */
    static final class CannotRun extends CnnToFeedForwardPreProcessor {
        private static final long serialVersionUID = 1L;
        private final boolean stale;

        CannotRun(boolean stale) {
            super(4, 4, 5);
            this.stale = stale;
        }

        @Override
        public INDArray preProcess(
                INDArray input, int examples, org.deeplearning4j.nn.workspace.LayerWorkspaceMgr workspaces) {
            if (stale) {
                throw new IllegalStateException("its size is stale.");
            }
            return super.preProcess(input, examples, workspaces);
        }

        @Override
        public CnnToFeedForwardPreProcessor clone() {
            return new CannotRun(false);
        }
    }

    @Test
    void verification_leavesNoTraceInTheStudent() {
        MultiLayerNetwork teacher = noisy();
        DataSet data = TestNetworks.labeled(TestNetworks.random(1, DataType.DOUBLE, 8, 4));
        TestNetworks.train(teacher, data, 3);
        Probe<Model> probe = Probes.features(data.getFeatures());
        MultiLayerNetwork plain = grow(teacher, null);
        MultiLayerNetwork verified = grow(teacher, probe);

        assertThat(verified.getLayerWiseConfigurations().toJson())
                .isEqualTo(plain.getLayerWiseConfigurations().toJson());
        assertThat(verified.params()).isEqualTo(plain.params());
        assertThat(verified.getUpdater().getStateViewArray())
                .isEqualTo(plain.getUpdater().getStateViewArray());
        assertThat(verified.getInput()).isNull();
        assertThat(trained(verified, data)).isEqualTo(trained(plain, data));
    }

    /** Dropout, weight noise and batch norm, trained by Adam. */
    private static MultiLayerNetwork noisy() {
        return TestNetworks.network(
                TestNetworks.settings().updater(new Adam(0.01)),
                InputType.feedForward(4),
                new DenseLayer.Builder()
                        .name("first")
                        .nOut(5)
                        .dropOut(new Dropout(0.7))
                        .weightNoise(new DropConnect(0.8))
                        .build(),
                TestNetworks.batchNorm("bn", CNN2DFormat.NCHW, true),
                TestNetworks.dense("second", 6),
                TestNetworks.softmax("out"));
    }

    private static MultiLayerNetwork grow(MultiLayerNetwork teacher, Probe<Model> probe) {
        var growth = Net2Net.from(teacher).widen("first").to(9);
        return (probe == null ? growth : growth.verifyOn(probe)).grow().network();
    }

    private static INDArray trained(MultiLayerNetwork network, DataSet data) {
        Nd4j.getRandom().setSeed(99);
        TestNetworks.train(network, data, 3);
        return network.params();
    }

    @Test
    void comparison_changesNeitherListenersNorTheCallersRandomNumbers() {
        MultiLayerNetwork network = noisy();
        CollectScoresIterationListener listener = new CollectScoresIterationListener();
        network.setListeners(listener);
        Nd4j.getRandom().setSeed(7);
        double expected = Nd4j.getRandom().nextDouble();

        Nd4j.getRandom().setSeed(7);
        Net2Net.compare(network, network, Probes.features(TestNetworks.random(1, DataType.DOUBLE, 8, 4)));

        assertThat(Nd4j.getRandom().nextDouble()).isEqualTo(expected);
        assertThat(network.getListeners()).containsExactly(listener);
    }

    /** A copy that is right is no excuse for a student that is not, beyond rounding errors. */
    @Test
    void deviationOfTheStudentItself_isNotTakenForRounding() {
        MultiLayerNetwork teacher = TestNetworks.cnn().convertDataType(DataType.FLOAT);
        MultiLayerNetwork student = teacher.clone();
        student.getLayerWiseConfigurations().getInputPreProcessors().put(5, new Doubles(2));
        Probe<Model> probe = Probes.features(IMAGES.castTo(DataType.FLOAT));
        Deviation worst = Net2Net.compare(teacher, student, probe).deviations().get(0);
        assertThat(worst.relative()).isGreaterThan(probe.tolerance(teacher));
        assertThat(probe.inDoublePrecision(teacher, student, worst)).isEqualTo(worst);
    }

    /** Multiplies in the network that it was put into, and in no copy of that. */
    static final class Doubles extends CnnToFeedForwardPreProcessor {
        private static final long serialVersionUID = 1L;
        private final double factor;

        Doubles(double factor) {
            super(4, 4, 5);
            this.factor = factor;
        }

        @Override
        public INDArray preProcess(
                INDArray input, int examples, org.deeplearning4j.nn.workspace.LayerWorkspaceMgr workspaces) {
            return super.preProcess(input, examples, workspaces).muli(factor);
        }

        @Override
        public CnnToFeedForwardPreProcessor clone() {
            return new Doubles(1);
        }
    }

    @Test
    void featuresOnWhichTheTeacherOverflows_areRefused() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Adam(0.1));
        teacher.getLayer("first").getParam("W").assign(1e300);
        teacher.getLayer("second").getParam("W").assign(1e300);
        assertThatThrownBy(() -> Net2Net.compare(
                        teacher,
                        teacher,
                        Probes.features(
                                TestNetworks.random(1, DataType.DOUBLE, 3, 4).addi(2))))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot compare the networks: output 'out' of the first holds NaN or infinity on these"
                        + " features. Give features like those that it is trained on.");
    }

    @Test
    void graph_isRunItselfToo() {
        ComputationGraph teacher = TestNetworks.cnn().toComputationGraph();
        ComputationGraph student = teacher.clone();
        INDArray before = student.params().dup();
        Net2Net.compare(teacher, student, Probes.features(IMAGES));
        assertThat(student.params()).isEqualTo(before);
        assertThat(student.getInputs()).isNull();
        student.getLayer("0").getParam("W").muli(2);
        assertThat(Net2Net.compare(teacher, student, Probes.features(IMAGES)).largest())
                .isGreaterThan(Tolerances.DOUBLE);
    }
}
