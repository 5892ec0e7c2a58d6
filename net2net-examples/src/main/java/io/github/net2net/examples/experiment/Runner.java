package io.github.net2net.examples.experiment;

import static io.github.net2net.dl4j.Calibration.calibratedOn;
import static java.util.Objects.requireNonNull;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.Table;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs an experiment for one seed, continuing what is in its folder. */
public final class Runner {
    private final Setup setup;
    private final List<Run> runs;
    private final SeedFolder folder;
    private final NetworkFiles files;
    private Table table;
    private Description description;

    /**
     * A runner.
     *
     * @throws InputException if the folder holds another experiment
     */
    public Runner(Setup setup, SeedFolder folder) {
        this.setup = setup;
        this.runs = setup.runs();
        this.folder = folder;
        this.files = new NetworkFiles(folder.path());
        this.table = Table.in(folder.path());
        this.description = new Description(setup, folder);
        requireSameLength();
    }

    /**
     * Runs an experiment for one seed in a temporary folder, which is deleted afterwards.
     *
     * @return its measurements
     */
    public static List<Row> runInTemporaryFolder(Setup setup, long seed, Watcher watcher) {
        Path folder;
        try {
            folder = Files.createTempDirectory("net2net");
        } catch (IOException e) {
            throw new InputException("cannot create a temporary folder (" + e.getMessage() + ").", e);
        }
        try {
            Runner runner = new Runner(setup, new SeedFolder(folder, seed));
            runner.runAll(watcher);
            return runner.rows();
        } finally {
            NetworkFiles.delete(folder);
        }
    }

    /** Measurements of a shorter or longer experiment are at other iterations. */
    private void requireSameLength() {
        for (Run run : runs) {
            List<Integer> expected = setup.measurements(run);
            List<Row> measured = table.of(run.name()).toList();
            for (int i = 0; i < measured.size(); i++) {
                int found = measured.get(i).iteration();
                int now = expected.get(Math.min(i, expected.size() - 1));
                if (found != now) {
                    throw new InputException(folder.path().resolve(Table.CSV) + ": '" + run.name()
                            + "' was measured at iteration " + found + ", but this experiment measures at " + now
                            + ". Resume with the options it was started with (--quick, --iterations), or give another"
                            + " folder with --out.");
                }
            }
        }
    }

    /** All measurements so far. */
    public List<Row> rows() {
        return table.rows();
    }

    /** The iterations that are still to be trained. */
    public long left() {
        return runs.stream().mapToLong(run -> run.iterations() - reached(run)).sum();
    }

    private int reached(Run run) {
        return table.of(run.name()).mapToInt(Row::iteration).max().orElse(0);
    }

    private boolean isDone(Run run) {
        return table.of(run.name()).anyMatch(row -> row.iteration() == run.iterations());
    }

    /**
     * Runs all runs that are not finished.
     *
     * @throws InputException if another process runs this seed in this folder
     */
    public void runAll(Watcher watcher) {
        try (Closeable lock = folder.lock()) {
            requireNonNull(lock);
            // Another process may have continued it meanwhile.
            table = Table.in(folder.path());
            description = new Description(setup, folder);
            requireSameLength();
            table.write();
            description.write();
            for (Run run : runs) {
                if (!isDone(run)) {
                    train(run, watcher);
                }
                files.deleteCheckpoints(run);
            }
        } catch (IOException e) {
            throw new InputException("--out: cannot release the lock of " + folder.path() + " (" + e + ").", e);
        }
    }

    private void train(Run run, Watcher watcher) {
        if (reached(run) == 0) {
            files.deleteCheckpoints(run);
        }
        boolean resumes = Files.exists(files.checkpoints(run).resolve("checkpoint.zip"));
        Trainee start = run.origin() instanceof Run.Grown grown
                ? grown(run, grown, resumes ? new Watcher() {} : watcher)
                : fresh(run, (Run.Fresh) run.origin());
        new RunTraining(setup, run, folder, table, watcher).train(start, resumes);
    }

    private Trainee fresh(Run run, Run.Fresh origin) {
        Trainee network = new Trainee(origin.network().apply(folder.seed()));
        description.begins(run, network);
        return network;
    }

    private Trainee grown(Run run, Run.Grown origin, Watcher watcher) {
        Nd4jSeed.seedThread(folder.seed());
        Experiment.GrowthImages images = setup.experiment().growthImages();
        Batches calibration = setup.inOrder(run, images.calibrationBatch());
        INDArray[] features = LongStream.range(0, Math.min(images.calibrationBatches(), calibration.perEpoch()))
                .mapToObj(number -> calibration.get(number).getFeatures())
                .toArray(INDArray[]::new);
        INDArray compared = setup.inOrder(run, images.compared()).get(0).getFeatures();
        Growth<? extends Model> growth = files.loadTeacher(origin.from(), origin.at())
                .growth(compared)
                .apply(origin.growing().recipe(calibratedOn(features)))
                .seed(folder.seed())
                .verifyOn(Probes.features(compared));
        Grown<? extends Model> grown = growth.grow();
        watcher.grown(run, grown.report());
        Trainee student = new Trainee(grown.network());
        description.grown(run, student, grown.report());
        return student;
    }
}
