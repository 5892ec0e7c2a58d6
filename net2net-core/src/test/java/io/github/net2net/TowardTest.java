package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.example.PlainMlp;
import io.github.net2net.example.PlainMlpAdapter;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TowardTest {
    private static final PlainMlpAdapter ADAPTER = new PlainMlpAdapter();

    private static PlainMlp mlp(int... widths) {
        Random random = new Random(3);
        double[][][] weights = new double[widths.length - 1][][];
        double[][] biases = new double[widths.length - 1][];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = new double[widths[i]][widths[i + 1]];
            for (double[] row : weights[i]) {
                Arrays.setAll(row, j -> random.nextGaussian());
            }
            biases[i] = random.doubles(widths[i + 1]).toArray();
        }
        return new PlainMlp(weights, biases);
    }

    private static List<Shape> shapes(NetGraph graph) {
        return graph.nodes().stream()
                .map(Node::params)
                .filter(params -> !params.isEmpty())
                .map(params -> params.get(0).shape())
                .toList();
    }

    @Test
    void adapterWithoutConfigurations_takesAGraph() {
        NetGraph target = ADAPTER.read(mlp(3, 6, 6, 9, 2));
        Growth<PlainMlp> growth = Growth.of(ADAPTER, mlp(3, 4, 5, 2)).toward(target);
        assertThat(growth.plan().isExactInTraining()).isTrue();
        assertThat(shapes(ADAPTER.read(growth.grow().network()))).isEqualTo(shapes(target));
    }

    @Test
    void anythingElse_isRefused() {
        assertThatThrownBy(() -> Growth.of(ADAPTER, mlp(3, 4, 2)).toward("wider"))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot read the target: java.lang.String is no description of a network. Give a NetGraph.");
    }
}
