package io.github.net2net.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.saving.Certificate;
import io.github.net2net.examples.models.TestModels;
import io.github.net2net.rule.Layers;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.factory.Nd4j;

/** The commands for models, in this process. */
class ModelCommandsTest {
    @TempDir
    static Path shared;

    private static Path model;
    private static MultiLayerNetwork teacher;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path temp;

    @BeforeAll
    static void writeModels() throws IOException {
        model = shared.resolve("model.zip");
        teacher = TestModels.images(model);
    }

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] texts = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    }

    private void succeeds(Object... arguments) {
        assertThat(run(arguments)).as(err.toString()).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void inspect_printsSizesGroupsAndWaysToGrow() {
        succeeds("inspect", model);

        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .startsWith(
                        "MultiLayerNetwork, input 3x12x12: 801 parameters (3.2 kB), 13,200 multiply-adds for one example",
                        "",
                        "layer kind output parameters multiply-adds group can grow by",
                        "input input 3x12x12 g1 add-inputs",
                        "conv1 convolution 3x3, relu 4x10x10 112 10,800 g2 widen deepen factorize kernel",
                        "pool max pooling 4x5x5 g2 deepen",
                        "conv2 convolution 3x3, relu 6x3x3 222 1,944 g3 widen deepen factorize kernel")
                .contains("g1 can't be widened: 'input' is an input of the network");
    }

    @Test
    void inspect_asJson_holdsEveryLayer() throws IOException {
        succeeds("inspect", model, "--json");

        JsonNode document = new ObjectMapper().readTree(out.toString());
        assertThat(document.path("parameters").asLong()).isEqualTo(teacher.numParams());
        assertThat(document.path("layers").size()).isEqualTo(6);
        assertThat(document.at("/layers/1/ways/0/option").asText()).isEqualTo("--widen");
        assertThat(document.at("/layers/1/ways/0/widths/0").asInt()).isEqualTo(5);
        assertThat(document.at("/layers/5/pins/0").asText()).startsWith("'out' is a softmax");
    }

    @Test
    void inspect_ofWays_namesOptions() {
        succeeds("inspect", model, "--ways");

        assertThat(out.toString())
                .contains("  --widen: to 5, 6, 7, ...; changes conv1.*, conv2.W", "  --deepen: deepen after conv1")
                .contains("  --kernel: enlarge kernel of conv1 3x3 -> 5x5", "  --widen: no: its 3 channels")
                .endsWith(
                        "Lines with --deepen show the WAY that is taken if none is given. 'net2net plan --help' describes"
                                + " all WAYs; not every layer takes each." + System.lineSeparator());
    }

    @Test
    void aGrownStudent_isThatOfTheLibrary_bitForBit() throws IOException {
        Path student = temp.resolve("student.zip");
        succeeds(
                "grow",
                model,
                "--widen",
                "conv1=x1.5",
                "--kernel",
                "conv2=5x5",
                "--deepen",
                "fc",
                "--seed",
                7,
                "--out",
                student);

        MultiLayerNetwork loaded = ModelSerializer.restoreMultiLayerNetwork(student.toFile(), true);
        var grown = Net2Net.from(
                        ModelSerializer.restoreMultiLayerNetwork(model.toFile(), true),
                        InputType.convolutional(12, 12, 3))
                .seed(7)
                .widen("conv1")
                .times(1.5)
                .enlargeKernel("conv2")
                .to(5, 5)
                .deepenAfter("fc")
                .grow();
        assertThat(loaded.params()).isEqualTo(grown.network().params());
        assertThat(loaded.getUpdater().getStateViewArray())
                .isEqualTo(grown.network().getUpdater().getStateViewArray());
        assertThat(loaded.getLayerWiseConfigurations().toJson())
                .isEqualTo(grown.network().getLayerWiseConfigurations().toJson());
        assertThat(Certificate.read(student).plan())
                .isEqualTo(GrowthPlan.fromJson(grown.plan().toJson()));
        assertThat(ModelSerializer.<ImagePreProcessingScaler>restoreNormalizerFromFile(student.toFile()))
                .isEqualTo(new ImagePreProcessingScaler());
    }

    @Test
    void aPlan_isWrittenAndCarriedOut() throws IOException {
        Path plan = temp.resolve("plan.json");
        succeeds("plan", model, "--widen-all", "conv:x2", "--budget", "dense:5k", "--out", plan);
        String text = out.toString();
        succeeds("plan", model, "--widen-all", "conv:x2", "--budget", "dense:5k", "--json");

        assertThat(out.toString().strip()).isEqualTo(Files.readString(plan));
        assertThat(text).startsWith("GrowthPlan  801 -> 4,911 parameters").contains("   13,200 -> ");
        succeeds("grow", model, "--plan", plan, "--out", temp.resolve("a.zip"), "--json");
        assertThat(new ObjectMapper().readTree(out.toString()).path("plan"))
                .isEqualTo(new ObjectMapper().readTree(plan.toFile()));
        assertThat(run("grow", model, "--plan", plan, "--seed", 1, "--out", temp.resolve("b.zip")))
                .isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("net2net: --plan " + plan
                        + ": a plan holds all steps, the noise, the learning rates and the seed. Leave the other options"
                        + " out, or --plan.\n");
    }

    @Test
    void stepsAreTakenInTheOrderOfTheOptions() {
        succeeds("plan", model, "--deepen", "fc=pair", "--widen", "fc_1=+1", "--add-classes", 2, "--add-inputs", 1);

        assertThat(out.toString().lines().filter(line -> line.matches(" [0-9] .*")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(" 1 deepen after fc: new layers fc_1, fc_2"),
                        line -> assertThat(line).isEqualTo(" 2 widen fc_1 16 -> 17"),
                        line -> assertThat(line).isEqualTo(" 3 add classes to out 3 -> 5"),
                        line -> assertThat(line).isEqualTo(" 4 add inputs to input 3 -> 4"));
        assertThat(run("plan", model, "--widen", "fc_1=+1", "--deepen", "fc=pair"))
                .isEqualTo(3);
    }

    @Test
    void recipesAndTargets_areTakenFromFiles() throws IOException {
        Path recipe = Files.writeString(
                temp.resolve("recipe.json"),
                Recipe.of().widenAll(Layers.dense()).times(2).seed(5).toJson());
        Path target = Files.writeString(
                temp.resolve("target.json"), TestModels.configuration(11).toJson());

        succeeds("plan", model, "--recipe", recipe);
        assertThat(out.toString()).contains("seed 5", "1 widen all layers of kind 'dense layer' x 2");
        succeeds("plan", model, "--seed", "6", "--recipe", recipe, "--noise", "0");
        assertThat(out.toString()).contains("seed 6", "symmetry breaking: none");
        Path plan = temp.resolve("plan-as-recipe.json");
        succeeds("plan", model, "--widen", "fc=+3", "--seed", "7", "--out", plan);
        succeeds("plan", model, "--widen", "conv1=+1", "--recipe", plan);
        assertThat(out.toString()).contains("seed 7", "1 widen conv1 ", "2 widen fc 8 -> 11");
        succeeds("plan", model, "--toward", target);
        assertThat(out.toString()).contains("1 widen fc 8 -> 11");
    }

    @Test
    void aStudent_isVerifiedComparedAndShrunk() throws IOException {
        Path student = temp.resolve("student.zip");
        succeeds("grow", model, "--widen", "fc=+3", "--out", student);
        assertThat(out.toString())
                .contains("compared on random numbers:", "the student computes what the teacher computes")
                .endsWith("written: " + student + "\n");

        succeeds("verify", model, student);
        assertThat(out.toString()).contains("they compute the same function; largest relative deviation");
        succeeds("certificate", student);
        assertThat(out.toString()).endsWith("the network in the file is the student as it was grown\n");
        succeeds("shrink", student, "--out", temp.resolve("smaller.zip"));
        Path approximate = temp.resolve("approximate.zip");
        succeeds("shrink", model, "--tolerance", "0.9", "--out", approximate);
        assertThat(run("verify", model, approximate)).isEqualTo(4);
        assertThat(out.toString())
                .contains("they don't compute the same function in inference mode;")
                .endsWith("; its certificate says that the growth is approximate" + System.lineSeparator());
        succeeds("diff", student, temp.resolve("smaller.zip"));
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .contains("fc changed dense layer, relu, 11 605 dense layer, relu, 8 440", "all 975 801");
    }

    @Test
    void aStudentTrainedFurther_isNotTheTeacher() throws IOException {
        Path student = temp.resolve("student.zip");
        MultiLayerNetwork trained = teacher.clone();
        TestModels.train(trained);
        ModelSerializer.writeModel(trained, student.toFile(), true);

        assertThat(run("verify", model, student)).isEqualTo(4);
        assertThat(out.toString()).contains("they don't compute the same function");
        assertThat(run("verify", model, student, "--json")).isEqualTo(4);
        assertThat(new ObjectMapper().readTree(out.toString()).path("same").asBoolean(true))
                .isFalse();
    }

    @Test
    void verify_ofMoreClasses_saysWhatItCompares() {
        Path student = temp.resolve("classes.zip");
        succeeds("grow", model, "--add-classes", "2", "--out", student);
        assertThat(out.toString())
                .contains(
                        "the student computes what the teacher computes of the classes that both have (after a softmax, the ratios"
                                + " of their probabilities);");
        succeeds("verify", model, student);
        assertThat(out.toString())
                .contains("they compute the same function of the classes that both have (after a softmax, the ratios"
                        + " of their probabilities); largest relative deviation");
    }

    @Test
    void oneSizeIsASquare_andAWayIsForAllLayers() {
        succeeds("plan", model, "--kernel", "conv1=5", "--deepen-all", "conv=slopes");
        assertThat(out.toString())
                .contains(
                        "enlarge kernel of conv1 3x3 -> 5x5",
                        "PReLU with slopes of 1",
                        "the WAY pair has no such limit");
    }

    @Test
    void calibrationData_isNoObstacle_whereNewLayersHaveNoBatchNorm() throws IOException {
        Path keras = Path.of("../net2net-dl4j/src/test/resources/keras/residual.h5");
        Path array = temp.resolve("calibration.npy");
        Nd4j.writeAsNumpy(Nd4j.rand(8, 8, 8, 3), array.toFile());
        Path student = temp.resolve("calibrated.zip");
        succeeds(
                "grow",
                keras,
                "--input",
                "3x8x8",
                "--deepen",
                "average",
                "--deepen",
                "stem",
                "--calibrate",
                array,
                "--out",
                student);
        assertThat(out.toString())
                .contains("deepen after average: new layers average_pointwise_1", "compared on " + array + ":");
    }

    @Test
    void kindsAndTheOnlyInput_areFound() {
        succeeds("plan", model, "--widen-all", "CONVOLUTION:x1.5", "--add-inputs", "1");
        assertThat(out.toString())
                .contains("widen all layers of kind 'convolution' x 1.5", "add inputs to input 3 -> 4");
        assertThat(run("plan", model, "--widen-all", "lstm:x1.5")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "net2net: 'lstm' is no layer of this model, and no kind of layer in it. Name layers, or give"
                                + " all, conv, dense, or one of its kinds: convolution, dense layer, output layer.")
                .endsWith(". 'net2net inspect' lists both." + System.lineSeparator());
    }

    @Test
    void probes_areReadFromArraysTablesAndImages() throws IOException {
        Path array = temp.resolve("probe.npy");
        Nd4j.writeAsNumpy(TestModels.features(), array.toFile());
        Path table = temp.resolve("probe.csv");
        String row = "0.5,".repeat(3 * 12 * 12 - 1) + "0.25\n";
        Files.writeString(table, row + row);
        Path images = Files.createDirectories(temp.resolve("images/of/one/kind"));
        BufferedImage image = new BufferedImage(20, 15, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        image.setRGB(0, 0, 20, 15, random.ints(300).toArray(), 0, 20);
        ImageIO.write(image, "png", images.resolve("a.png").toFile());

        for (Path probe : new Path[] {array, table, temp.resolve("images")}) {
            Path student = temp.resolve(probe.getFileName() + ".zip");
            succeeds("grow", model, "--widen", "conv2=x1.5", "--out", student, "--probe", probe);
            assertThat(out.toString()).contains("compared on " + probe + ":");
        }
        Files.writeString(table, "1,2,3\n");
        assertThat(run("verify", model, model, "--probe", table)).isEqualTo(5);
        assertThat(err.toString())
                .isEqualTo(
                        "net2net: cannot read " + table + ": row 1 has 3 numbers, and an example of the input 'input'"
                                + " has 432 [3, 12, 12]. Give one row for each example, without labels.\n");
    }

    @Test
    void unknownSizes_areAskedFor() throws IOException {
        Path graph = temp.resolve("graph.zip");
        TestModels.anySize(graph);

        assertThat(run("grow", graph, "--widen", "conv=+1", "--out", temp.resolve("s.zip")))
                .isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(
                        "net2net: student and teacher are compared, and the model does not state the size of its input"
                                + " 'image', which has 1 channel. Give"
                                + " it, such as --input 1x32x32, or an array with --probe; images of a folder are scaled to the"
                                + " size.\n");
        succeeds("grow", graph, "--widen", "conv=+1", "--out", temp.resolve("s.zip"), "--input", "1x9x9");
        succeeds("inspect", graph, "--input", "1x9x9");
        assertThat(out.toString()).startsWith("ComputationGraph, input 1x9x9: 50 parameters");
        assertThat(run("inspect", graph, "--input", "3x3")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("net2net: " + graph
                        + ": --input 3x3: the network's input 'image' takes NCHW images with 1 channel. Give its"
                        + " size, such as 1x32x32.\n");
        Path rows = temp.resolve("rows-to-inspect.zip");
        TestModels.rows(rows);
        assertThat(run("inspect", rows, "--input", "1x2x2")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("net2net: " + rows + ": --input 1x2x2: the network's input 'input' takes 4 numbers for each"
                        + " example. The model file states that size: omit --input.\n");
    }

    @Test
    void series_areGenerated() throws IOException {
        Path series = temp.resolve("series.zip");
        TestModels.series(series);

        succeeds("grow", series, "--widen", "lstm=6", "--out", temp.resolve("s.zip"));
        assertThat(out.toString()).contains("the student computes what the teacher computes");
    }

    @Test
    void modelsOfKeras_growIntoZips() throws IOException {
        Path keras = Path.of("../net2net-dl4j/src/test/resources/keras")
                .toAbsolutePath()
                .normalize();
        String[][] calls = {
            {"text.h5", "--widen", "lstm=9"},
            {"residual.h5", "--widen", "second=9", "--input", "3x8x8"},
            {"separable_images.h5", "--widen", "conv=9", "--input", "3x8x8"},
            {"separable_images.h5", "--deepen", "separable2=separable", "--input", "3x8x8", "--force"},
            {"both_directions.h5", "--widen", "last=9"}
        };
        for (String[] call : calls) {
            Path student = temp.resolve(call[0] + ".zip");
            Object[] options = Arrays.copyOfRange(call, 1, call.length, Object[].class);
            Object[] all = Stream.concat(
                            Stream.of("grow", keras.resolve(call[0]), "--out", student), Stream.of(options))
                    .toArray();
            succeeds(all);
            assertThat(out.toString()).endsWith(", a DL4J zip; nothing goes back into the Keras file\n");
            succeeds("certificate", student);
        }
        ComputationGraph graph = ModelSerializer.restoreComputationGraph(
                temp.resolve("residual.h5.zip").toFile(), true);
        assertThat(graph.getLayer("second").getParam("W").size(0)).isEqualTo(9);
        succeeds("inspect", keras.resolve("text.h5"));
        assertThat(out.toString()).contains("input takes indices of words, whole numbers from 0 to 19.");
        Path replaced = Files.copy(model, temp.resolve("replaced.zip"));
        succeeds("grow", keras.resolve("text.h5"), "--widen", "lstm=9", "--force", "--out", replaced);
        assertThat(ModelSerializer.<ImagePreProcessingScaler>restoreNormalizerFromFile(replaced.toFile()))
                .isNull();
        assertThat(run("inspect", keras.resolve("attention.h5"))).isEqualTo(5);
        assertThat(err.toString())
                .contains("DL4J cannot import this Keras model: Unsupported keras layer type Attention");
    }
}
