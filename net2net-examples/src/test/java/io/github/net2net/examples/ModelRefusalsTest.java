package io.github.net2net.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.primitives.Bytes;
import io.github.net2net.GrowthException;
import io.github.net2net.NotPreservedException;
import io.github.net2net.examples.models.Failure;
import io.github.net2net.examples.models.TestModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** What a newcomer gets wrong: each call is refused in one line that says what to do, and nothing is written. */
class ModelRefusalsTest {
    @TempDir
    static Path temp;

    private static Path model;

    @BeforeAll
    static void writeModel() throws IOException {
        model = temp.resolve("model.zip");
        TestModels.images(model);
        Files.writeString(temp.resolve("notes.txt"), "no model");
        byte[] bytes = Files.readAllBytes(model);
        Files.write(temp.resolve("half.zip"), Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static String refused(int code, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts))
                .as(err.toString())
                .isEqualTo(code);
        assertThat(out.toString()).isEmpty();
        assertThat(temp.resolve("student.zip")).doesNotExist();
        return err.toString().strip();
    }

    private static String grow(int code, Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        all[0] = "grow";
        all[1] = model;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return refused(code, all);
    }

    @Test
    void misspelledCommandsAndOptions_areSuggested() {
        assertThat(refused(2, "inspct", model))
                .isEqualTo("net2net: there is no command 'inspct'; did you mean inspect? (see 'net2net --help')");
        assertThat(grow(2, "--wide", "conv1=8"))
                .isEqualTo("net2net: there is no option '--wide'; did you mean --widen? (see 'net2net grow --help')");
        assertThat(refused(2, "inspect"))
                .isEqualTo("net2net: Missing required parameter: 'FILE' (see 'net2net inspect --help')");
    }

    @Test
    void misspelledLayers_areSuggested() {
        assertThat(refused(3, "plan", model, "--widen", "conv3=8"))
                .isEqualTo("net2net: cannot widen 'conv3': there is no layer of that name. Nearest names: conv1, conv2,"
                        + " pool; 'net2net inspect' lists all.");
    }

    /** Writes the model without compression, its parameters changed. */
    private Path withParameters(String name, UnaryOperator<byte[]> change) throws IOException {
        Path file = temp.resolve(name);
        try (ZipFile from = new ZipFile(model.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(file))) {
            to.setLevel(Deflater.NO_COMPRESSION);
            for (ZipEntry entry : Collections.list(from.entries())) {
                byte[] content = from.getInputStream(entry).readAllBytes();
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(entry.getName().equals("coefficients.bin") ? change.apply(content) : content);
            }
        }
        return file;
    }

    @Test
    void damagedParameters_areUnreadable() throws IOException {
        Path cut = withParameters("cut.zip", content -> Arrays.copyOf(content, content.length / 2));
        assertThat(refused(5, "inspect", cut))
                .startsWith("net2net: cannot read " + cut + ": coefficients.bin claims to hold ")
                .endsWith(" bytes.");
        Path flipped = withParameters("flipped.zip", content -> content);
        byte[] bytes = Files.readAllBytes(flipped);
        byte[] name = "coefficients.bin".getBytes(StandardCharsets.US_ASCII);
        bytes[Bytes.indexOf(bytes, name) + name.length + 500] ^= 1;
        Files.write(flipped, bytes);
        assertThat(refused(5, "inspect", flipped))
                .isEqualTo(
                        "net2net: cannot read " + flipped + ": the zip is damaged (the checksum of coefficients.bin is"
                                + " not that of its content). Get a fresh copy.");
    }

    @Test
    void sizesAndFiles_thatDoNotFit_areRefused() throws IOException {
        Path any = temp.resolve("any.zip");
        TestModels.anySize(any);
        assertThat(refused(2, "inspect", any, "--input", "1x2x2"))
                .isEqualTo("net2net: " + any
                        + ": --input 1x2x2: it is too small, as 'conv' has no output then. Give the size that the"
                        + " model was trained on; 'net2net inspect' without --input prints one that works.");
        assertThat(refused(2, "plan", model, "--kernel", "conv1=7x"))
                .startsWith("net2net: --kernel conv1=7x: give LAYER=HxW.");
        Path series = temp.resolve("series.zip");
        TestModels.series(series);
        assertThat(refused(3, "inspect", series, "--input", "5x7"))
                .contains("the --input given has 5. Give the size with the channels first.");
        Path binary = temp.resolve("half.zip");
        assertThat(refused(5, "plan", model, "--recipe", binary))
                .isEqualTo("net2net: cannot read " + binary + ": it is not a text in UTF-8.");
        Path notes = temp.resolve("notes.txt");
        assertThat(refused(5, "plan", model, "--recipe", notes))
                .startsWith("net2net: " + notes + ": cannot read the recipe: no JSON in line 1, column ");
        Path keras = Path.of("../net2net-dl4j/src/test/resources/keras/text.h5");
        assertThat(refused(3, "plan", model, "--toward", keras))
                .startsWith(
                        "net2net: cannot grow toward the target. It is another architecture: of the network's 6 layers,"
                                + " 2 have a counterpart among the target's 5. What is in the way:\n")
                .contains("conv1, conv2: no counterpart in the target (convolution)");
        assertThat(refused(5, "certificate", keras))
                .isEqualTo("net2net: cannot read " + keras + ": Keras files hold no certificate. Students of 'net2net"
                        + " grow' have one.");
    }

    @Test
    void damagedKerasFile_isRefused_withoutAReportOfHdf5() throws IOException {
        Path cut = temp.resolve("cut.h5");
        Files.write(
                cut,
                Arrays.copyOf(Files.readAllBytes(Path.of("../net2net-dl4j/src/test/resources/keras/text.h5")), 9000));
        assertThat(refused(5, "inspect", cut))
                .isEqualTo("net2net: cannot read " + cut
                        + ": its HDF5 is damaged, or its copy incomplete. Get a fresh copy.");
    }

    @Test
    void optionsForBatchNorms_withoutEffect_areRefused() throws IOException {
        Path data = temp.resolve("images.npy");
        Nd4j.writeAsNumpy(TestModels.features(), data.toFile());
        Path student = temp.resolve("student.zip");
        String end = ": it has no effect on these steps. Leave it out.";
        assertThat(grow(2, "--deepen", "fc", "--calibrate", data, "--out", student))
                .isEqualTo("net2net: --calibrate " + data + end);
        assertThat(grow(2, "--widen", "fc=12", "--no-batch-norm", "--out", student))
                .isEqualTo("net2net: --no-batch-norm" + end);
        Path plan = temp.resolve("uncalibrated.json");
        StringWriter out = new StringWriter();
        String[] call = {"plan", model.toString(), "--widen", "fc=12", "--out", plan.toString()};
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(out, true), call))
                .as(out.toString())
                .isZero();
        assertThat(grow(2, "--plan", plan, "--calibrate", data, "--out", student))
                .isEqualTo("net2net: --calibrate " + data
                        + ": it has no effect, as the plan calibrates nothing. Leave it out.");
    }

    @Test
    void filesOfAnotherKind_areNotReplaced() throws IOException {
        Path other = temp.resolve("other.zip");
        Files.copy(model, other);
        assertThat(refused(2, "plan", model, "--widen", "fc=12", "--out", other))
                .isEqualTo("net2net: --out " + other + ": it exists, and is not a plan. Give another name.");
        assertThat(refused(2, "inspect", model, "--html", other))
                .isEqualTo("net2net: --html " + other + ": it exists, and is not a page. Give another name.");
        assertThat(refused(2, "plan", model, "--widen", "fc=12", "--out", temp))
                .isEqualTo("net2net: --out " + temp + ": it is a folder. Give a file in it for the plan.");
        assertThat(other).hasSameBinaryContentAs(model);
    }

    @Test
    void plansThatAwaitData_sayHowToGiveIt() throws IOException {
        Path keras = Path.of("../net2net-dl4j/src/test/resources/keras/residual.h5");
        Path data = temp.resolve("data.npy");
        Nd4j.writeAsNumpy(Nd4j.rand(8, 8, 8, 3), data.toFile());
        Path plan = temp.resolve("calibrated.json");
        StringWriter out = new StringWriter();
        String[] call = {
            "plan",
            keras.toString(),
            "--deepen",
            "stem",
            "--calibrate",
            data.toString(),
            "--input",
            "3x8x8",
            "--out",
            plan.toString()
        };
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(out, true), call))
                .as(out.toString())
                .isZero();
        assertThat(refused(2, "grow", keras, "--plan", plan, "--input", "3x8x8", "--out", temp.resolve("student.zip")))
                .isEqualTo(
                        "net2net: --plan " + plan + ": it calibrates batch norms on data, which its file does not hold."
                                + " Add --calibrate DATA.");
    }

    @Test
    void classesOfOthers_areNotLoaded() throws IOException {
        String json = TestModels.configuration(11).toJson();
        Path target = Files.writeString(
                temp.resolve("foreign.json"),
                json.replaceFirst("org.deeplearning4j.nn.conf.layers.SubsamplingLayer", "com.example.Layer"));
        assertThat(refused(5, "plan", model, "--toward", target))
                .isEqualTo("net2net: cannot read " + target + ": its configuration names the class 'com.example.Layer',"
                        + " which is none of DL4J, ND4J or net2net, and reading it would run its code. Read models with"
                        + " classes of your own through the library.");
    }

    @Test
    void filesThatAreNoModels_areUnreadable() {
        Path missing = temp.resolve("missing.zip");
        assertThat(refused(5, "inspect", missing))
                .isEqualTo("net2net: cannot read " + missing + ": there is no such file.");
        assertThat(refused(5, "inspect", temp))
                .isEqualTo("net2net: cannot read " + temp + ": it is a folder. Give a file.");
        Path notes = temp.resolve("notes.txt");
        assertThat(refused(5, "inspect", notes))
                .isEqualTo("net2net: cannot read " + notes + ": it is neither a DL4J zip nor a Keras HDF5 file."
                        + " Give a file that ModelSerializer, model.save(..) of DL4J, or model.save('model.h5') of Keras"
                        + " wrote.");
        assertThat(refused(5, "inspect", temp.resolve("half.zip")))
                .isEqualTo("net2net: cannot read " + temp.resolve("half.zip")
                        + ": the zip is damaged (zip END header not" + " found). Get a fresh copy.");
        assertThat(refused(5, "plan", model, "--toward", notes))
                .startsWith("net2net: cannot read " + notes + ": it is no");
    }

    @Test
    void valuesThatNoStepTakes_areNamed() {
        assertThat(grow(2, "--deepen", "conv1=deeper"))
                .isEqualTo(
                        "net2net: --deepen conv1=deeper: there is no WAY 'deeper'. Give one of identity, linear, pair,"
                                + " recurrent, residual, separable, slopes, or leave it out. (see 'net2net grow --help')");
        assertThat(grow(2, "--widen", "conv1=x0.5"))
                .isEqualTo("net2net: --widen conv1=x0.5: a layer can only grow. Give a factor above 1, such as x1.5."
                        + " (see 'net2net grow --help')");
        assertThat(grow(3, "--widen", "out=5", "--out", temp.resolve("wide.zip")))
                .isEqualTo(
                        "net2net: cannot widen 'out': its 3 channels can't change, because 'out' is a softmax over its"
                                + " channels, so copies would change every channel's result. Add classes with --add-classes"
                                + " out=N, or widen a layer before it. 'net2net inspect' lists what can grow.");
    }

    @Test
    void arraysThatTheTeacherCantTake_areRefused() throws IOException {
        Path last = temp.resolve("last.npy");
        Nd4j.writeAsNumpy(TestModels.features().permute(0, 2, 3, 1).dup('c'), last.toFile());
        assertThat(refused(5, "verify", model, model, "--probe", last))
                .isEqualTo("net2net: cannot read " + last + ": its shape is [5, 12, 12, 3], and the input 'input' takes"
                        + " [examples, 3, any, any], channels first.");
        Path rows = temp.resolve("rows.zip");
        TestModels.rows(rows);
        assertThat(refused(5, "verify", rows, rows, "--probe", last))
                .isEqualTo("net2net: cannot read " + last + ": its shape is [5, 12, 12, 3], and the input 'input' takes"
                        + " [examples, 4].");
        Path huge = temp.resolve("huge.npy");
        Nd4j.writeAsNumpy(TestModels.features().assign(Float.MAX_VALUE), huge.toFile());
        assertThat(grow(3, "--widen", "conv1=8", "--probe", huge, "--out", temp.resolve("huge.zip")))
                .isEqualTo(
                        "net2net: cannot compare the networks: output 'out' of the teacher holds NaN or infinity on these"
                                + " features. Give data like that which it is trained on with --probe. A deep network that was never"
                                + " trained can overflow on any data; 'net2net grow --no-comparison' grows it nevertheless.");
        assertThat(grow(2, "--widen", "conv1=8", "--probe", huge, "--no-comparison", "--out", temp.resolve("h.zip")))
                .isEqualTo("net2net: --no-comparison leaves --probe without a use. Leave one of them out.");
        Path small = temp.resolve("small.npy");
        Nd4j.writeAsNumpy(Nd4j.ones(2, 3, 2, 2), small.toFile());
        assertThat(grow(3, "--widen", "conv1=8", "--probe", small, "--out", temp.resolve("small.zip")))
                .startsWith("net2net: cannot run the network on features of shape [2, 3, 2, 2]: ")
                .endsWith(". Give data like the training data.");
    }

    @Test
    void outputs_areCheckedBeforeAnythingIsComputed() throws IOException {
        Path existing = Files.writeString(temp.resolve("existing.zip"), "precious");

        assertThat(grow(2, "--widen", "conv1=8"))
                .isEqualTo("net2net: --out is missing: give the student's file, such as --out student.zip.");
        assertThat(grow(2, "--widen", "conv1=8", "--out", existing))
                .isEqualTo("net2net: --out " + existing + ": it exists. Give another name, or --force to replace it.");
        assertThat(existing).hasContent("precious");
        assertThat(grow(2, "--widen", "conv1=8", "--force", "--out", model))
                .isEqualTo(
                        "net2net: --out " + model + ": it is the input, which is never replaced. Give another name.");
        assertThat(refused(2, "inspect", model, "--html", model))
                .isEqualTo(
                        "net2net: --html " + model + ": it is the input, which is never replaced. Give another name.");
        assertThat(grow(2, "--widen", "conv1=8", "--out", temp))
                .isEqualTo("net2net: --out " + temp + ": it is a folder. Give a file in it, such as "
                        + temp.resolve("student.zip") + ".");
        assertThat(grow(2, "--widen", "conv1=8", "--out", "student.h5"))
                .isEqualTo("net2net: --out student.h5: students are written as DL4J zips, and not for Keras. Give a"
                        + " name that ends in .zip.");
        Path below = temp.resolve("notes.txt/student.zip");
        assertThat(grow(1, "--widen", "conv1=8", "--out", below))
                .startsWith("net2net: cannot write " + below + ": ")
                .endsWith(
                        "Nothing was written. Give a file in a folder that can be written, on a disk with enough space.");
    }

    @Test
    void stepsWithoutASize_areRefusedWithTheirDescription() {
        assertThat(refused(2, "plan", model))
                .isEqualTo(
                        "net2net: no step was given. Give at least one, such as --widen LAYER=x1.5 or --deepen LAYER;"
                                + " 'net2net inspect' lists the layers and what each can do.");
        assertThat(refused(2, "plan", model, "--widen", "conv1"))
                .startsWith("net2net: --widen conv1: give LAYER=SIZE. Widen a layer, and what is coupled to it: ");
        for (String value : new String[] {"conv1=0", "conv1=+0", "=8", "conv1=", "conv1=8.5"}) {
            assertThat(refused(2, "plan", model, "--widen", value))
                    .startsWith("net2net: --widen " + value + ": give LAYER=SIZE. ");
        }
        assertThat(refused(2, "plan", model, "--budget", "5MB")).startsWith("net2net: --budget 5MB: give [LAYERS:]N. ");
        assertThat(refused(2, "plan", model, "--kernel", "conv1=5xy")).startsWith("net2net: --kernel conv1=5xy: give ");
    }

    @Test
    void probes_areRefusedByTheirKind() {
        assertThat(refused(2, "verify", model, model, "--probe", temp.resolve("notes.txt")))
                .isEqualTo("net2net: --probe " + temp.resolve("notes.txt")
                        + ": give an array (.npy), a table (.csv), or a" + " folder of images.");
        assertThat(refused(5, "verify", model, model, "--probe", temp.resolve("none.npy")))
                .isEqualTo("net2net: cannot read " + temp.resolve("none.npy") + ": there is no such file.");
    }

    @Test
    void aStudentThatIsNotTheTeacher_hasAnExitCodeOfItsOwn() {
        assertThat(Failure.of(new NotPreservedException("deviates"))
                        .orElseThrow()
                        .code()
                        .exit())
                .isEqualTo(4);
        assertThat(Failure.of(new GrowthException("impossible"))
                        .orElseThrow()
                        .code()
                        .exit())
                .isEqualTo(3);
        assertThat(Failure.of(new IllegalStateException("a bug"))).isEmpty();
    }

    @Test
    void errors_areJsonOnRequest() throws IOException {
        String error = refused(3, "plan", model, "--widen", "out=8", "--json");
        assertThat(new ObjectMapper().readTree(error).at("/error/exit").asInt()).isEqualTo(3);
        assertThat(error)
                .isEqualTo(
                        "{\"error\":{\"exit\":3,\"kind\":\"refused\",\"message\":\"cannot widen 'out': its 3 channels"
                                + " can't change, because 'out' is a softmax over its channels, so copies would change every"
                                + " channel's result. Add classes with --add-classes out=N, or widen a layer before it."
                                + " 'net2net inspect' lists what can grow.\"}}");
        assertThat(refused(2, "plan", model, "--wid", "--json"))
                .startsWith("{\"error\":{\"exit\":2,\"kind\":\"usage\",");
    }

    @Test
    void modelsThatWereNotGrown_haveNoCertificate_andNothingToShrink() {
        assertThat(refused(3, "certificate", model))
                .isEqualTo(
                        "net2net: " + model + " holds no certificate (no entry net2net-certificate.json). Students of"
                                + " 'net2net grow' have one.");
        assertThat(refused(3, "shrink", model))
                .isEqualTo("net2net: cannot shrink this network: it has no equal channels that can change, and none"
                        + " without effect. Give a tolerance to merge similar ones: --tolerance 0.01.");
        assertThat(refused(2, "shrink", model, "--tolerance", 2))
                .isEqualTo("net2net: --tolerance 2.0: give a number above 0 and below 1, such as 0.01.");
    }
}
