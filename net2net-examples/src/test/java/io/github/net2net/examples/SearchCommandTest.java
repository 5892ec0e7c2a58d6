package io.github.net2net.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.net2net.dl4j.saving.Certificate;
import io.github.net2net.examples.models.TestModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** {@code net2net search} on generated images. */
class SearchCommandTest {
    @TempDir
    static Path temp;

    private static Path model;

    @BeforeAll
    static void writeModel() throws IOException {
        model = temp.resolve("model.zip");
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .name("conv")
                        .stride(4, 4)
                        .nOut(4)
                        .build())
                .layer(new DenseLayer.Builder().name("fc").nOut(8).build())
                .layer(new OutputLayer.Builder()
                        .name("out")
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(32, 32, 3))
                .build());
        network.init();
        ModelSerializer.writeModel(network, model.toFile(), true);
    }

    private record Ended(int code, String out, String err) {}

    private static Ended search(Path file, Object... options) {
        List<String> all = new ArrayList<>(List.of("search", file.toString(), "--data", "generated", "--batch", "20"));
        if (!Arrays.asList(options).contains("--images")) {
            all.addAll(List.of("--images", "240", "--hold-back", "40"));
        }
        all.addAll(Arrays.stream(options).map(String::valueOf).toList());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString().strip());
    }

    private static void assertRefused(Ended ended, int code, String message) {
        assertThat(ended.err()).isEqualTo("net2net: " + message);
        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void search_ranksAllStudents_andWritesTheBestIfItIsBetterThanTheTeacherTrainedOn() throws IOException {
        Path student = temp.resolve("student.zip");
        Path folder = temp.resolve("search");
        Path page = temp.resolve("search.html");
        Ended json = search(
                model, "--budget", "iterations=16", "--eta", "2", "--checkpoints", folder, "--json", "--html", page);
        Ended ended =
                search(model, "--budget", "iterations=16", "--eta", "2", "--checkpoints", folder, "--out", student);

        assertThat(json.err()).isEmpty();
        JsonNode trials = new ObjectMapper().readTree(json.out()).get(0);
        assertThat(trials.findValuesAsText("name"))
                .contains("teacher trained on", "widen conv 4 -> 6", "enlarge kernel of conv 3x3 -> 5x5");
        assertThat(trials.get(0).get("curve").size()).isEqualTo(4);
        assertThat(Files.readString(page))
                .contains("Growths of model.zip", "Round 1", "widen conv 4 -&gt; 6", "enlarge kernel of conv");
        String[] lines = ended.out().split("\n");
        assertThat(lines[0])
                .isEqualTo("round 1, by accuracy; the baseline is the teacher trained on at the same cost:");
        assertThat(lines[1]).startsWith("rank  parameters    iterations   giga-MACs");
        if (ended.out().contains("no student is better")) {
            assertThat(student).doesNotExist();
        } else {
            assertThat(Certificate.read(student).plan().isExact()).isTrue();
        }
    }

    @Test
    void budget_thatIsNone() {
        assertRefused(
                search(model, "--budget", "900"),
                2,
                "--budget 900: give iterations=N, seconds=S or multiply-adds=N, such as iterations=900 or"
                        + " multiply-adds=1e12.");
    }

    @Test
    void page_thatIsTheModel() {
        assertRefused(
                search(model, "--budget", "iterations=9", "--html", model),
                2,
                "--html " + model + ": it is the input, which is never replaced. Give another name.");
    }

    @Test
    void budget_tooSmall() {
        assertRefused(
                search(model, "--budget", "iterations=1"),
                3,
                "cannot search with a budget of 1 iterations: in the first of 2 rungs a trial has 0 iterations, and one"
                        + " iteration of 'enlarge kernel of conv 3x3 -> 5x5' on 20 examples takes 1. Give at least 3, or fewer recipes.");
    }

    @Test
    void data_ofOtherClasses_orSizes() throws IOException {
        Path other = temp.resolve("other.zip");
        TestModels.images(other);
        Path series = temp.resolve("series.zip");
        TestModels.series(series);
        assertRefused(
                search(other, "--budget", "iterations=9"),
                2,
                "--data generated: it has 10 classes, and 'out' of the model 3. Give the data that the model was trained"
                        + " on.");
        Path rows = temp.resolve("rows.zip");
        TestModels.rows(rows);
        assertRefused(
                search(rows, "--budget", "iterations=9"),
                2,
                "the model reads rows of 4 numbers, and 'net2net search' gives images [examples, channels, height, width]."
                        + " Search it with the library's GrowthSearch.");
        assertRefused(
                search(series, "--budget", "iterations=9"),
                2,
                "the model does not classify square images of 1 or 3 channels, or does not state their size. Give the"
                        + " size, such as --input 3x32x32; other models are searched by the library's GrowthSearch.");
    }

    @Test
    void images_thatLeaveNoneToTrainOn() {
        assertRefused(
                search(model, "--budget", "iterations=9", "--images", "50", "--hold-back", "40"),
                2,
                "--images 50 --hold-back 40 --batch 20: hold back at least 1, and leave at least a batch of at least 1 to"
                        + " train on.");
    }
}
