package io.github.net2net.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.SymmetryBreaking;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Students continue training by truncated backpropagation through time. */
class TruncatedBackpropTest {
    private static final int STEPS_OF_SERIES = 12;
    private static final int SEGMENT = 4;

    private static MultiLayerNetwork teacher() {
        MultiLayerConfiguration configuration = Trajectory.settings(new Adam(0.01))
                .list(
                        new Convolution1D.Builder(3)
                                .name("conv")
                                .nOut(4)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        new Convolution1D.Builder(3)
                                .name("conv2")
                                .nOut(5)
                                .convolutionMode(ConvolutionMode.Causal)
                                .build(),
                        new RnnOutputLayer.Builder(LossFunction.MSE)
                                .name("out")
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .build())
                .setInputType(InputType.recurrent(3, STEPS_OF_SERIES))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(SEGMENT)
                .tBPTTBackwardLength(SEGMENT)
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static void train(MultiLayerNetwork network, int from, int batches) {
        for (int i = from; i < from + batches; i++) {
            network.fit(new DataSet(series(i, 3), series(100 + i, 2)));
        }
    }

    private static INDArray series(long seed, int channels) {
        return TestNetworks.random(seed, DataType.DOUBLE, 6, channels, STEPS_OF_SERIES);
    }

    @Test
    void student_continuesInSegments_andTakesTheTeachersSteps() {
        MultiLayerNetwork teacher = teacher();
        train(teacher, 0, 3);
        assertThat(teacher.getIterationCount()).as("segments").isEqualTo(3 * STEPS_OF_SERIES / SEGMENT);

        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .widenAll(Layers.all())
                .times(2)
                .donors(Donors.cyclic())
                .breakSymmetry(SymmetryBreaking.none())
                .learningRate(LearningRates.followTrajectory())
                .verifyOn(Probes.features(series(7, 3)))
                .grow();
        MultiLayerNetwork student = grown.network();
        MultiLayerConfiguration configuration = student.getLayerWiseConfigurations();
        assertThat(configuration.getBackpropType()).isEqualTo(BackpropType.TruncatedBPTT);
        assertThat(configuration.getTbpttFwdLength()).isEqualTo(SEGMENT);
        assertThat(configuration.getTbpttBackLength()).isEqualTo(SEGMENT);

        train(teacher, 3, 5);
        train(student, 3, 5);
        assertThat(student.getIterationCount()).isEqualTo(8 * STEPS_OF_SERIES / SEGMENT);
        assertThat(Trajectory.distance(teacher.output(series(9, 3)), student.output(series(9, 3))))
                .isLessThan(Tolerances.TRAJECTORY);
    }

    @Test
    void deeperStudent_trains() {
        MultiLayerNetwork teacher = teacher();
        MultiLayerNetwork student = Net2Net.from(teacher)
                .deepenAfter("conv")
                .widen("conv2")
                .to(9)
                .verifyOn(Probes.features(series(7, 3)))
                .grow()
                .network();
        INDArray before = student.output(series(9, 3)).dup();
        train(student, 0, 2);
        assertThat(student.getIterationCount()).isEqualTo(2 * STEPS_OF_SERIES / SEGMENT);
        assertThat(Trajectory.distance(before, student.output(series(9, 3))))
                .isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }
}
