package io.github.net2net.dl4j.preservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.preservation.Trial.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Holds the table in docs/preservation.md against what net2net does. To write the table anew:
 * {@code ./mvnw -pl net2net-core,net2net-dl4j -am test -Dtest=PreservationTableTest -Dpreservation.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
class PreservationTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "preservation.md");
    private static final String START = "<!-- preservation table -->";
    private static final String END = "<!-- end of preservation table -->";

    private static final Pattern NUMBER = Pattern.compile(" (1e-\\d+)");

    @Test
    void everyClassOfDl4j_hasASample() throws Exception {
        Set<String> sampled = Samples.all().stream()
                .map(sample -> sample.type().getSimpleName())
                .collect(Collectors.toSet());
        assertThat(sampled).isEqualTo(classes());
    }

    private static Set<String> classes() throws Exception {
        Path jar = Path.of(
                Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> classes = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                if (entry.getName().startsWith("org/deeplearning4j/")
                        && entry.getName().endsWith(".class")) {
                    String name = entry.getName().replace('/', '.').replaceAll("\\.class$", "");
                    Class<?> type = Class.forName(name, false, Layer.class.getClassLoader());
                    if (isConfiguration(type)) {
                        classes.add(type.getSimpleName());
                    }
                }
            }
        }
        return classes;
    }

    private static boolean isConfiguration(Class<?> type) {
        boolean configures = Layer.class.isAssignableFrom(type)
                || GraphVertex.class.isAssignableFrom(type)
                || InputPreProcessor.class.isAssignableFrom(type);
        return configures && !Modifier.isAbstract(type.getModifiers());
    }

    /** A sample whose output does not depend on every example's input would prove nothing. */
    @Test
    void everySample_dependsOnItsInput() {
        for (Sample sample : Samples.all()) {
            ComputationGraph network = sample.network(DataType.DOUBLE);
            if (!Trial.runs(network, sample)) {
                continue;
            }
            INDArray features = sample.features(DataType.DOUBLE);
            INDArray first = network.outputSingle(features).dup();
            INDArray second = network.outputSingle(other(sample, features));
            assertThat(first.sub(second).amaxNumber().doubleValue())
                    .as(sample.name())
                    .isGreaterThan(Tolerances.APART);
        }
    }

    private static INDArray other(Sample sample, INDArray features) {
        boolean indices = sample.input() == Sample.Form.WORDS || sample.input() == Sample.Form.TEXTS;
        return indices ? features.add(4) : features.mul(2);
    }

    @Test
    void everyCell_isAsTheDocumentSays() throws IOException {
        List<Row> measured = Samples.all().stream().map(Row::of).toList();
        if (Boolean.getBoolean("preservation.write")) {
            write(measured);
        }
        List<String> expected = table();
        assertThat(measured.stream().map(row -> row.text(false)).toList())
                .isEqualTo(expected.stream().map(Row::withoutNumbers).toList());
        for (int i = 0; i < expected.size(); i++) {
            double[] bounds = Row.numbers(expected.get(i));
            double[] deviations = measured.get(i).trials().stream()
                    .flatMapToDouble(Trial::deviations)
                    .toArray();
            assertThat(deviations).as(expected.get(i)).hasSameSizeAs(bounds);
            for (int j = 0; j < bounds.length; j++) {
                assertThat(deviations[j]).as(expected.get(i)).isLessThanOrEqualTo(bounds[j]);
            }
        }
    }

    private static List<String> table() throws IOException {
        String text = Files.readString(DOCUMENT);
        return text.substring(text.indexOf(START), text.indexOf(END))
                .lines()
                .skip(4)
                .filter(line -> line.startsWith("|"))
                .toList();
    }

    private static void write(List<Row> rows) {
        try {
            String text = Files.readString(DOCUMENT);
            String lines = rows.stream().map(row -> row.text(true)).collect(Collectors.joining("\n"));
            String head = START + "\n\n| class | widen the layer before | widen | deepen | larger kernel |\n"
                    + "|---|---|---|---|---|\n";
            Files.writeString(
                    DOCUMENT,
                    text.substring(0, text.indexOf(START)) + head + lines + "\n\n" + text.substring(text.indexOf(END)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row of the table: one trial for each way. */
    private record Row(String name, List<Trial> trials) {
        static Row of(Sample sample) {
            return new Row(
                    sample.name(),
                    Arrays.stream(Way.values())
                            .map(way -> Trial.of(sample, way))
                            .toList());
        }

        String text(boolean withNumbers) {
            List<String> cells = new ArrayList<>(List.of(name));
            trials.forEach(trial -> cells.add(trial.text(withNumbers)));
            return "| " + String.join(" | ", cells) + " |";
        }

        static String withoutNumbers(String row) {
            return NUMBER.matcher(row).replaceAll("");
        }

        static double[] numbers(String row) {
            return NUMBER.matcher(row)
                    .results()
                    .mapToDouble(match -> Double.parseDouble(match.group(1)))
                    .toArray();
        }
    }
}
