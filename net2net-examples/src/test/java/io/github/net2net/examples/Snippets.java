package io.github.net2net.examples;

import static io.github.net2net.dl4j.Calibration.calibratedOn;

import io.github.net2net.Comparison;
import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.copies.CopiesListener;
import io.github.net2net.dl4j.copies.CopiesReport;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.onednn.OneDnnReport;
import io.github.net2net.dl4j.saving.Certificate;
import io.github.net2net.dl4j.saving.GrownFile;
import io.github.net2net.dl4j.saving.ModelFileCheck;
import io.github.net2net.dl4j.schedule.GrowthTraining;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.schedule.Trained;
import io.github.net2net.dl4j.schedule.Trigger;
import io.github.net2net.dl4j.search.GrowthSearch;
import io.github.net2net.dl4j.search.RecipeSource;
import io.github.net2net.dl4j.search.SearchData;
import io.github.net2net.dl4j.search.SearchResult;
import io.github.net2net.dl4j.search.TrialExecutor;
import io.github.net2net.examples.data.Augmentation;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.spark.SparkExecutor;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.rule.WeightConstraints;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Code that the documentation shows; {@link DocumentationTest} compares the two. */
final class Snippets {
    private Snippets() {}

    static Comparison stepsAndOptions(MultiLayerNetwork teacher, INDArray images) {
        Recipe recipe = Recipe.of() // a recipe without a teacher
                .widenAll(Layers.convolutions())
                .times(1.5)
                .widen("layer0")
                .donors(Donors.given(0, 2))
                .by(2) // donors of this step only
                .donors(Donors.cyclic()) // random (the default), cyclic, given or fresh
                .breakSymmetry(SymmetryBreaking.unevenShares(0.3))
                .seed(7);
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher).apply(recipe).grow();

        Comparison comparison = Net2Net.compare(teacher, grown.network(), Probes.features(images));

        MultiLayerNetwork randomPad = Net2Net.from(teacher) // a baseline, which does not preserve the function
                .apply(recipe)
                .baseline(Baseline.RANDOM_PAD)
                .grow()
                .network();
        randomPad.clear();
        return comparison;
    }

    static Grown<MultiLayerNetwork> constrained(MultiLayerNetwork teacher) {
        Grown<MultiLayerNetwork> constrained = Net2Net.from(teacher)
                .widen("layer0")
                .times(1.5)
                .weightConstraints(WeightConstraints.KEEP) // or DROP; the default is EXACT
                .grow();
        return constrained;
    }

    static List<Growth<MultiLayerNetwork>> trainedOn(MultiLayerNetwork teacher) {
        Growth<MultiLayerNetwork> following = Net2Net.from(teacher)
                .widenAll(Layers.all())
                .times(2)
                .donors(Donors.cyclic())
                .learningRate(LearningRates.followTrajectory().warmUp(100));

        Growth<MultiLayerNetwork> balanced =
                Net2Net.from(teacher).widenAll(Layers.all()).times(1.7).shares(Shares.balanced());
        return List.of(following, balanced);
    }

    static MultiLayerNetwork fast(MultiLayerNetwork teacher, File file) throws IOException {
        OneDnnReport report = OneDnn.enable(teacher);
        teacher.save(file);
        MultiLayerNetwork loaded = OneDnn.enabled(MultiLayerNetwork.load(file, true));
        return report.enabled() ? loaded : teacher;
    }

    static List<CopiesReport> watched(Grown<MultiLayerNetwork> grown, DataSet data) {
        MultiLayerNetwork student = grown.network();
        student.addListeners(CopiesListener.of(grown).every(200));
        List<CopiesReport> reports = new ArrayList<>();
        student.addListeners(CopiesListener.of(grown).every(50).to(reports::add));
        for (int i = 0; i < 50; i++) {
            student.fit(data);
        }
        return reports;
    }

    static Trained<MultiLayerNetwork> grownWhileTraining(
            MultiLayerNetwork network, DataSetIterator train, DataSetIterator validation, Path folder) {
        Recipe wider = Recipe.of().widen("layer0").times(1.5);
        Recipe larger = Recipe.of().enlargeKernel("layer0").to(5, 5);
        Trained<MultiLayerNetwork> trained = GrowthTraining.of(network, train, validation)
                .when(Trigger.plateau(3))
                .then(wider, larger)
                .upTo(Limit.parameters(5_000_000), Limit.epochs(200))
                .checkpointIn(folder)
                .run();
        int perEpoch = 6;
        Trained<MultiLayerNetwork> grownInPhases = GrowthTraining.of(network, train, validation)
                .phase(Recipe.of(), Trigger.everyEpochs(5), LearningRates.cosine(0.05, 5 * perEpoch))
                .phase(
                        wider,
                        Trigger.everyEpochs(3),
                        LearningRates.cosine(0.02, 3 * perEpoch).warmUp(perEpoch))
                .phase(
                        larger,
                        Trigger.everyEpochs(3),
                        LearningRates.cosine(0.02, 3 * perEpoch).newLayers(2))
                .run();
        MultiLayerNetwork warm = Net2Net.from(network)
                .shrinkAndPerturb(0.4, 0.1)
                .resetOptimizer()
                .grow()
                .network();
        warm.fit(train);
        return trained.progress().epoch() > grownInPhases.progress().epoch() ? trained : grownInPhases;
    }

    static Growth<MultiLayerNetwork> replayed(
            MultiLayerNetwork teacher, INDArray images, Path recipeFile, Path planFile) throws IOException {
        Recipe recipe = Recipe.of().widenAll(Layers.convolutions()).times(1.5);
        Files.writeString(recipeFile, recipe.toJson());
        Recipe read = Recipe.fromJson(Files.readString(recipeFile));
        Files.writeString(planFile, Net2Net.from(teacher).apply(read).plan().toJson());

        GrowthPlan plan = GrowthPlan.fromJson(Files.readString(planFile)); // written by Growth.plan().toJson()
        Grown<MultiLayerNetwork> again = Net2Net.from(teacher).replay(plan).grow();

        again.network().clear();
        GrowthPlan whole = plan.awaitsData() ? plan.withData(calibratedOn(images)) : plan;
        return Net2Net.from(teacher).replay(whole);
    }

    static Comparison certified(MultiLayerNetwork teacher, Grown<MultiLayerNetwork> grown, INDArray images, Path file)
            throws IOException {
        GrownFile.of(grown).write(file);
        MultiLayerNetwork loaded = MultiLayerNetwork.load(file.toFile(), true);

        Certificate certificate = Certificate.read(file);
        Certificate.Standing standing = certificate.check(loaded);
        Comparison measured = certificate.verify(teacher, loaded, Probes.features(images));
        if (standing != Certificate.Standing.AS_GROWN) {
            throw new IllegalStateException("not as it was grown: " + standing);
        }
        return measured;
    }

    static MultiLayerNetwork checked(Path modelFile) throws IOException {
        ModelFileCheck.ofDl4j().check(modelFile);
        MultiLayerNetwork checked = MultiLayerNetwork.load(modelFile.toFile(), true);
        return checked;
    }

    static Batches augmented(ImageData data, long seed) {
        Batches batches = Batches.shuffled(data.training(), data.scaling(), 100, seed)
                .augmented(Augmentation.none().mirrored().shifted(4), seed);
        return batches;
    }

    static List<SearchResult<MultiLayerNetwork>> search(
            MultiLayerNetwork teacher, SearchData<DataSetIterator> data, Path folder) throws IOException {
        GrowthSearch<MultiLayerNetwork, DataSetIterator> search = GrowthSearch.of(teacher, data)
                .recipes(RecipeSource.neighbors(1.5)) // or recipes(first, second), RecipeSource.grid(..), your own
                .budget(Limit.iterations(16)) // or multiplyAdds(..), processorTime(..): for each trial
                .scoreByAccuracy()
                .executor(TrialExecutor.threads(2))
                .checkpointIn(folder);
        SearchResult<MultiLayerNetwork> result = search.run();

        System.out.println(result); // the ranking, the teacher trained on at equal cost in it
        if (result.improves()) {
            GrownFile.of(result.best().orElseThrow()).write(folder.resolve("student.zip"));
        }
        return List.of(result);
    }

    static List<SearchResult<MultiLayerNetwork>> climb(
            GrowthSearch<MultiLayerNetwork, DataSetIterator> search, Path folder) {
        List<SearchResult<MultiLayerNetwork>> rounds =
                search.checkpointIn(folder).climb(3);
        return rounds;
    }

    static SearchResult<MultiLayerNetwork> onSpark(GrowthSearch<MultiLayerNetwork, DataSetIterator> search) {
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            return search.executor(new SparkExecutor(spark)).run();
        }
    }

    static Trained<MultiLayerNetwork> workers(
            MultiLayerNetwork teacher,
            DataSetIterator training,
            DataSetIterator validation,
            JavaSparkContext spark,
            int workers) {
        int batchSize = 50;
        Trained<MultiLayerNetwork> trained = GrowthTraining.of(teacher, training, validation)
                .when(Trigger.plateau(3))
                .then(Recipe.of().widenAll(Layers.all()).times(2))
                .fitWith((student, data) -> {
                    List<DataSet> batches = new ArrayList<>();
                    data.forEachRemaining(batches::add);
                    TrainingMaster<?, ?> master = new ParameterAveragingTrainingMaster.Builder(workers, batchSize)
                            .batchSizePerWorker(batchSize)
                            .rddTrainingApproach(RDDTrainingApproach.Direct)
                            .build();
                    new SparkDl4jMultiLayer(spark, student, master).fit(spark.parallelize(batches, workers));
                })
                .run();
        return trained;
    }
}
