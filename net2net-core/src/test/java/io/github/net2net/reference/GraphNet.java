package io.github.net2net.reference;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.tensor.ArrayTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that is its graph. Values are feature maps, [positions][channels].
 *
 * @param graph the structure
 * @param ops what each node computes; a source has none
 * @param params the parameters
 */
public record GraphNet(NetGraph graph, ImmutableMap<String, Op> ops, ImmutableMap<ParamKey, ArrayTensor> params) {

    /** Every node's value for the given sources' values. */
    public Map<String, double[][]> run(Map<String, double[][]> inputs, boolean training) {
        Map<String, double[][]> values = new HashMap<>(inputs);
        for (Node node : graph.nodes()) {
            Op op = ops.get(node.name());
            if (op != null) {
                List<double[][]> read = node.inputs().stream().map(values::get).toList();
                values.put(
                        node.name(),
                        op.apply(new Op.Call(
                                node, param -> params.get(new ParamKey(node.name(), param)), read, training)));
            }
        }
        return values;
    }

    /** The parameter {@code node.param}. */
    public ArrayTensor param(String node, String param) {
        return params.get(new ParamKey(node, param));
    }

    /** This network with another value for one parameter. */
    public GraphNet with(String node, String param, ArrayTensor value) {
        Map<ParamKey, ArrayTensor> changed = new HashMap<>(params);
        ArrayTensor before = changed.put(new ParamKey(node, param), value);
        if (before == null || !before.shape().equals(value.shape())) {
            throw new IllegalArgumentException(node + "." + param + " has " + before + ", not " + value);
        }
        return new GraphNet(graph, ops, ImmutableMap.copyOf(changed));
    }

    /** This network with another graph over the same nodes. */
    public GraphNet with(NetGraph changed) {
        return new GraphNet(changed, ops, params);
    }
}
