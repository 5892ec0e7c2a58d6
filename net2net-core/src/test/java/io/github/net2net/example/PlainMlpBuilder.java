package io.github.net2net.example;

import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.ArrayTensor;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Collects the student's parameters; the graph's dense nodes, in its order, are the layers. */
final class PlainMlpBuilder implements StudentBuilder<PlainMlp> {
    private final NetGraph graph;
    private final Map<ParamKey, Tensor> values = new HashMap<>();
    private final Random random = new Random(1);

    PlainMlpBuilder(NetGraph graph) {
        this.graph = graph;
    }

    @Override
    public TensorFactory tensors() {
        return ArrayTensor.factory();
    }

    @Override
    public Tensor initial(ParamKey key) {
        Shape shape = graph.node(key.node()).param(key.param()).shape();
        double deviation = key.param().equals("b") ? 0 : Math.sqrt(2.0 / shape.size(0));
        double[] drawn =
                random.doubles(shape.length()).map(x -> (2 * x - 1) * deviation).toArray();
        return ArrayTensor.of(shape, drawn);
    }

    @Override
    public Tensor set(ParamKey key, Tensor value) {
        values.put(key, value);
        return value;
    }

    @Override
    public PlainMlp build() {
        List<Node> layers = graph.nodes().stream().filter(Node::produces).toList();
        double[][][] weights = new double[layers.size()][][];
        double[][] biases = new double[layers.size()][];
        for (int i = 0; i < weights.length; i++) {
            Tensor matrix = values.get(new ParamKey(layers.get(i).name(), "W"));
            Tensor bias = values.get(new ParamKey(layers.get(i).name(), "b"));
            weights[i] = new double[matrix.shape().size(0)][bias.shape().size(0)];
            biases[i] = new double[bias.shape().size(0)];
            for (int o = 0; o < biases[i].length; o++) {
                biases[i][o] = bias.at(o);
                for (int in = 0; in < weights[i].length; in++) {
                    weights[i][in][o] = matrix.at(in, o);
                }
            }
        }
        return new PlainMlp(weights, biases);
    }
}
