package io.github.net2net.examples.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.net2net.Grown;
import io.github.net2net.dl4j.saving.GrownFile;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.search.GrowthSearch;
import io.github.net2net.dl4j.search.RecipeSource;
import io.github.net2net.dl4j.search.SearchResult;
import io.github.net2net.dl4j.search.TrialExecutor;
import io.github.net2net.dl4j.search.TrialResult;
import io.github.net2net.examples.data.ImageSet;
import io.github.net2net.examples.data.SearchImages;
import io.github.net2net.examples.report.SearchPage;
import io.github.net2net.examples.spark.SparkExecutor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code net2net search}. */
@Command(
        name = "search",
        header = "Tries every growth by one step on images, and keeps the best.",
        description = {
            "Each student starts from the teacher and is trained briefly. Those with the best accuracy on images that are"
                    + " held back are trained on, in rungs of successive halving. The teacher itself is trained on at the"
                    + " same cost, to compare with. With --rounds the best student becomes the next teacher.",
        },
        footer = {
            "",
            "Examples:",
            "  net2net search model.zip --data cifar-10 --budget iterations=900 --out s.zip",
            "  net2net search model.zip --data images --budget seconds=600 --threads 2"
        },
        sortOptions = false)
public final class SearchCommand extends ModelCommand {
    @Parameters(paramLabel = "FILE", description = "The teacher, as for 'net2net inspect', a classifier of images.")
    private Path file;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            required = true,
            description =
                    "The published files of CIFAR-10, or of MNIST for a teacher of one channel; a folder of images with the"
                            + " subfolders train and val, in each a folder for each class; or \"generated\".")
    private String data;

    @Option(
            names = "--budget",
            paramLabel = "COST",
            required = true,
            description = "What a student of the last rung may cost: iterations=N, seconds=S of processor time, or"
                    + " multiply-adds=N.")
    private String budget;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many images are used, ${DEFAULT-VALUE} by default.")
    private int images;

    @Option(
            names = "--hold-back",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many of them are held back for scoring, ${DEFAULT-VALUE} by default.")
    private int validation;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "100",
            description = "Images in a batch, ${DEFAULT-VALUE} by default.")
    private int batch;

    @Option(
            names = "--factor",
            paramLabel = "X",
            defaultValue = "1.5",
            description = "How many times as wide a widened layer gets, ${DEFAULT-VALUE} by default.")
    private double factor;

    @Option(
            names = "--eta",
            paramLabel = "N",
            defaultValue = "3",
            description = "One student in so many is trained on, ${DEFAULT-VALUE} by default.")
    private int eta;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often the best student becomes the next teacher, ${DEFAULT-VALUE} by default.")
    private int rounds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "The seed, ${DEFAULT-VALUE} by default.")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many students are trained at once, ${DEFAULT-VALUE} by default.")
    private int threads;

    @Option(
            names = "--spark",
            description =
                    "Train on the Spark cluster of spark-submit instead, a student in each task. Executors read --data.")
    private boolean spark;

    @Option(
            names = "--checkpoints",
            paramLabel = "FOLDER",
            description = "Keep all students there, and resume from it.")
    private @Nullable Path checkpoints;

    @Option(names = "--out", paramLabel = "STUDENT.zip", description = "The file of the best student, a DL4J zip.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace that file if it exists.")
    private boolean force;

    @Option(
            names = "--html",
            paramLabel = "PAGE",
            description = "Write the curves and the ranking as a page for a browser.")
    private @Nullable Path html;

    @Mixin
    private Inputs inputs;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public SearchCommand() {}

    @Override
    public Integer call() {
        if (out != null) {
            OutputFile.requireFree(file, out, force);
        }
        if (html != null) {
            OutputFile.requirePage(file, html);
        }
        Loaded teacher = load(file, inputs.sizes());
        List<SearchResult<Model>> results;
        try {
            GrowthSearch<Model, DataSetIterator> search = search(teacher);
            results = spark
                    ? SparkExecutor.with(executor -> run(search, executor))
                    : run(search, TrialExecutor.threads(threads));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        } catch (NoClassDefFoundError e) {
            throw Failure.usage("--spark: Spark is not on the class path. Run the command by spark-submit, as"
                    + " docs/scaling.md describes, or leave --spark out.");
        }
        print(results);
        if (html != null) {
            OutputFile.writePage(html, SearchPage.page("Growths of " + file.getFileName(), sections(results)));
        }
        write(teacher, results);
        return 0;
    }

    private static List<SearchPage.Section> sections(List<SearchResult<Model>> results) {
        return IntStream.range(0, results.size())
                .mapToObj(i -> new SearchPage.Section(
                        "Round " + (i + 1),
                        results.get(i).improves()
                                ? "The best student is better than the teacher trained on at equal cost."
                                : "No student is better than the teacher trained on at equal cost.",
                        results.get(i)))
                .toList();
    }

    private List<SearchResult<Model>> run(GrowthSearch<Model, DataSetIterator> search, TrialExecutor executor) {
        return search.executor(executor).climb(rounds);
    }

    private GrowthSearch<Model, DataSetIterator> search(Loaded teacher) {
        GrowthSearch<Model, DataSetIterator> search = GrowthSearch.of(
                        teacher.file().network(), images(teacher))
                .recipes(RecipeSource.neighbors(factor))
                .budget(limit())
                .eta(eta)
                .seed(seed)
                .scoreByAccuracy()
                .inputTypes(teacher.types())
                .onEvent(line -> {
                    if (progress().terminal()) {
                        progress().line(line);
                    }
                });
        return checkpoints == null ? search : search.checkpointIn(checkpoints);
    }

    private SearchImages images(Loaded teacher) {
        InputType[] types = teacher.types();
        if (types.length == 1 && types[0] instanceof InputTypeFeedForward features) {
            throw Failure.usage("the model reads rows of " + features.getSize() + " numbers, and 'net2net search' gives"
                    + " images [examples, channels, height, width]. Search it with the library's GrowthSearch.");
        }
        if (types.length != 1
                || !(types[0] instanceof InputTypeConvolutional image)
                || image.getHeight() != image.getWidth()
                || (image.getChannels() != 1 && image.getChannels() != ImageSet.CHANNELS)) {
            throw Failure.usage(
                    "the model does not classify square images of 1 or 3 channels, or does not state their size."
                            + " Give the size, such as --input 3x32x32; other models are searched by the library's GrowthSearch.");
        }
        if (batch < 1 || validation < 1 || images < validation + batch) {
            throw Failure.usage("--images " + images + " --hold-back " + validation + " --batch " + batch
                    + ": hold back at least 1, and leave at least a batch of at least 1 to train on.");
        }
        SearchImages found = new SearchImages(
                data,
                (int) image.getChannels(),
                (int) image.getHeight(),
                new SearchImages.Sizes(images, validation, batch, 1),
                seed);
        requireClasses(teacher, found.images().training().classes());
        return found;
    }

    private void requireClasses(Loaded teacher, int classes) {
        var layers = teacher.architecture().layers();
        var last = layers.get(layers.size() - 1);
        if (last.channels() != classes) {
            throw Failure.usage("--data " + data + ": it has " + classes + " classes, and '" + last.name()
                    + "' of the model " + last.channels() + ". Give the data that the model was trained on.");
        }
    }

    private Limit limit() {
        String[] parts = budget.split("=", 2);
        try {
            BigDecimal amount = new BigDecimal(parts[parts.length - 1]);
            return switch (parts[0]) {
                case "iterations" -> Limit.iterations(amount.longValueExact());
                case "seconds" ->
                    Limit.processorTime(
                            Duration.ofNanos(amount.movePointRight(9).longValueExact()));
                case "multiply-adds" -> Limit.multiplyAdds(amount.longValueExact());
                default -> throw new NumberFormatException();
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw Failure.usage("--budget " + budget + ": give iterations=N, seconds=S or multiply-adds=N, such as"
                    + " iterations=900 or multiply-adds=1e12.");
        }
    }

    private void print(List<SearchResult<Model>> results) {
        if (json()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            results.forEach(result -> array.add(json(result)));
            printJson(array);
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            out().println("round " + (i + 1)
                    + ", by accuracy; the baseline is the teacher trained on at the same cost:");
            out().println(results.get(i));
        }
    }

    private static ArrayNode json(SearchResult<Model> result) {
        ArrayNode trials = JsonNodeFactory.instance.arrayNode();
        for (TrialResult trial : result.ranking()) {
            ObjectNode node = trials.addObject();
            node.put("number", trial.number())
                    .put("name", trial.name())
                    .put("parameters", trial.plan().studentParameters())
                    .put("iterations", trial.iterations())
                    .put("multiplyAdds", trial.multiplyAdds())
                    .put("processorSeconds", trial.processorTime().toMillis() / 1e3)
                    .put("failure", trial.failure().orElse(null));
            ArrayNode curve = node.putArray("curve");
            trial.progress().epochs().stream().limit(trial.pieces()).forEach(piece -> curve.add(piece.score()));
        }
        return trials;
    }

    private void write(Loaded teacher, List<SearchResult<Model>> results) {
        Optional<Grown<Model>> best = results.stream()
                .filter(SearchResult::improves)
                .reduce((first, second) -> second)
                .flatMap(SearchResult::best);
        if (best.isEmpty() && !json()) {
            out().println("no student is better than the teacher trained on at equal cost"
                    + (out == null ? "" : "; nothing was written"));
        } else if (best.isPresent() && out != null) {
            try {
                GrownFile student = GrownFile.of(best.get());
                ModelFile from = teacher.file();
                (from.isZip() ? student.withExtrasOf(from.file()) : student.withoutExtras()).write(out);
            } catch (IOException e) {
                throw Failure.unwritable(out, e);
            }
            if (!json()) {
                out().println("written: " + out);
            }
        }
    }
}
