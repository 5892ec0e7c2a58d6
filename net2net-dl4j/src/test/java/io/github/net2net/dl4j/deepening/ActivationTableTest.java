package io.github.net2net.dl4j.deepening;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.rule.Deepening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** The table of {@code docs/deepening.md}: every activation of DL4J, and the way that is taken after it. */
class ActivationTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "deepening.md");
    private static final String START = "<!-- activations -->";
    private static final String END = "<!-- end of activations -->";

    private static Stream<IActivation> functions() {
        return Stream.concat(
                Arrays.stream(Activation.values()).map(Activation::getActivationFunction),
                Stream.of(new ActivationGELU(true)));
    }

    private static MultiLayerNetwork teacher(IActivation function) {
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.feedForward(4),
                new DenseLayer.Builder().name("fc").nOut(5).activation(function).build(),
                TestNetworks.softmax("out"));
    }

    private static DataSet data(DataType type) {
        return TestNetworks.labeled(TestNetworks.random(2, type, 20, 4));
    }

    /** The way, after the deviation in both precisions is seen to be within tolerance. */
    private static String way(IActivation function, boolean graph) {
        String way = "";
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            MultiLayerNetwork teacher = teacher(function).convertDataType(type);
            Deepened<?> deepened = graph
                    ? Deepened.of(TestNetworks.graphOf(teacher), data(type), growth -> growth.deepenAfter("0"))
                    : Deepened.of(teacher, data(type), growth -> growth.deepenAfter("fc"));
            assertThat(deepened.grown().plan().isExactInTraining()).isTrue();
            if (type == DataType.DOUBLE && !function.toString().startsWith("rrelu")) { // DL4J trains it in FLOAT only
                deepened.requireLearning();
            }
            String headline = deepened.grown().plan().headlines().get(0);
            way = Stream.of("pair identity, ", "zero residual block, ", "identity, ")
                    .filter(headline::contains)
                    .findFirst()
                    .map(start -> headline.substring(headline.indexOf(start)))
                    .orElseThrow();
        }
        return way;
    }

    @Test
    void everyActivation_isInTheTable() throws IOException {
        List<String> rows = functions()
                .map(function -> "| " + function + " | " + way(function, false) + " | " + way(function, true) + " |")
                .toList();
        String text = Files.readString(DOCUMENT);
        String table = "\n\n| activation | in a chain | in a graph |\n|---|---|---|\n"
                + rows.stream().collect(Collectors.joining("\n")) + "\n\n";
        if (Boolean.getBoolean("deepening.write")) {
            Files.writeString(
                    DOCUMENT,
                    text.substring(0, text.indexOf(START)) + START + table + text.substring(text.indexOf(END)));
        }
        String written = Files.readString(DOCUMENT);
        assertThat(written.substring(written.indexOf(START) + START.length(), written.indexOf(END)))
                .isEqualTo(table);
    }

    /** Every other way is exact after every activation too. */
    @Test
    void everyActivation_inEveryNamedWay_isExact() {
        List<String> tried = new ArrayList<>();
        functions().forEach(function -> {
            for (Deepening way : List.of(Deepening.pairIdentity(), Deepening.slopes(), Deepening.linear())) {
                Deepened.of(teacher(function), data(DataType.DOUBLE), growth -> growth.deepenAfter("fc", way));
                tried.add(function + " " + way);
            }
        });
        assertThat(tried).hasSizeGreaterThan(3 * Activation.values().length);
    }
}
