package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.rule.WeightConstraints;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** A student has its teacher's settings, all of them; only sizes differ. Configurations are compared as JSON. */
class SettingsTest {
    private static final Set<String> SIZES =
            Set.of("nin", "nout", "kernelSize", "padding", "inputShape", "numChannels");

    private final ObjectMapper mapper = new ObjectMapper();

    private static NeuralNetConfiguration.Builder settings() {
        return TestNetworks.settings()
                .l1(1e-4)
                .l2(2e-4)
                .l1Bias(3e-4)
                .updater(new Adam(new StepSchedule(ScheduleType.ITERATION, 0.01, 0.5, 100)))
                .biasUpdater(new Nesterovs(0.03, 0.8))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(0.7)
                .weightInit(WeightInit.RELU)
                .constrainWeights(new MaxNormConstraint(2.0, 1))
                .trainingWorkspaceMode(WorkspaceMode.NONE)
                .miniBatch(false);
    }

    private static Layer[] layers(CNN2DFormat format) {
        return new Layer[] {
            conv1(format),
            bn(format),
            TestNetworks.activation("relu", Activation.RELU),
            new PReLULayer.Builder()
                    .name("prelu")
                    .inputShape(4, 4, 4)
                    .sharedAxes(axes(format))
                    .build(),
            TestNetworks.convolution("conv2", 5, format)
                    .dilation(2, 1)
                    .activation(new ActivationLReLU(0.37))
                    .updater(new RmsProp(0.02, 0.9, 1e-6))
                    .weightDecay(0.01)
                    .constrainBias(new UnitNormConstraint(1))
                    .build(),
            new SubsamplingLayer.Builder(PoolingType.PNORM)
                    .name("pool")
                    .pnorm(3)
                    .kernelSize(2, 2)
                    .stride(1, 1)
                    .dataFormat(format)
                    .build(),
            new DenseLayer.Builder()
                    .name("fc")
                    .nOut(6)
                    .dropOut(new GaussianDropout(0.4))
                    .biasInit(0.2)
                    .build(),
            TestNetworks.softmax("out")
        };
    }

    private static Layer conv1(CNN2DFormat format) {
        return new ConvolutionLayer.Builder(3, 5)
                .name("conv1")
                .nOut(4)
                .stride(2, 2)
                .padding(0, 1)
                .convolutionMode(ConvolutionMode.Truncate)
                .hasBias(false)
                .dropOut(new SpatialDropout(0.7))
                .weightNoise(new DropConnect(0.9))
                .activation(Activation.IDENTITY)
                .dataFormat(format)
                .build();
    }

    private static long[] axes(CNN2DFormat format) {
        return format == CNN2DFormat.NCHW ? new long[] {2, 3} : new long[] {1, 2};
    }

    private static BatchNormalization bn(CNN2DFormat format) {
        BatchNormalization.Builder builder = new BatchNormalization.Builder()
                .name("bn")
                .eps(3e-3)
                .decay(0.77)
                .useLogStd(false);
        builder.dataFormat(format);
        return builder.build();
    }

    private static MultiLayerNetwork teacher(CNN2DFormat format) {
        return TestNetworks.network(settings(), InputType.convolutional(8, 8, 2, format), layers(format));
    }

    private static MultiLayerNetwork student(MultiLayerNetwork teacher) {
        return Net2Net.from(teacher)
                .weightConstraints(WeightConstraints.KEEP)
                .widen("conv1")
                .to(7)
                .widen("conv2")
                .to(9)
                .enlargeKernel("conv2")
                .to(5, 5)
                .widen("fc")
                .to(10)
                .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Deepening.uncalibrated()))
                .deepenAfter("fc")
                .grow()
                .network();
    }

    @Test
    void teachersLayers_nchw_differInSizesOnly() throws Exception {
        assertTeachersLayersSurvive(teacher(CNN2DFormat.NCHW), CNN2DFormat.NCHW);
    }

    @Test
    void teachersLayers_nhwc_differInSizesOnly() throws Exception {
        assertTeachersLayersSurvive(teacher(CNN2DFormat.NHWC), CNN2DFormat.NHWC);
    }

    private void assertTeachersLayersSurvive(MultiLayerNetwork teacher, CNN2DFormat format) throws Exception {
        MultiLayerNetwork student = student(teacher);
        for (String name : teacher.getLayerNames()) {
            assertThat(differences(configuration(teacher, name), configuration(student, name)))
                    .as(name)
                    .isSubsetOf(SIZES);
        }
        assertThat(((ConvolutionLayer) layer(student, "conv2")).getKernelSize()).containsExactly(5, 5);
        assertThat(((PReLULayer) layer(student, "prelu")).getInputShape())
                .isEqualTo(format == CNN2DFormat.NCHW ? new long[] {7, 1, 1} : new long[] {1, 1, 7});
    }

    @Test
    void networkSettings_surviveAsTheyAre() throws Exception {
        MultiLayerNetwork teacher = teacher(CNN2DFormat.NCHW);
        ObjectNode before = (ObjectNode)
                mapper.readTree(teacher.getLayerWiseConfigurations().toJson());
        ObjectNode after = (ObjectNode)
                mapper.readTree(student(teacher).getLayerWiseConfigurations().toJson());
        assertThat(differences(before.without(List.of("confs")), after.without(List.of("confs"))))
                .isEqualTo(Set.of("inputPreProcessors", "6", "9"));
    }

    @Test
    void insertedUnit_hasItsTemplatesSettingsWithoutNoise() throws Exception {
        MultiLayerNetwork teacher = teacher(CNN2DFormat.NCHW);
        MultiLayerNetwork student = student(teacher);
        assertThat(differences(configuration(teacher, "conv1"), configuration(student, "conv1_1")))
                .isEqualTo(Set.of("layerName", "nin", "nout", "idropout", "weightNoise", "stride", "padding"));
        assertThat(differences(configuration(teacher, "bn"), configuration(student, "bn_1")))
                .isEqualTo(Set.of("layerName", "nin", "nout"));
        assertThat(differences(configuration(teacher, "fc"), configuration(student, "fc_1")))
                .isEqualTo(Set.of("layerName", "nin", "nout", "idropout"));
        assertThat(layer(student, "conv1_1").getIDropout()).isNull();
        assertThat(layer(student, "fc_1").getIDropout()).isNull();
        assertThat(((ConvolutionLayer) layer(student, "conv1_1")).getWeightNoise())
                .isNull();
    }

    @Test
    void insertedDropout_hasTheRateThatWasAskedFor() {
        MultiLayerNetwork student = Net2Net.from(TestNetworks.cnn())
                .breakSymmetry(SymmetryBreaking.dropout(0.3))
                .widen("conv1")
                .to(6)
                .grow()
                .network();
        assertThat(student.getLayerNames())
                .containsExactly("conv1", "bn1", "relu1", "conv1_dropout_1", "pool", "conv2", "fc", "out");
        assertThat(layer(student, "conv1_dropout_1").getIDropout().toString()).contains("p=0.7");
    }

    @Test
    void names_unnamedLayers_followTheirPlaceInTheTeacher() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new DenseLayer.Builder().nOut(5).build(),
                new DenseLayer.Builder().nOut(6).build(),
                TestNetworks.softmax(null));
        MultiLayerNetwork student = Net2Net.from(teacher)
                .weightConstraints(WeightConstraints.KEEP)
                .deepenAfter("0")
                .widen("layer1")
                .to(8)
                .grow()
                .network();
        assertThat(student.getLayerNames()).containsExactly("layer0", "layer0_1", "layer1", "layer2");
        assertThat(layer(student, "layer1")).extracting("nOut").isEqualTo(8L);
    }

    private JsonNode configuration(MultiLayerNetwork network, String layer) throws Exception {
        MultiLayerConfiguration all = network.getLayerWiseConfigurations();
        return mapper.readTree(all.getConf(TestNetworks.indexOf(network, layer)).toJson());
    }

    private static Layer layer(MultiLayerNetwork network, String name) {
        return network.getLayer(name).conf().getLayer();
    }

    /** The names of the fields whose values differ. */
    private static Set<String> differences(JsonNode before, JsonNode after) {
        Set<String> names = new TreeSet<>();
        Set<String> fields = new TreeSet<>();
        before.fieldNames().forEachRemaining(fields::add);
        after.fieldNames().forEachRemaining(fields::add);
        for (String field : fields) {
            JsonNode one = before.path(field);
            JsonNode other = after.path(field);
            if (one.isObject() && other.isObject()) {
                names.addAll(differences(one, other));
                if (field.equals("inputPreProcessors") && !one.equals(other)) {
                    names.add(field);
                }
            } else if (!one.equals(other)) {
                names.add(field);
            }
        }
        return names;
    }
}
