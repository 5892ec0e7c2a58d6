package io.github.net2net.example;

import io.github.net2net.GrowthException;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.CalibrationData;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.ChannelStatistics;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.ArrayTensor;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Grows {@link PlainMlp}s. Their layers are called layer0, layer1, …, with parameters W and b. */
public final class PlainMlpAdapter implements NetworkAdapter<PlainMlp> {

    @Override
    public NetGraph read(PlainMlp mlp) {
        List<Node> nodes = new ArrayList<>();
        ChannelBehavior source = new ChannelBehavior.Source(mlp.weights()[0].length);
        nodes.add(Node.named("input").kind("input").behavior(source).build());
        for (int i = 0; i < mlp.biases().length; i++) {
            String name = "layer" + i;
            nodes.add(dense(name, nodes.get(nodes.size() - 1).name(), mlp.weights()[i]));
            if (i < mlp.biases().length - 1) {
                nodes.add(relu(name));
            }
        }
        return NetGraph.of(nodes, List.of(nodes.get(nodes.size() - 1).name()));
    }

    private static Node dense(String name, String input, double[][] weights) {
        int in = weights.length;
        int out = weights[0].length;
        Param matrix = Param.of("W", Shape.of(in, out).named("in", "out"), AxisRole.IN, AxisRole.OUT);
        Param bias = Param.of("b", Shape.of(out).named("out"), AxisRole.OUT);
        ChannelBehavior producer = new ChannelBehavior.Producer(out);
        Node.Builder node = Node.named(name).kind("dense layer").inputs(input);
        return node.behavior(producer).params(matrix, bias).positions(1L).build();
    }

    /** A part of the same layer; f(f(x)) = f(x), so a copy of the layer may follow. */
    private static Node relu(String layer) {
        Node.Builder node =
                Node.named(layer + "/relu").layer(layer).kind("relu").inputs(layer);
        ActivationTraits traits = new ActivationTraits("relu", true, true);
        return node.behavior(new ChannelBehavior.PerChannel())
                .activation(traits)
                .build();
    }

    @Override
    public Tensor parameter(PlainMlp mlp, ParamKey key) {
        int i = Integer.parseInt(key.node().substring("layer".length()));
        int out = mlp.biases()[i].length;
        double[] all =
                Arrays.stream(mlp.weights()[i]).flatMapToDouble(Arrays::stream).toArray();
        return key.param().equals("b")
                ? ArrayTensor.of(Shape.of(out), mlp.biases()[i])
                : ArrayTensor.of(Shape.of(all.length / out, out), all);
    }

    @Override
    public StudentBuilder<PlainMlp> student(PlainMlp teacher, Blueprint blueprint) {
        return new PlainMlpBuilder(blueprint.student());
    }

    @Override
    public ChannelStatistics statistics(PlainMlp mlp, String node, CalibrationData data) {
        throw new GrowthException("a PlainMlp has no batch norm to calibrate");
    }
}
