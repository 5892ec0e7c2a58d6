package io.github.net2net.dl4j.toward;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Deepening;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class TowardTest {
    private static final int[] VGG11 = {1, 1, 2, 2, 2};
    private static final int[] VGG16 = {2, 2, 3, 3, 3};

    /** The student, which computes the teacher's function in inference and in training mode. */
    static <N extends Model> Grown<N> grown(Growth<N> growth, INDArray features) {
        Grown<N> grown = growth.verifyOn(Probes.features(features)).grow();
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
        return grown;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void vgg11_becomesVgg16(boolean norm) {
        MultiLayerNetwork teacher = Targets.trained(Targets.vgg(VGG11, 1, norm));
        INDArray images = TestNetworks.random(3, DataType.DOUBLE, 6, 2, 32, 32);
        MultiLayerConfiguration target = Targets.vgg(VGG16, 1.5, norm);
        Deepening.BatchNorm calibrated = norm ? Calibration.calibratedOn(images) : null;
        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher).toward(target, calibrated);
        MultiLayerNetwork student = grown(growth, images).network();
        assertThat(student.numParams()).isEqualTo(Targets.trained(target).numParams());
        assertThat(student.getnLayers()).isEqualTo(target.getConfs().size());
    }

    @Test
    void narrowInception_becomesTheFullOne() {
        ComputationGraph teacher = Targets.trained(Targets.inception(Math.sqrt(0.3)));
        ComputationGraphConfiguration target = Targets.inception(1);
        INDArray images = TestNetworks.random(3, DataType.DOUBLE, 4, 2, 16, 16);
        ComputationGraph student =
                grown(Net2Net.from(teacher).toward(target), images).network();
        assertThat(student.paramTable().keySet())
                .isEqualTo(Targets.trained(target).paramTable().keySet());
        assertThat(student.numParams()).isEqualTo(Targets.trained(target).numParams());
    }

    @Test
    void resnet18_becomesResnet34() {
        ComputationGraph teacher = Targets.trained(Targets.resnet(new int[] {2, 2, 2, 2}, 1));
        ComputationGraphConfiguration target = Targets.resnet(new int[] {3, 4, 6, 3}, 1.5);
        INDArray images = TestNetworks.random(3, DataType.DOUBLE, 4, 2, 16, 16);
        Growth<ComputationGraph> growth = Net2Net.from(teacher).toward(target);
        ComputationGraph student = grown(growth, images).network();
        assertThat(student.paramTable().keySet())
                .isEqualTo(Targets.trained(target).paramTable().keySet());
        assertThat(student.numParams()).isEqualTo(Targets.trained(target).numParams());
    }

    /** Convolutions, each with ReLU after it, those called so with a batch norm. */
    private static MultiLayerConfiguration stack(String... units) {
        List<Layer> layers = new ArrayList<>();
        for (String unit : units) {
            layers.add(TestNetworks.convolution(unit, 5, CNN2DFormat.NCHW)
                    .activation(Activation.IDENTITY)
                    .build());
            if (unit.startsWith("normed")) {
                layers.add(TestNetworks.batchNorm(unit + "_norm", CNN2DFormat.NCHW, true));
            }
            layers.add(TestNetworks.activation(unit + "_relu", Activation.RELU));
        }
        layers.add(TestNetworks.softmax("out"));
        return TestNetworks.settings()
                .list(layers.toArray(Layer[]::new))
                .setInputType(InputType.convolutional(6, 6, 2))
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "normed1 normed2 normed3",
                "normed1 normed2 plain3",
                "normed1 plain2 normed3",
                "normed1 plain2 plain3 normed4 plain5 normed6",
                "normed1 plain0 normed2 plain2"
            })
    void newLayersBehindABatchNorm_areFound_andHaveTheTargetsNames(String units) {
        INDArray images = TestNetworks.random(3, DataType.DOUBLE, 6, 2, 6, 6);
        MultiLayerConfiguration target = stack(units.split(" "));
        MultiLayerNetwork teacher = Targets.trained(stack("normed1"));
        MultiLayerNetwork wanted = Targets.trained(target);
        Deepening.BatchNorm calibrated = Calibration.calibratedOn(images);
        assertThat(grown(Net2Net.from(teacher).toward(target, calibrated), images)
                        .network()
                        .getLayerNames())
                .isEqualTo(wanted.getLayerNames());
        ComputationGraphConfiguration graph = wanted.toComputationGraph().getConfiguration();
        assertThat(grown(Net2Net.from(teacher.toComputationGraph()).toward(graph, calibrated), images)
                        .network()
                        .getNumLayers())
                .isEqualTo(target.getConfs().size());
    }

    @Test
    void twoLstms_becomeFourOfTwiceTheWidth_withSumsAroundTheNewOnes() {
        ComputationGraph teacher = Targets.trained(Targets.lstms(2, 5, true));
        ComputationGraphConfiguration target = Targets.lstms(4, 10, true);
        INDArray words = TestNetworks.random(3, DataType.DOUBLE, 4, 3, 6);
        ComputationGraph student =
                grown(Net2Net.from(teacher).toward(target), words).network();
        assertThat(student.numParams()).isEqualTo(Targets.trained(target).numParams());
        INDArray before = student.params().dup();
        INDArray labels = TestNetworks.random(4, DataType.DOUBLE, 4, TestNetworks.CLASSES, 6);
        for (int i = 0; i < 2; i++) {
            student.fit(new DataSet(words, labels));
        }
        assertThat(student.params().sub(before).toDoubleVector()).doesNotContain(0.0);
    }

    @Test
    void route_isAnOrdinaryPlan() {
        MultiLayerNetwork teacher = Targets.trained(Targets.vgg(VGG11, 1, true));
        INDArray images = TestNetworks.random(3, DataType.DOUBLE, 6, 2, 32, 32);
        Growth<MultiLayerNetwork> growth =
                Net2Net.from(teacher).seed(5).toward(Targets.vgg(VGG16, 1.5, true), Calibration.calibratedOn(images));
        GrowthPlan read = GrowthPlan.fromJson(growth.plan().toJson()).withData(Calibration.calibratedOn(images));
        INDArray params = growth.grow().network().params();
        assertThat(Net2Net.from(teacher).replay(read).grow().network().params()).isEqualTo(params);
        assertThat(Net2Net.from(teacher).apply(growth.recipe()).grow().network().params())
                .isEqualTo(params);
    }

    @Test
    void kernelsClassesAndInputs_growToo_andOtherSettingsAreNoted() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        MultiLayerConfiguration target = TestNetworks.settings()
                .updater(new Adam(0.01))
                .list(
                        TestNetworks.convolution("first", 6, CNN2DFormat.NCHW)
                                .kernelSize(5, 5)
                                .activation(Activation.IDENTITY)
                                .hasBias(false)
                                .build(),
                        TestNetworks.batchNorm("norm", CNN2DFormat.NCHW, true),
                        TestNetworks.activation("relu", Activation.RELU),
                        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                                .name("pool")
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build(),
                        TestNetworks.convolution("conv2", 5, CNN2DFormat.NCHW).build(),
                        TestNetworks.dense("fc", 7),
                        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                                .name("out")
                                .nOut(TestNetworks.CLASSES + 2)
                                .activation(Activation.SOFTMAX)
                                .build())
                .setInputType(InputType.convolutional(8, 8, 3))
                .build();
        Growth<MultiLayerNetwork> growth = Net2Net.from(teacher).toward(target);
        assertThat(growth.plan().headlines())
                .containsExactly(
                        "enlarge kernel of conv1 3x3 -> 5x5",
                        "widen conv1 4 -> 6",
                        "add inputs to input 2 -> 3",
                        "add classes to out 3 -> 5");
        assertThat(growth.plan().toString())
                .contains(
                        "the student keeps the teacher's updater, not the target's: conv1, bn1, conv2, fc and 1 more",
                        "layers have other names than in the target: conv1 is its first, bn1 is its norm, relu1 is its relu");
        grown(growth, TestNetworks.images(4, CNN2DFormat.NCHW));
    }

    /** A setting of the whole network names no layer, and its seed is none that matters. */
    @Test
    void settingsOfTheNetwork_areNotedWithoutLayers() {
        MultiLayerConfiguration target = TestNetworks.settings()
                .seed(99)
                .dataType(DataType.FLOAT)
                .list(TestNetworks.dense("first", 9), TestNetworks.dense("second", 6), TestNetworks.softmax("out"))
                .setInputType(InputType.feedForward(4))
                .build();
        assertThat(Net2Net.from(TestNetworks.mlp(new Adam(0.01)))
                        .toward(target)
                        .plan()
                        .toString())
                .contains("\nthe student keeps the teacher's data type, not the target's\n")
                .doesNotContain("seed,");
    }
}
