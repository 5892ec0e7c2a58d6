package io.github.net2net.dl4j.zoo;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.model.AlexNet;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.FaceNetNN4Small2;
import org.deeplearning4j.zoo.model.InceptionResNetV1;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.TextGenerationLSTM;
import org.deeplearning4j.zoo.model.TinyYOLO;
import org.deeplearning4j.zoo.model.UNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.deeplearning4j.zoo.model.VGG19;
import org.deeplearning4j.zoo.model.Xception;
import org.deeplearning4j.zoo.model.YOLO2;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A network of DL4J's zoo with random weights in double precision, and images for it. */
enum ZooNetwork {
    SQUEEZE_NET(
            64, 2, size -> SqueezeNet.builder().numClasses(7).inputShape(size).build()),
    FACE_NET(
            96,
            2,
            size -> FaceNetNN4Small2.builder().numClasses(7).inputShape(size).build()),
    DARKNET_19(64, 2, size -> Darknet19.builder().numClasses(7).inputShape(size).build()),
    U_NET(64, 1, size -> UNet.builder().inputShape(size).build()),
    VGG_16(32, 2, size -> VGG16.builder().numClasses(7).inputShape(size).build()),
    VGG_19(32, 2, size -> VGG19.builder().numClasses(7).inputShape(size).build()),
    LE_NET(28, 4, size -> LeNet.builder().numClasses(7).inputShape(size).build()),
    ALEX_NET(96, 2, size -> AlexNet.builder().numClasses(7).inputShape(size).build()),
    SIMPLE_CNN(48, 4, size -> SimpleCNN.builder().numClasses(7).inputShape(size).build()),
    TINY_YOLO(64, 4, size -> TinyYOLO.builder().numClasses(2).inputShape(size).build()),
    YOLO_2(64, 4, size -> YOLO2.builder().numClasses(2).inputShape(size).build()),
    TEXT_GENERATION_LSTM(
            20,
            3,
            size -> TextGenerationLSTM.builder()
                    .totalUniqueCharacters(20)
                    .inputShape(new int[] {12, 20})
                    .build()),
    XCEPTION(96, 2, size -> Xception.builder().numClasses(7).inputShape(size).build()),
    RES_NET_50(224, 2, size -> ResNet50.builder().numClasses(7).inputShape(size).build()),

    /** Batch norm over few values blows rounding up: 4 images of 160 pixels leave it enough of them. */
    INCEPTION_RES_NET_V1(
            160,
            4,
            size -> InceptionResNetV1.builder().numClasses(7).inputShape(size).build());

    private final int size;
    private final int examples;
    private final Function<int[], ZooModel<?>> model;

    ZooNetwork(int size, int examples, Function<int[], ZooModel<?>> model) {
        this.size = size;
        this.examples = examples;
        this.model = model;
    }

    /** Images; as rows where the network begins with them; for text, a series of characters. */
    INDArray features(int seed) {
        Nd4j.getRandom().setSeed(seed);
        return switch (this) {
            case TEXT_GENERATION_LSTM -> Nd4j.rand(DataType.DOUBLE, examples, size, 12);
            case LE_NET, VGG_16, VGG_19 -> Nd4j.rand(DataType.DOUBLE, examples, 3L * size * size);
            default -> Nd4j.rand(DataType.DOUBLE, examples, 3, size, size);
        };
    }

    /** What weights are multiplied by so that the output depends on early layers, in spite of sigmoids after each. */
    private double gain() {
        return this == SQUEEZE_NET ? 12 : 1;
    }

    /** As DL4J initializes it. */
    ComputationGraph untrained() {
        Model initialized = model.apply(new int[] {3, size, size}).init();
        ComputationGraph graph = initialized instanceof MultiLayerNetwork chain
                ? chain.toComputationGraph()
                : (ComputationGraph) initialized;
        return graph.convertDataType(DataType.DOUBLE);
    }

    ComputationGraph teacher() {
        ComputationGraph network = untrained();
        Nd4j.getRandom().setSeed(5);
        for (Map.Entry<String, INDArray> param : network.paramTable().entrySet()) {
            String name = param.getKey();
            INDArray array = param.getValue();
            if (name.endsWith("_beta") || name.endsWith("_b")) {
                array.assign(Nd4j.randn(array.dataType(), array.shape()).muli(0.1));
            } else if (name.endsWith("_gamma")) {
                array.assign(between(0.5, 1.5, array));
            } else if (name.endsWith("_W")) {
                array.muli(gain());
            }
        }
        setStatistics(network);
        return network;
    }

    private static INDArray between(double from, double to, INDArray like) {
        return Nd4j.rand(like.dataType(), like.shape()).muli(to - from).addi(from);
    }

    /** Running means and variances near those of what arrives, each off by up to a fifth. */
    private void setStatistics(ComputationGraph network) {
        Map<String, INDArray> activations = network.feedForward(new INDArray[] {features(6)}, true);
        for (Layer layer : network.getLayers()) {
            if (layer.conf().getLayer() instanceof BatchNormalization norm) {
                String name = norm.getLayerName();
                List<String> inputs =
                        network.getConfiguration().getVertexInputs().get(name);
                setStatistics(layer.paramTable(), activations.get(inputs.get(0)));
            }
        }
    }

    private static void setStatistics(Map<String, INDArray> params, INDArray arriving) {
        int[] axes = arriving.rank() == 4 ? new int[] {0, 2, 3} : new int[] {0};
        INDArray mean = arriving.mean(axes);
        INDArray variance = arriving.var(false, axes).addi(1e-3);
        variance.muli(between(0.8, 1.2, variance));
        params.get("mean").assign(mean.mul(between(0.8, 1.2, mean)));
        if (params.containsKey("var")) {
            params.get("var").assign(variance);
        } else {
            params.get("log10stdev").assign(Transforms.log(variance, true).muli(0.5 / Math.log(10)));
        }
    }
}
