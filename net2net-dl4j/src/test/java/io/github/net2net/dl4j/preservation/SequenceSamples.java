package io.github.net2net.dl4j.preservation;

import static io.github.net2net.dl4j.preservation.Sample.Form.FEATURES;
import static io.github.net2net.dl4j.preservation.Sample.Form.SERIES;
import static io.github.net2net.dl4j.preservation.Sample.Form.TEXTS;
import static io.github.net2net.dl4j.preservation.Sample.Form.WORDS;

import io.github.net2net.dl4j.TestNetworks;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;

/** Samples of layers and vertices of series and of text. */
@SuppressWarnings("deprecation") // users have DL4J's deprecated layers too
final class SequenceSamples {
    private SequenceSamples() {}

    static Stream<Sample> all() {
        return Stream.of(recurrent(), bidirectional(), embeddings(), attention(), vertices())
                .flatMap(stream -> stream);
    }

    private static LSTM lstm() {
        return new LSTM.Builder().nOut(4).build();
    }

    private static Stream<Sample> recurrent() {
        return Stream.of(
                Sample.of(lstm(), SERIES),
                Sample.of(new GravesLSTM.Builder().nOut(4).build(), SERIES),
                Sample.of(new GravesBidirectionalLSTM.Builder().nOut(4).build(), SERIES),
                Sample.of(new SimpleRnn.Builder().nOut(4).build(), SERIES),
                Sample.of(new SimpleRnn.Builder().nOut(4).hasLayerNorm(true).build(), SERIES)
                        .named("SimpleRnn with layer normalization"),
                Sample.of(new LastTimeStep(lstm()), SERIES, FEATURES),
                Sample.of(new TimeDistributed(TestNetworks.dense("it", 4)), SERIES),
                Sample.of(new MaskLayer(), SERIES),
                Sample.of(new MaskZeroLayer(lstm(), 0.0), SERIES),
                Sample.of(new RepeatVector.Builder<>().repetitionFactor(3).build(), FEATURES, SERIES));
    }

    private static Stream<Sample> bidirectional() {
        return Arrays.stream(Bidirectional.Mode.values())
                .map(mode -> Sample.of(new Bidirectional(mode, lstm()), SERIES).named("Bidirectional, mode " + mode));
    }

    private static Stream<Sample> embeddings() {
        return Stream.of(
                Sample.embedding(new EmbeddingLayer.Builder().nOut(4).build(), WORDS, FEATURES),
                Sample.embedding(
                        new EmbeddingSequenceLayer.Builder()
                                .nOut(4)
                                .inferInputLength(true)
                                .build(),
                        TEXTS,
                        SERIES));
    }

    private static Stream<Sample> attention() {
        return Stream.of(
                Sample.of(
                        new SelfAttentionLayer.Builder()
                                .nOut(4)
                                .nHeads(2)
                                .projectInput(true)
                                .build(),
                        SERIES),
                Sample.of(
                                new SelfAttentionLayer.Builder()
                                        .nIn(4)
                                        .nOut(4)
                                        .nHeads(1)
                                        .projectInput(false)
                                        .build(),
                                SERIES)
                        .named("SelfAttentionLayer without projections"),
                Sample.of(
                        new RecurrentAttentionLayer.Builder()
                                .nOut(4)
                                .nHeads(2)
                                .projectInput(true)
                                .build(),
                        SERIES),
                Sample.of(
                        new LearnedSelfAttentionLayer.Builder()
                                .nOut(4)
                                .nHeads(2)
                                .nQueries(2)
                                .projectInput(true)
                                .build(),
                        SERIES),
                Sample.of(
                        AttentionVertex.class,
                        SERIES,
                        SERIES,
                        graph -> graph.addVertex("it", attentionVertex(), "before", "before", "before")));
    }

    private static AttentionVertex attentionVertex() {
        return new AttentionVertex.Builder()
                .nInKeys(4)
                .nInValues(4)
                .nInQueries(4)
                .nOut(4)
                .nHeads(2)
                .headSize(2)
                .projectInput(true)
                .build();
    }

    private static Stream<Sample> vertices() {
        return Stream.of(
                Sample.of(
                        LastTimeStepVertex.class,
                        SERIES,
                        FEATURES,
                        graph -> graph.addVertex("it", new LastTimeStepVertex("in"), "before")),
                Sample.of(
                        ReverseTimeSeriesVertex.class,
                        SERIES,
                        SERIES,
                        graph -> graph.addVertex("reversed", new ReverseTimeSeriesVertex("in"), "before")
                                .addLayer("it", lstm(), "reversed")
                                .addVertex("last", new ReverseTimeSeriesVertex("in"), "it")),
                Sample.of(
                        DuplicateToTimeSeriesVertex.class,
                        SERIES,
                        SERIES,
                        graph -> graph.addVertex("step", new LastTimeStepVertex("in"), "before")
                                .addVertex("it", new DuplicateToTimeSeriesVertex("in"), "step")));
    }
}
