package io.github.net2net.examples.experiment;

import com.sun.management.OperatingSystemMXBean;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import io.github.net2net.dl4j.schedule.GrowthTraining;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import io.github.net2net.dl4j.schedule.TrainingEvent;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.Table;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Trains one run by the library's {@link GrowthTraining}, which keeps the checkpoints; an epoch is the batches between two
 * measurements. Nothing is grown during it, because several students are grown from the same teacher.
 */
final class RunTraining {
    private final Setup setup;
    private final Run run;
    private final SeedFolder folder;
    private final Table table;
    private final Watcher watcher;
    private final NetworkFiles files;
    private final Batches batches;
    private final TestImages measured;
    private final List<Integer> measurements;
    private @Nullable CompletableFuture<DataSet> nextBatch;
    private int epoch;
    private double seconds;
    private double waiting;
    private double cpu;
    /** Of the network, for one example; 0 if not known. */
    private long multiplyAdds;

    RunTraining(Setup setup, Run run, SeedFolder folder, Table table, Watcher watcher) {
        this.setup = setup;
        this.run = run;
        this.folder = folder;
        this.table = table;
        this.watcher = watcher;
        this.files = new NetworkFiles(folder.path());
        this.batches = setup.batches(run, folder.seed());
        this.measured = setup.measuredImages(run);
        this.measurements = setup.measurements(run);
    }

    /** Trains a network to the end of the run, from the last checkpoint if there is one; {@code start} is not modified. */
    void train(Trainee start, boolean resumes) {
        INDArray one = setup.inOrder(run, 1).get(0).getFeatures();
        multiplyAdds = start.growth(one).plan().teacherMultiplyAdds().orElse(0);
        if (!resumes) {
            table.removeAfter(run.name(), -1);
            watcher.begins(run, 0);
            measure(start.model());
        }
        watcher.ended(run, train(start.training()));
    }

    private <N extends Model> N train(GrowthTraining<N, DataSetIterator> training) {
        return training.when(progress -> false)
                .then(Recipe.of())
                .upTo(Limit.epochs(measurements.size() - 1))
                .trainOn(this::epoch)
                .fitWith(this::fit)
                .scoreBy(new Score(this))
                .checkpointIn(files.checkpoints(run))
                .onEvent(this::receive)
                .run()
                .network();
    }

    private void receive(TrainingEvent event) {
        if (event instanceof TrainingEvent.Resumed resumed) {
            epoch = resumed.epoch();
            int iteration = measurements.get(epoch);
            table.removeAfter(run.name(), iteration);
            Row last = table.of(run.name())
                    .filter(row -> row.iteration() == iteration)
                    .findFirst()
                    .orElseThrow(() -> new InputException(files.checkpoints(run) + ": has a checkpoint at iteration "
                            + iteration + ", which is not in " + Table.CSV + ". Remove it to start the run again."));
            seconds = last.seconds();
            waiting = last.waiting();
            cpu = last.cpu();
            watcher.begins(run, iteration);
        }
    }

    /** The batches of an epoch, prepared by another thread one ahead. */
    private DataSetIterator epoch(int number) {
        int from = measurements.get(number - 1);
        int to = measurements.get(number);
        long first = (long) setup.iterationsBefore(run) + from;
        // ND4J's random numbers are not part of a checkpoint, so dropout is seeded at each.
        Nd4jSeed.seedThread(Objects.hash(folder.seed(), run.name(), from));
        Stream<DataSet> taken =
                Stream.iterate(first, i -> i + 1).limit(to - from).map(this::take);
        return new ExistingDataSetIterator(taken.iterator());
    }

    private DataSet take(long number) {
        double start = now();
        CompletableFuture<DataSet> batch = nextBatch == null ? prepare(number) : nextBatch;
        DataSet taken = batch.join();
        nextBatch = prepare(number + 1);
        waiting += now() - start;
        return taken;
    }

    private CompletableFuture<DataSet> prepare(long number) {
        return CompletableFuture.supplyAsync(() -> batches.get(number));
    }

    private void fit(Model network, DataSetIterator data) {
        double start = now();
        double cpuAtStart = processorSeconds();
        while (data.hasNext()) {
            ((NeuralNetwork) network).fit(data.next());
            watcher.batch();
        }
        seconds += now() - start;
        cpu += processorSeconds() - cpuAtStart;
        epoch++;
    }

    private static double now() {
        return System.nanoTime() * 1e-9;
    }

    private static double processorSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() * 1e-9
                : 0;
    }

    private double measure(Model network) {
        int iteration = measurements.get(epoch);
        if (setup.growths(run).contains(iteration)) {
            files.saveTeacher(run.name(), iteration, network);
        }
        TestImages.Quality quality = measured.measure(features -> Trainee.output(network, features));
        boolean tested = setup.validates() && iteration == run.iterations();
        int batchSize = setup.experiment().batchSize();
        long images = (long) iteration * batchSize;
        Row row = new Row(
                run.name(),
                iteration,
                images,
                (long) setup.iterationsBefore(run) * batchSize + images,
                seconds,
                waiting,
                cpu,
                (double) Epoch.PASSES * multiplyAdds * images,
                quality.accuracy(),
                quality.loss(),
                tested
                        ? setup.testImages(run)
                                .measure(features -> Trainee.output(network, features))
                                .accuracy()
                        : Double.NaN);
        table.add(row);
        watcher.measured(row);
        return quality.accuracy();
    }

    /** Measures after each epoch. */
    @SuppressWarnings("serial") // DL4J's interface is serializable, but nothing serializes it
    private record Score(RunTraining training) implements ScoreCalculator<Model> {
        @Override
        public double calculateScore(Model network) {
            return training.measure(network);
        }

        @Override
        public boolean minimizeScore() {
            return false;
        }
    }
}
