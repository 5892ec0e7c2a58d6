package io.github.net2net.dl4j.deepening;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.spi.Deviation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A student with new layers, and what holds for every such student. */
record Deepened<N extends Model>(N teacher, Grown<N> grown, DataSet data) {
    private static final int STEPS = 12;

    /** Grows a student, and checks that it computes the teacher's function where its plan says so. */
    static <N extends Model> Deepened<N> of(N teacher, DataSet data, UnaryOperator<Growth<N>> step) {
        return new Deepened<>(teacher, step.apply(Net2Net.from(teacher)).grow(), data).requireExact();
    }

    N student() {
        return grown.network();
    }

    /** The largest deviation that the plan promises not to be there, relative to the teacher's outputs. */
    double deviation() {
        return Net2Net.compare(teacher, student(), Probes.features(data.getFeatures())).deviations().stream()
                .filter(grown.plan()::promises)
                .mapToDouble(Deviation::relative)
                .reduce(0, Math::max);
    }

    private Deepened<N> requireExact() {
        assertThat(grown.plan().isExact()).isTrue();
        DataType type = teacher.params().dataType();
        assertThat(deviation())
                .as("%s%n%s", type, grown.plan())
                .isLessThanOrEqualTo(type == DataType.DOUBLE ? Tolerances.DOUBLE : Tolerances.FLOAT);
        return this;
    }

    /** Checks that every new parameter moves within two steps of training, and that training lowers the loss. */
    void requireLearning() {
        Map<String, INDArray> before = newParameters();
        assertThat(before).isNotEmpty();
        double first = score();
        fit(2);
        Map<String, INDArray> after = newParameters();
        before.forEach((name, value) -> assertThat(
                        value.sub(after.get(name)).norm2Number().doubleValue())
                .as("%s%n%s", name, grown.plan())
                .isPositive());
        fit(STEPS);
        assertThat(score()).as(grown.plan().toString()).isLessThan(first);
    }

    /** The trained parameters that the teacher does not have, by name. */
    Map<String, INDArray> newParameters() {
        Map<String, INDArray> parameters = new HashMap<>();
        for (String layer : layers(student())) {
            if (!layers(teacher).contains(layer)) {
                parameters(student(), layer).forEach((name, value) -> {
                    boolean statistic = name.equals("mean") || name.equals("var") || name.equals("log10stdev");
                    if (!statistic) {
                        parameters.put(layer + "." + name, value.dup());
                    }
                });
            }
        }
        return parameters;
    }

    private static Map<String, INDArray> parameters(Model network, String layer) {
        Map<String, INDArray> table = network instanceof MultiLayerNetwork chain
                ? chain.getLayer(layer).paramTable()
                : ((ComputationGraph) network).getLayer(layer).paramTable();
        return table == null ? Map.of() : table;
    }

    static List<String> layers(Model network) {
        if (network instanceof MultiLayerNetwork chain) {
            return chain.getLayerNames();
        }
        List<String> names = new ArrayList<>();
        for (var layer : ((ComputationGraph) network).getLayers()) {
            names.add(layer.conf().getLayer().getLayerName());
        }
        return names;
    }

    private double score() {
        return student() instanceof MultiLayerNetwork chain
                ? chain.score(data)
                : ((ComputationGraph) student()).score(data);
    }

    private void fit(int steps) {
        for (int i = 0; i < steps; i++) {
            if (student() instanceof MultiLayerNetwork chain) {
                chain.fit(data);
            } else {
                ((ComputationGraph) student()).fit(data);
            }
        }
    }
}
