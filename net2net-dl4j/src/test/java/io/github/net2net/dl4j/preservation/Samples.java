package io.github.net2net.dl4j.preservation;

import static io.github.net2net.dl4j.preservation.Sample.Form.FEATURES;
import static io.github.net2net.dl4j.preservation.Sample.Form.IMAGES;
import static io.github.net2net.dl4j.preservation.Sample.Form.SERIES;
import static io.github.net2net.dl4j.preservation.Sample.Form.VOLUMES;

import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.preservation.Sample.Form;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.layers.util.IdentityLayer;
import org.deeplearning4j.preprocessors.KerasFlattenRnnPreprocessor;
import org.deeplearning4j.preprocessors.PermutePreprocessor;
import org.deeplearning4j.preprocessors.ReshapePreprocessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One sample for each class of DL4J's that is a layer, a vertex or a preprocessor. */
final class Samples {
    private Samples() {}

    static List<Sample> all() {
        return Stream.of(
                        dense(),
                        outputs(),
                        PositionSamples.all(),
                        perChannel(),
                        others(),
                        vertices(),
                        joins(),
                        SequenceSamples.all(),
                        preprocessors())
                .flatMap(stream -> stream)
                .toList();
    }

    private static Stream<Sample> dense() {
        return Stream.of(
                Sample.of(new DenseLayer.Builder().nOut(4).build(), FEATURES),
                Sample.of(new DenseLayer.Builder().nOut(4).hasLayerNorm(true).build(), FEATURES)
                        .named("DenseLayer with layer normalization"),
                Sample.of(new ElementWiseMultiplicationLayer.Builder().nOut(4).build(), FEATURES),
                Sample.of(new AutoEncoder.Builder().nOut(4).build(), FEATURES),
                Sample.of(
                        new VariationalAutoencoder.Builder()
                                .nOut(4)
                                .encoderLayerSizes(5, 6)
                                .decoderLayerSizes(6)
                                .build(),
                        FEATURES),
                Sample.of(new FrozenLayer(new DenseLayer.Builder().nOut(4).build()), FEATURES),
                Sample.of(
                        new FrozenLayerWithBackprop(
                                new DenseLayer.Builder().nOut(4).build()),
                        FEATURES));
    }

    private static Stream<Sample> outputs() {
        return Stream.of(
                Sample.output(new OutputLayer.Builder(LossFunction.MSE).nOut(3).build(), FEATURES),
                Sample.output(
                        new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .nOut(3)
                                .build(),
                        FEATURES),
                Sample.output(
                        new OCNNOutputLayer.Builder()
                                .nIn(4)
                                .hiddenLayerSize(5)
                                .activation(Activation.SIGMOID.getActivationFunction())
                                .build(),
                        FEATURES),
                Sample.output(new LossLayer.Builder(LossFunction.MSE).build(), FEATURES),
                Sample.output(
                        new RnnOutputLayer.Builder(LossFunction.MSE).nOut(3).build(), SERIES),
                Sample.output(new RnnLossLayer.Builder(LossFunction.MSE).build(), SERIES),
                Sample.output(new CnnLossLayer.Builder(LossFunction.MSE).build(), IMAGES),
                Sample.output(
                        new Cnn3DLossLayer.Builder(Convolution3D.DataFormat.NCDHW)
                                .lossFunction(LossFunction.MSE)
                                .build(),
                        VOLUMES),
                boxes());
    }

    /** One box of 4 numbers, a confidence and a class: 6 channels. */
    private static Sample boxes() {
        Layer before = TestNetworks.convolution("before", 6, CNN2DFormat.NCHW).build();
        Layer boxes = new Yolo2OutputLayer.Builder()
                .boundingBoxPriors(Nd4j.ones(1, 2))
                .build();
        return new Sample(
                "Yolo2OutputLayer",
                Yolo2OutputLayer.class,
                IMAGES,
                graph -> graph.addLayer("before", before, "in")
                        .addLayer("it", boxes, "before")
                        .setOutputs("it"));
    }

    private static Stream<Sample> perChannel() {
        return Stream.of(
                Sample.of(new BatchNormalization(), IMAGES),
                Sample.of(new ActivationLayer(Activation.TANH), FEATURES),
                Sample.of(new PReLULayer.Builder().inputShape(4).build(), FEATURES),
                Sample.of(new DropoutLayer(0.5), FEATURES),
                Sample.of(new IdentityLayer("it"), FEATURES),
                Sample.of(new LocalResponseNormalization(), IMAGES));
    }

    private static Stream<Sample> others() {
        PrimaryCapsules primary =
                new PrimaryCapsules.Builder(3, 2).kernelSize(3, 3).stride(1, 1).build();
        return Stream.of(
                Sample.of(
                        PrimaryCapsules.class,
                        IMAGES,
                        FEATURES,
                        graph -> graph.addLayer("it", primary, "before")
                                .addLayer("last", new CapsuleStrengthLayer.Builder().build(), "it")),
                Sample.of(
                        CapsuleLayer.class,
                        IMAGES,
                        FEATURES,
                        graph -> graph.addLayer("primary", primary, "before")
                                .addLayer("it", new CapsuleLayer.Builder(4, 3, 2).build(), "primary")
                                .addLayer("last", new CapsuleStrengthLayer.Builder().build(), "it")),
                Sample.of(new CapsuleStrengthLayer.Builder().build(), SERIES, FEATURES));
    }

    private static Sample vertex(GraphVertex vertex, Form form) {
        return vertex(vertex, form, form);
    }

    private static Sample vertex(GraphVertex vertex, Form in, Form out) {
        return Sample.of(vertex.getClass(), in, out, graph -> graph.addVertex("it", vertex, "before"));
    }

    private static Stream<Sample> vertices() {
        return Stream.of(
                vertex(new SubsetVertex(1, 2), FEATURES),
                vertex(new ScaleVertex(2), FEATURES),
                vertex(new ShiftVertex(1), FEATURES),
                vertex(new PoolHelperVertex(), IMAGES),
                vertex(new L2NormalizeVertex(), FEATURES),
                vertex(new ReshapeVertex(-1, 4, 36), IMAGES, SERIES),
                vertex(new FrozenVertex(new ScaleVertex(2)), FEATURES),
                vertex(new PreprocessorVertex(new CnnToFeedForwardPreProcessor(6, 6, 4)), IMAGES, FEATURES),
                Sample.of(
                        LayerVertex.class,
                        FEATURES,
                        FEATURES,
                        graph -> graph.addLayer("it", TestNetworks.dense("it", 4), "before")));
    }

    private static Sample joining(GraphVertex vertex) {
        return Sample.of(
                vertex.getClass(),
                FEATURES,
                FEATURES,
                graph -> graph.addLayer("beside", TestNetworks.dense("beside", 4), "in")
                        .addVertex("it", vertex, "before", "beside"));
    }

    private static Stream<Sample> joins() {
        return Stream.of(
                joining(new MergeVertex()),
                joining(new ElementWiseVertex(ElementWiseVertex.Op.Add)),
                joining(new L2Vertex()),
                joining(new StackVertex()),
                Sample.of(
                        UnstackVertex.class,
                        FEATURES,
                        FEATURES,
                        graph -> graph.addLayer("beside", TestNetworks.dense("beside", 4), "in")
                                .addVertex("stack", new StackVertex(), "before", "beside")
                                .addVertex("it", new UnstackVertex(1, 2), "stack")));
    }

    private static Sample processor(InputPreProcessor processor, Form in, Form out) {
        return Sample.of(
                processor.getClass(),
                in,
                out,
                graph -> graph.addVertex("it", new PreprocessorVertex(processor), "before"));
    }

    private static Stream<Sample> preprocessors() {
        return Stream.of(
                processor(new CnnToFeedForwardPreProcessor(6, 6, 4), IMAGES, FEATURES),
                processor(new CnnToRnnPreProcessor(6, 6, 4), IMAGES, SERIES),
                processor(new Cnn3DToFeedForwardPreProcessor(4, 4, 4, 4, true), VOLUMES, FEATURES),
                processor(new FeedForwardToCnnPreProcessor(1, 2, 2), FEATURES, IMAGES),
                processor(new FeedForwardToCnn3DPreProcessor(1, 1, 2, 2, true), FEATURES, VOLUMES),
                processor(new KerasFlattenRnnPreprocessor(4, 6), SERIES, FEATURES),
                processor(new PermutePreprocessor(2, 1), SERIES, SERIES),
                processor(new ReshapePreprocessor(new long[] {4}, new long[] {4}, false), FEATURES, FEATURES),
                processor(new FeedForwardToRnnPreProcessor(), FEATURES, SERIES),
                processor(new RnnToFeedForwardPreProcessor(), SERIES, FEATURES),
                processor(new RnnToCnnPreProcessor(1, 2, 2), SERIES, IMAGES),
                processor(
                        new ComposableInputPreProcessor(
                                new RnnToFeedForwardPreProcessor(), new FeedForwardToCnnPreProcessor(1, 2, 2)),
                        SERIES,
                        IMAGES));
    }
}
