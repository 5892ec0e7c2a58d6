package io.github.net2net.examples;

import static io.github.net2net.examples.CommandLineRun.printed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.examples.models.TestModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Growing with data, with noise, without a comparison, and what the certificate tells of the teacher. */
class GrowCommandTest {
    @TempDir
    private Path temp;

    private Path model;
    private Path student;

    @BeforeEach
    void name() throws IOException {
        model = temp.resolve("model.zip");
        student = temp.resolve("student.zip");
        TestModels.images(model);
    }

    /** Writes a model whose outputs are NaN on any data. */
    private Path overflowing() throws IOException {
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(model.toFile());
        network.params().assign(1e30);
        Path file = temp.resolve("overflowing.zip");
        ModelSerializer.writeModel(network, file.toFile(), true);
        return file;
    }

    @Test
    void teacher_isRecognized() throws IOException {
        printed(0, "grow", model, "--widen", "fc=12", "--out", student);

        assertThat(printed(0, "certificate", student, "--teacher", model))
                .endsWith("\n" + model + " is the network that it was grown from");
        assertThat(printed(4, "certificate", student, "--teacher", overflowing()))
                .endsWith("\n" + temp.resolve("overflowing.zip") + " is not the network that it was grown from");
        assertThat(printed(4, "certificate", student, "--teacher", student, "--json"))
                .contains("\"teacher\" : false");
        assertThat(printed(0, "certificate", student, "--json")).doesNotContain("\"teacher\" : true");
    }

    /** Each import of a Keras file has the time as its seed. */
    @Test
    void teacherFromKeras_isRecognized() {
        Path keras = Path.of("../net2net-dl4j/src/test/resources/keras/text.h5");
        printed(0, "grow", keras, "--widen", "lstm=9", "--out", student);

        assertThat(printed(0, "certificate", student, "--teacher", keras))
                .endsWith("\n" + keras + " is the network that it was grown from");
    }

    private static INDArray parameters(Path file) throws IOException {
        return file.getFileName().toString().startsWith("chain")
                ? ModelSerializer.restoreMultiLayerNetwork(file.toFile()).params()
                : ModelSerializer.restoreComputationGraph(file.toFile()).params();
    }

    @Test
    void studentsFromKeras_areTheSameEachTime() throws IOException {
        Path keras = Path.of("../net2net-dl4j/src/test/resources/keras");
        for (int i = 0; i < 2; i++) {
            printed(
                    0,
                    "grow",
                    keras.resolve("text.h5"),
                    "--vocabulary",
                    "words=60",
                    "--out",
                    temp.resolve("chain" + i));
            printed(
                    0,
                    "grow",
                    keras.resolve("residual.h5"),
                    "--input",
                    "3x8x8",
                    "--deepen",
                    "sum_relu=residual",
                    "--out",
                    temp.resolve("graph" + i));
        }
        for (String kind : List.of("chain", "graph")) {
            assertThat(parameters(temp.resolve(kind + 0))).isEqualTo(parameters(temp.resolve(kind + 1)));
        }
    }

    @Test
    void sizeThatTheModelDoesNotState_isThatOfTheProbe() throws IOException {
        TestModels.anySize(model);
        Path data = temp.resolve("images.npy");
        Nd4j.writeAsNumpy(Nd4j.rand(3, 1, 8, 8), data.toFile());
        String grown = printed(0, "grow", model, "--widen", "conv=6", "--probe", data, "--out", student);
        assertThat(grown).contains("multiply-adds per example").doesNotContain("unknown");
        assertThat(printed(0, "plan", model, "--widen", "conv=6", "--input", "1x8x8"))
                .isEqualTo(grown.substring(0, grown.indexOf("\n\n")));

        printed(0, "grow", model, "--widen", "conv=6", "--input", "1x8x8", "--force", "--out", student);
        assertThat(printed(0, "certificate", student)).doesNotContain("--input");
        Nd4j.writeAsNumpy(Nd4j.rand(3, 1, 2, 2), data.toFile());
        assertThat(printed(3, "grow", model, "--widen", "conv=6", "--probe", data, "--force", "--out", student))
                .startsWith("net2net: cannot run the network on features of shape [3, 1, 2, 2]: ");
    }

    @Test
    void noiseAndLearningRate_areSet_andRefusedWhereTheyMeanNothing() {
        assertThat(printed(0, "plan", model, "--widen", "fc=12", "--noise", "0"))
                .contains("symmetry breaking: none");
        assertThat(printed(0, "plan", model, "--widen", "fc=12", "--noise", "0.1"))
                .contains("symmetry breaking: zero-sum noise, 0.1 of the weights' standard deviation");
        assertThat(printed(2, "plan", model, "--widen", "fc=12", "--noise", "-1"))
                .isEqualTo("net2net: --noise -1.0: give a number of 0 or more, such as 0.1.");
        assertThat(printed(0, "plan", model, "--widen", "fc=12", "--learning-rate", "0.1"))
                .contains("learning rate: the teacher's x 0.1");
        assertThat(printed(2, "plan", model, "--widen", "fc=12", "--learning-rate", "0"))
                .isEqualTo("net2net: --learning-rate 0.0: give a number above 0, such as 0.1.");
        Path plan = temp.resolve("plan.json");
        printed(0, "plan", model, "--widen", "fc=12", "--out", plan);
        assertThat(printed(2, "grow", model, "--plan", plan, "--noise", "0.1", "--out", student))
                .isEqualTo("net2net: --plan " + plan
                        + ": a plan holds all steps, the noise, the learning rates and the seed. Leave the other"
                        + " options out, or --plan.");
    }

    @Test
    void modelsThatOverflow_areGrownWithoutAComparison() throws IOException {
        Path overflowing = overflowing();
        assertThat(printed(3, "grow", overflowing, "--widen", "fc=12", "--out", student))
                .startsWith("net2net: cannot compare the networks: output 'out' of the teacher holds NaN");
        assertThat(student).doesNotExist();

        assertThat(printed(0, "grow", overflowing, "--widen", "fc=12", "--no-comparison", "--out", student))
                .endsWith("\n\nnot compared with its teacher\nwritten: " + student);
        assertThat(printed(0, "certificate", student))
                .contains("\nnot compared with its teacher\n")
                .endsWith("as it was saved");
        assertThat(printed(3, "certificate", student, "--teacher", overflowing))
                .isEqualTo("net2net: cannot check the teacher: student and teacher were not compared when it was grown."
                        + " Grow it again with 'net2net grow', without --no-comparison.");
        assertThat(printed(0, "shrink", student, "--no-comparison", "--json", "--out", temp.resolve("smaller.zip")))
                .doesNotContain("\"comparison\"");
    }
}
