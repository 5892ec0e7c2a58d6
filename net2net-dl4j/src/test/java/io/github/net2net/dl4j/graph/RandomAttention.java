package io.github.net2net.dl4j.graph;

import io.github.net2net.dl4j.graph.GraphSketch.Value;
import io.github.net2net.dl4j.random.Decisions;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.nd4j.linalg.activations.Activation;

/** Random attention layers and vertices between series, some without projections. */
record RandomAttention(Decisions decisions, GraphSketch sketch) {

    void add(Value value) {
        switch (decisions.pick(6)) {
            case 0, 1 -> sketch.layer(selfAttention(value), value);
            case 2 -> sketch.layer(recurrent(), value);
            default -> addVertex(value);
        }
    }

    private Layer selfAttention(Value value) {
        if (decisions.rarely(10)) {
            return new SelfAttentionLayer.Builder()
                    .nIn(value.channels())
                    .nOut(value.channels())
                    .nHeads(1)
                    .projectInput(false)
                    .build();
        }
        return new SelfAttentionLayer.Builder()
                .nOut(decisions.between(1, 4))
                .nHeads(decisions.between(1, 3))
                .headSize(decisions.between(1, 3))
                .projectInput(true)
                .build();
    }

    private Layer recurrent() {
        return new RecurrentAttentionLayer.Builder()
                .nOut(decisions.between(1, 4))
                .nHeads(decisions.between(1, 2))
                .headSize(decisions.between(1, 3))
                .hasBias(decisions.pick(2) == 0)
                .activation(decisions.oneOf(Activation.TANH, Activation.SIGMOID, Activation.RELU))
                .build();
    }

    /** Queries of any length; keys and values of the same. */
    private void addVertex(Value value) {
        List<Value> fitting = sketch.values().stream()
                .filter(other -> isSeries(other) && other.stacked() == value.stacked())
                .toList();
        Value keys = decisions.oneOf(fitting);
        List<Value> sameLength =
                fitting.stream().filter(other -> steps(other) == steps(keys)).toList();
        Value values = decisions.oneOf(sameLength);
        int channels = decisions.between(1, 4);
        AttentionVertex vertex = new AttentionVertex.Builder()
                .nInQueries(value.channels())
                .nInKeys(keys.channels())
                .nInValues(values.channels())
                .nOut(channels)
                .nHeads(decisions.between(1, 3))
                .headSize(decisions.between(1, 3))
                .projectInput(true)
                .build();
        Value out = sketch.vertex(
                vertex, InputType.recurrent(channels, steps(value)), value.stacked(), List.of(value, keys, values));
        sketch.producers().add(out.name());
    }

    private static boolean isSeries(Value value) {
        return value.type() instanceof InputType.InputTypeRecurrent;
    }

    private static long steps(Value value) {
        return ((InputType.InputTypeRecurrent) value.type()).getTimeSeriesLength();
    }
}
