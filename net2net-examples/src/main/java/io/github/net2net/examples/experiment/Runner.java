package io.github.net2net.examples.experiment;

import static io.github.net2net.dl4j.Calibration.calibratedOn;
import static java.util.stream.Collectors.toSet;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.ChannelScaling;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.ImageSet;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.SeedLock;
import io.github.net2net.examples.results.Table;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Carries an experiment out for one seed, from where its folder says it stands. */
final class Runner {
    private static final int PROBE = 20;
    private static final int CALIBRATION_BATCHES = 5;

    private final Setup setup;
    private final List<Run> runs;
    private final Lineage lineage;
    private final int batchSize;
    private final ImageData data;
    private final ChannelScaling scaling;
    private final SeedFolder folder;
    private final long seed;
    private Table table;
    private final Networks networks;
    private Description description;

    /** Told of what is going on. */
    interface Watcher {
        /** A run begins, or goes on at an iteration. */
        void begins(Run run, int iteration);

        /** A batch is done. */
        void batch();

        /** A network was grown. */
        void grown(Run run, GrowthPlan plan);

        /** Something was measured. */
        void measured(Row row);
    }

    /**
     * A runner.
     *
     * @throws InputException if the folder holds another experiment
     */
    Runner(Setup setup, SeedFolder folder) {
        this.setup = setup;
        this.runs = setup.runs();
        this.lineage = new Lineage(runs);
        this.batchSize = setup.experiment().batchSize();
        this.data = setup.data();
        this.scaling = setup.experiment().scaling(data);
        this.folder = folder;
        this.seed = folder.seed();
        this.networks = new Networks(folder.path());
        this.table = Table.in(folder.path());
        this.description = new Description(setup, folder);
        requireSameLength();
    }

    /** Other processes may have gone on with the folder since. */
    private void readAgain() {
        table = Table.in(folder.path());
        description = new Description(setup, folder);
        requireSameLength();
        table.write();
    }

    /** Measurements of a shorter or longer experiment stand at other iterations than those of this one. */
    private void requireSameLength() {
        for (Run run : runs) {
            List<Row> measured = table.of(run.name()).toList();
            for (int i = 0; i < measured.size(); i++) {
                int expected = Math.min(i * setup.interval(), run.iterations());
                int found = measured.get(i).iteration();
                if (found != expected) {
                    throw new InputException(
                            folder.path().resolve(Table.CSV) + ": '" + run.name() + "' was measured at iteration "
                                    + found + ", where this experiment measures at " + expected
                                    + ". Resume with the options that it"
                                    + " was begun with (--quick, --iterations), or give another folder with --out.");
                }
            }
        }
    }

    List<Row> rows() {
        return table.rows();
    }

    /** Iterations that are still to be trained. */
    long left() {
        return runs.stream().mapToLong(run -> run.iterations() - reached(run)).sum();
    }

    private int reached(Run run) {
        return table.of(run.name()).mapToInt(Row::iteration).max().orElse(0);
    }

    private boolean isDone(Run run) {
        return table.of(run.name()).anyMatch(row -> row.iteration() == run.iterations());
    }

    void runAll(Watcher watcher) {
        SeedLock lock = SeedLock.of(folder);
        try {
            readAgain();
            description.write();
            for (Run run : runs) {
                if (!isDone(run)) {
                    train(run, watcher);
                }
                networks.dropCheckpoints(run);
            }
        } finally {
            lock.close();
        }
    }

    private void train(Run run, Watcher watcher) {
        Optional<Integer> checkpoint = checkpoint(run);
        Trainee network = checkpoint.isPresent() ? networks.loadCheckpoint(run, checkpoint.get()) : start(run, watcher);
        int before = lineage.iterationsBefore(run);
        int start = checkpoint.orElse(0);
        table.dropBehind(run.name(), checkpoint.orElse(-1));
        watcher.begins(run, start);
        if (checkpoint.isEmpty()) {
            measure(run, network, 0, new Stopwatch(), watcher);
        }
        Batches batches = Batches.shuffled(run.part().of(data.training()), scaling, batchSize, seed)
                .augmented(setup.augmentation(), seed);
        try (Prefetch prefetch = new Prefetch(batches, (long) before + start)) {
            goOn(run, network, prefetch, watcher);
        }
    }

    /** The last checkpoint of what is in the table. */
    private Optional<Integer> checkpoint(Run run) {
        Set<Integer> measured = table.of(run.name()).map(Row::iteration).collect(toSet());
        return networks.checkpointed(run).filter(measured::contains).max(Integer::compare);
    }

    private void goOn(Run run, Trainee network, Prefetch prefetch, Watcher watcher) {
        Row last = table.of(run.name()).reduce((first, second) -> second).orElseThrow();
        Stopwatch stopwatch = new Stopwatch(last);
        seedRandomNumbers(run, last.iteration());
        for (int i = last.iteration() + 1; i <= run.iterations(); i++) {
            stopwatch.start();
            network.fit(prefetch.take());
            stopwatch.stop();
            watcher.batch();
            if (lineage.milestones(run).contains(i)) {
                networks.saveMilestone(run.name(), i, network);
            }
            if (i % setup.interval() == 0 || i == run.iterations()) {
                stopwatch.waited(prefetch.seconds());
                measure(run, network, i, stopwatch, watcher);
                networks.saveCheckpoint(run, i, network);
                seedRandomNumbers(run, i);
            }
        }
    }

    /** A network has no memory of the state of ND4J's random numbers, so dropout starts anew at every checkpoint. */
    private void seedRandomNumbers(Run run, int iteration) {
        Nd4jSeed.seedThread(Objects.hash(seed, run.name(), iteration));
    }

    private void measure(Run run, Trainee network, int iteration, Stopwatch spent, Watcher watcher) {
        TestImages.Quality quality = new TestImages(testOf(run), scaling).measure(network::output);
        long images = (long) iteration * batchSize;
        long before = (long) lineage.iterationsBefore(run) * batchSize;
        Row row = new Row(
                run.name(),
                iteration,
                images,
                before + images,
                spent.seconds(),
                spent.waiting(),
                spent.cpu(),
                quality.accuracy(),
                quality.loss());
        table.add(row);
        watcher.measured(row);
    }

    private ImageSet testOf(Run run) {
        ImageSet all = data.test();
        return run.part().classes() >= all.classes()
                ? all
                : all.part(all.size(), run.part().classes());
    }

    private Trainee start(Run run, Watcher watcher) {
        if (run.origin() instanceof Run.Fresh fresh) {
            Trainee network = new Trainee(fresh.network().apply(seed));
            description.begins(run, network);
            return network;
        }
        Run.Grown origin = (Run.Grown) run.origin();
        Nd4jSeed.seedThread(seed);
        Trainee teacher = networks.loadMilestone(origin.from(), origin.at());
        return grow(teacher.growth(), run, origin.growing(), watcher);
    }

    private Trainee grow(Growth<? extends Model> teacher, Run run, Run.Growing growing, Watcher watcher) {
        Growth<? extends Model> growth = teacher.apply(growing.recipe(calibratedOn(calibrationImages(run))))
                .seed(seed)
                .verifyOn(Probes.features(probe(run)));
        watcher.grown(run, growth.plan());
        Grown<? extends Model> grown = growth.grow();
        Trainee student = new Trainee(grown.network());
        description.grown(run, student, grown.report());
        return student;
    }

    private INDArray[] calibrationImages(Run run) {
        Batches batches = inOrder(run, batchSize);
        return LongStream.range(0, Math.min(CALIBRATION_BATCHES, batches.perEpoch()))
                .mapToObj(number -> batches.get(number).getFeatures())
                .toArray(INDArray[]::new);
    }

    private INDArray probe(Run run) {
        return inOrder(run, PROBE).get(0).getFeatures();
    }

    private Batches inOrder(Run run, int size) {
        ImageSet images = run.part().of(data.training());
        return Batches.inOrder(images, scaling, Math.min(size, images.size()));
    }
}
