package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.net2net.Grown;
import io.github.net2net.dl4j.random.RandomParameters;
import io.github.net2net.rule.Deepening;
import io.github.net2net.spi.Deviation;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks whose configuration an older DL4J wrote grow like others. */
class OlderConfigurationTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** How DL4J 0.9.1 named classes. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("ConvolutionLayer", "convolution"),
            Map.entry("BatchNormalization", "batchNormalization"),
            Map.entry("ActivationLayer", "activation"),
            Map.entry("SubsamplingLayer", "subsampling"),
            Map.entry("DenseLayer", "dense"),
            Map.entry("OutputLayer", "output"),
            Map.entry("ActivationReLU", "ReLU"),
            Map.entry("ActivationIdentity", "Identity"),
            Map.entry("ActivationSoftmax", "Softmax"),
            Map.entry("LossMCXENT", "MCXENT"),
            Map.entry("CnnToFeedForwardPreProcessor", "cnnToFeedForward"));

    /** 1.0.0-beta3: regularization and weight initialization as plain fields, batch norms with variances. */
    private static void beta3(ObjectNode conf, ObjectNode layer) {
        layer.remove("useLogStd");
        if (layer.remove("regularization") != null) {
            layer.remove("regularizationBias");
            layer.put("l1", 0.0).put("l2", 1e-3).put("l1Bias", 0.0).put("l2Bias", 0.0);
        }
        if (layer.remove("weightInitFn") != null) {
            layer.put("weightInit", "XAVIER");
        }
        ArrayNode variables = (ArrayNode) conf.get("variables");
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i).asText().equals("log10stdev")) {
                variables.set(i, MAPPER.getNodeFactory().textNode("var"));
            }
        }
    }

    /** 0.9.1: the updater too as plain fields. */
    private static void version091(ObjectNode conf, ObjectNode layer) {
        beta3(conf, layer);
        if (layer.remove("iupdater") != null) {
            layer.put("updater", "ADAM").put("learningRate", 0.02).put("epsilon", 1e-8);
            layer.put("adamMeanDecay", 0.8).put("adamVarDecay", 0.99).put("rho", 0.0);
        }
    }

    /** 0.9.1: each object of some class inside one whose only field is the name of the class. */
    private static JsonNode named(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = (ObjectNode) node;
            object.fieldNames().forEachRemaining(field -> object.set(field, named(object.get(field))));
            JsonNode type = object.remove("@class");
            String name = type == null ? null : NAMES.get(type.asText().replaceAll(".*\\.", ""));
            return name == null ? object : MAPPER.createObjectNode().set(name, object);
        } else if (node.isArray()) {
            ArrayNode array = (ArrayNode) node;
            for (int i = 0; i < array.size(); i++) {
                array.set(i, named(array.get(i)));
            }
        }
        return node;
    }

    static Stream<Arguments> versions() {
        BiConsumer<ObjectNode, ObjectNode> beta3 = OlderConfigurationTest::beta3;
        BiConsumer<ObjectNode, ObjectNode> version091 = OlderConfigurationTest::version091;
        return Stream.of(
                Arguments.of(Named.of("1.0.0-beta3", beta3), 0.05), Arguments.of(Named.of("0.9.1", version091), 0.02));
    }

    private static MultiLayerConfiguration written(BiConsumer<ObjectNode, ObjectNode> version, boolean wrapped)
            throws Exception {
        JsonNode tree =
                MAPPER.readTree(TestNetworks.cnn().getLayerWiseConfigurations().toJson());
        for (JsonNode conf : tree.get("confs")) {
            version.accept((ObjectNode) conf, (ObjectNode) conf.get("layer"));
        }
        return MultiLayerConfiguration.fromJson(MAPPER.writeValueAsString(wrapped ? named(tree) : tree));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void network_growsAndIsExact(BiConsumer<ObjectNode, ObjectNode> version, double rate) throws Exception {
        MultiLayerNetwork teacher = new MultiLayerNetwork(written(version, rate != 0.05));
        teacher.init();
        RandomParameters.fill(teacher, 23);
        BatchNormalization norm =
                (BatchNormalization) teacher.getLayer("bn1").conf().getLayer();
        assertThat(norm.isUseLogStd()).as("variances").isFalse();
        assertThat(((BaseLayer) teacher.getLayer("conv1").conf().getLayer())
                        .getIUpdater()
                        .getLearningRate(0, 0))
                .isEqualTo(rate);

        INDArray images = TestNetworks.random(1, DataType.DOUBLE, 6, 2, 8, 8);
        TestNetworks.train(teacher, TestNetworks.labeled(images), 2);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .widen("conv1")
                .to(7)
                .widen("fc")
                .times(2)
                .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Deepening.uncalibrated()))
                .enlargeKernel("conv2")
                .to(5, 5)
                .verifyOn(Probes.features(images))
                .grow();
        assertThat(grown.report().comparison().largest(Deviation.Mode.INFERENCE))
                .isLessThan(Tolerances.DOUBLE);
        MultiLayerNetwork student = grown.network();
        INDArray before = student.output(images).dup();
        MultiLayerNetwork again = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(
                student.getLayerWiseConfigurations().toJson()));
        again.init(student.params(), true);
        assertThat(again.output(images)).isEqualTo(before);
        TestNetworks.train(student, TestNetworks.labeled(images), 2);
        assertThat(student.output(images)).isNotEqualTo(before);
    }
}
