package io.github.net2net.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Trajectories through a residual sum, a concatenation and a depthwise convolution. */
class GraphTrajectoryTest {

    static Stream<IUpdater> updaters() {
        return Stream.of(new Sgd(0.05), new Nesterovs(0.02, 0.9), new Adam(0.01), new RmsProp(0.005));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void student_thatFollows_takesTheTeachersSteps(IUpdater updater) {
        ComputationGraph teacher = trained(updater, true);
        ComputationGraph student = Net2Net.from(teacher)
                .widenAll(Layers.all())
                .times(2)
                .donors(Donors.cyclic())
                .breakSymmetry(SymmetryBreaking.none())
                .learningRate(LearningRates.followTrajectory())
                .grow()
                .network();
        assertThat(distanceAfterTraining(teacher, student)).isLessThan(Tolerances.TRAJECTORY);
    }

    @Test
    void student_withBalancedShares_followsThroughSums_andConcatenations() {
        ComputationGraph teacher = trained(new Nesterovs(0.02, 0.9), false);
        ComputationGraph student = Net2Net.from(teacher)
                .shares(Shares.balanced())
                .widenAll(Layers.all())
                .times(1.6)
                .breakSymmetry(SymmetryBreaking.none())
                .grow()
                .network();
        assertThat(distanceAfterTraining(teacher, student)).isLessThan(Tolerances.TRAJECTORY);
    }

    @Test
    void unchangedGraph_continuesAsTheTeacher() {
        ComputationGraph teacher = trained(new Adam(0.01), true);
        ComputationGraph student = Net2Net.from(teacher).grow().network();
        assertThat(distanceAfterTraining(teacher, student)).isZero();
    }

    private static ComputationGraph trained(IUpdater updater, boolean depthwise) {
        ComputationGraph network = graph(updater, depthwise);
        Trajectory.train(network, 0, Trajectory.BEFORE);
        return network;
    }

    private static double distanceAfterTraining(ComputationGraph teacher, ComputationGraph student) {
        INDArray features = Trajectory.images(99).getFeatures();
        INDArray before = teacher.outputSingle(features);
        Trajectory.train(teacher, Trajectory.BEFORE, Trajectory.STEPS);
        Trajectory.train(student, Trajectory.BEFORE, Trajectory.STEPS);
        INDArray after = teacher.outputSingle(features);
        assertThat(Trajectory.distance(before, after)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
        return Trajectory.distance(after, student.outputSingle(features));
    }

    private static ComputationGraph graph(IUpdater updater, boolean withNorms) {
        var builder = Trajectory.settings(updater)
                .graphBuilder()
                .addInputs("in")
                .addLayer("stem", convolution(4, Activation.RELU), "in")
                .addLayer("branch", convolution(4, Activation.IDENTITY), "stem")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "stem", "branch");
        String end = "sum";
        if (withNorms) {
            builder.addLayer("norm", TestNetworks.batchNorm("norm", CNN2DFormat.NCHW, true), "sum")
                    .addLayer(
                            "depthwise",
                            new DepthwiseConvolution2D.Builder(3, 3)
                                    .depthMultiplier(2)
                                    .nIn(4)
                                    .nOut(8)
                                    .convolutionMode(ConvolutionMode.Same)
                                    .activation(Activation.RELU)
                                    .build(),
                            "norm");
            end = "depthwise";
        }
        builder.addLayer("left", convolution(3, Activation.LEAKYRELU), end)
                .addLayer("right", convolution(2, Activation.RELU), end)
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer("dense", TestNetworks.dense("dense", 5), "both")
                .addLayer("out", TestNetworks.softmax("out"), "dense")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(6, 6, 2));
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();
        return network;
    }

    private static ConvolutionLayer convolution(int channels, Activation activation) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(channels)
                .convolutionMode(ConvolutionMode.Same)
                .activation(activation)
                .build();
    }
}
