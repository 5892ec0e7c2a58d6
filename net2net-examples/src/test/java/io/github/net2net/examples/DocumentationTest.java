package io.github.net2net.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Comparison;
import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.schedule.Trained;
import io.github.net2net.dl4j.search.SearchData;
import io.github.net2net.dl4j.search.SearchResult;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.GeneratedShapes;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** What the documentation shows is code that compiles, and output that comes out. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

    private static String code;

    @BeforeAll
    static void readAllCode() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        code = withoutSpace(all.toString());
    }

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .forEach(pages::add);
        }
        return pages.stream();
    }

    private static List<String> blocks(Path page, String language) throws IOException {
        Matcher matcher =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(page));
        return matcher.results().map(match -> match.group(1)).toList();
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_java_snippet_stands_in_code_that_is_compiled(Path page) throws IOException {
        for (String block : blocks(page, "java")) {
            assertThat(code).as(block).contains(withoutSpace(block));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_to_a_file_leads_somewhere(Path page) throws IOException {
        Matcher links = LINK.matcher(Files.readString(page));
        while (links.find()) {
            assertThat(page.resolveSibling(links.group(1))).exists();
        }
    }

    @Test
    void the_readme_shows_the_plan_that_its_program_prints() throws IOException {
        String plan = blocks(ROOT.resolve("README.md"), "text").get(0);

        assertThat(outputOf(() -> FirstGrowth.main(new String[0]))).startsWith(plan);
    }

    private static String outputOf(Runnable program) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            program.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void the_snippet_of_steps_and_options_runs_and_preserves_the_function() {
        Comparison comparison = Snippets.stepsAndOptions(teacher(), Nd4j.rand(4, 3, 8, 8));

        assertThat(comparison.largest()).isLessThan(1e-5);
    }

    @Test
    void the_snippets_of_growing_run_and_shrinking_gives_the_teacher_back() {
        MultiLayerNetwork teacher = teacher();
        INDArray images = Nd4j.rand(4, 3, 8, 8);
        MultiLayerNetwork moreClasses = GrowingSnippets.ends(teacher, images);
        assertThat(moreClasses.getLayer(0).getParam("W").size(1)).isEqualTo(4);
        MultiLayerNetwork student =
                Net2Net.from(teacher).widenAll(Layers.all()).times(1.5).grow().network();

        assertThat(GrowingSnippets.shrink(student, images).network().numParams())
                .isEqualTo(teacher.numParams());
        assertThat(GrowingSnippets.budget(teacher).studentParameters()).isLessThanOrEqualTo(20_000);
        MultiLayerNetwork[] reached = new MultiLayerNetwork[1];
        String printed = outputOf(
                () -> reached[0] = GrowingSnippets.toward(teacher, student.getLayerWiseConfigurations(), images));
        assertThat(printed).startsWith("GrowthPlan");
        assertThat(reached[0].numParams()).isEqualTo(student.numParams());
        assertThat(outputOf(() -> GrowingSnippets.inspect(teacher))).startsWith("input: input, 3 channels");
    }

    @Test
    void the_snippets_of_deepening_preserve_the_function() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv2").nOut(5).build())
                .layer(new DenseLayer.Builder().name("fc").nOut(6).build())
                .layer(new OutputLayer.Builder()
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 3))
                .build());
        teacher.init();
        INDArray images = Nd4j.rand(4, 3, 8, 8);

        assertThat(GrowingSnippets.deeper(teacher, images).network().getLayerNames())
                .contains("conv2_1", "fc_1", "fc_2");
        assertThat(GrowingSnippets.factorized(teacher, images).network().getLayerNames())
                .contains("conv2_factor_1", "fc_factor_1", "fc_prelu_1");
    }

    @Test
    void the_snippet_of_constraints_keeps_what_can_not_be_exact() {
        MultiLayerNetwork teacher = teacher();
        LayerConstraint constraint = new MaxNormConstraint(1, 0);
        constraint.setParams(Set.of("W"));
        teacher.getLayer(1).conf().getLayer().setConstraints(List.of(constraint));

        assertThat(Snippets.constrained(teacher).plan().toString()).contains("MaxNormConstraint is kept");
    }

    @Test
    void the_snippet_of_speed_runs_and_loads_the_same_network(@TempDir Path folder) throws IOException {
        MultiLayerNetwork teacher = teacher();
        MultiLayerNetwork loaded =
                Snippets.fast(teacher, folder.resolve("teacher.zip").toFile());

        assertThat(loaded.params()).isEqualTo(teacher.params());
        assertThat(OneDnn.isEnabled(loaded)).isEqualTo(OneDnn.isEnabled(teacher));
    }

    @Test
    void the_snippets_of_the_optimizer_run_and_train_on() {
        MultiLayerNetwork teacher = homogeneousTeacher();
        for (Growth<MultiLayerNetwork> growth : Snippets.trainedOn(teacher)) {
            MultiLayerNetwork student = growth.grow().network();
            student.fit(Nd4j.rand(4, 6), Nd4j.eye(4));
            assertThat(student.score()).isFinite();
        }
    }

    private static MultiLayerNetwork homogeneousTeacher() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(5).build())
                .layer(new OutputLayer.Builder()
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(6))
                .build());
        teacher.init();
        return teacher;
    }

    @Test
    void the_snippet_of_training_runs_and_finds_copies_that_differ() {
        Grown<MultiLayerNetwork> grown =
                Net2Net.from(teacher()).widen("layer0").to(8).grow();
        DataSet data = new DataSet(Nd4j.rand(4, 3, 8, 8), Nd4j.eye(4));

        assertThat(Snippets.watched(grown, data).get(0).layers().get(0).equalSets())
                .isZero();
    }

    @Test
    void the_snippet_of_growing_while_training_runs_to_its_end(@TempDir Path folder) {
        DataSet data = new DataSet(Nd4j.rand(4, 3, 8, 8), Nd4j.eye(4));
        DataSetIterator batches = new ExistingDataSetIterator(List.of(data));
        Trained<MultiLayerNetwork> trained = Snippets.grownWhileTraining(teacher(), batches, batches, folder);

        assertThat(trained.progress().epoch()).isBetween(1, 200);
        assertThat(folder.resolve("checkpoint.zip")).exists();
    }

    /** Four images, the same in every epoch. */
    private record Four() implements SearchData<DataSetIterator> {
        private static final long serialVersionUID = 1L;

        @Override
        public DataSetIterator training(int epoch) {
            return validation();
        }

        @Override
        public DataSetIterator validation() {
            INDArray images = Nd4j.linspace(0, 1, 4 * 3 * 8 * 8, DataType.FLOAT).reshape(4, 3, 8, 8);
            return new ExistingDataSetIterator(List.of(new DataSet(images, Nd4j.eye(4))));
        }
    }

    @Test
    void the_snippet_of_a_search_runs_and_writes_the_best_student_if_it_is_better(@TempDir Path folder)
            throws IOException {
        SearchResult<MultiLayerNetwork> result =
                Snippets.search(teacher(), new Four(), folder).get(0);

        assertThat(result.best()).isPresent();
        assertThat(Files.exists(folder.resolve("student.zip"))).isEqualTo(result.improves());
    }

    @Test
    void the_snippets_of_saving_run_and_replay_the_same_student(@TempDir Path folder) throws IOException {
        MultiLayerNetwork teacher = teacher();
        INDArray images = Nd4j.rand(4, 3, 8, 8);
        Growth<MultiLayerNetwork> replay =
                Snippets.replayed(teacher, images, folder.resolve("recipe.json"), folder.resolve("plan.json"));
        Grown<MultiLayerNetwork> grown =
                replay.verifyOn(Probes.features(images)).grow();

        assertThat(Snippets.certified(teacher, grown, images, folder.resolve("student.zip")))
                .isEqualTo(grown.report().comparison());
    }

    @Test
    void the_snippet_of_augmentation_runs_and_changes_images() {
        ImageData data = GeneratedShapes.create(200, 1, 1);

        assertThat(Snippets.augmented(data, 2).get(0))
                .isNotEqualTo(Batches.shuffled(data.training(), data.scaling(), 100, 2)
                        .get(0));
    }

    @Test
    void the_recipe_by_hand_is_read() throws IOException {
        String json = blocks(ROOT.resolve("docs/saving.md"), "json").get(0);

        assertThat(Recipe.fromJson(json))
                .isEqualTo(Recipe.of()
                        .seed(42)
                        .widenAll(Layers.convolutions())
                        .times(1.5)
                        .widen("fc")
                        .donors(Donors.given(0, 2))
                        .shares(Shares.original())
                        .by(2)
                        .deepenAfter("fc")
                        .donors(Donors.cyclic()));
    }

    private static MultiLayerNetwork teacher() {
        MultiLayerNetwork teacher = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(5).build())
                .layer(new OutputLayer.Builder()
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 3))
                .build());
        teacher.init();
        return teacher;
    }
}
