package io.github.net2net.examples.experiment;

import com.sun.management.OperatingSystemMXBean;
import io.github.net2net.Growth;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.ChannelScaling;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.Table;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Carries an experiment out for one seed, from where its folder says it stands. */
final class Runner {
    private static final int PROBE = 100;

    private final Experiment experiment;
    private final List<Run> runs;
    private final int interval;
    private final ImageData data;
    private final ChannelScaling scaling;
    private final long seed;
    private final Table table;
    private final Networks networks;

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

    Runner(Experiment experiment, Experiment.Length length, ImageData data, SeedFolder folder) {
        this.experiment = experiment;
        this.runs = experiment.runs(taskOf(data), length);
        this.interval = length.of(experiment.interval());
        this.data = data;
        this.scaling = experiment.scaling(data);
        this.seed = folder.seed();
        this.table = Table.in(folder.path());
        this.networks = new Networks(folder.path());
        requireSameLength(folder.path());
    }

    /** Measurements of a shorter or longer experiment stand at other iterations than those of this one. */
    private void requireSameLength(Path folder) {
        for (Run run : runs) {
            List<Row> measured = table.of(run.name()).toList();
            for (int i = 0; i < measured.size(); i++) {
                int expected = Math.min(i * interval, run.iterations());
                int found = measured.get(i).iteration();
                if (found != expected) {
                    throw new InputException(
                            folder.resolve(Table.CSV) + ": '" + run.name() + "' was measured at iteration "
                                    + found + ", where this experiment measures at " + expected
                                    + ". Resume with the options that it"
                                    + " was begun with (--quick or not), or give another folder with --out.");
                }
            }
        }
    }

    static Experiment.Task taskOf(ImageData data) {
        return new Experiment.Task(
                data.training().channels(),
                data.training().side(),
                data.training().classes());
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
        for (Run run : runs) {
            if (!isDone(run)) {
                train(run, watcher);
            }
        }
    }

    private void train(Run run, Watcher watcher) {
        boolean resumes = networks.hasCheckpoint(run);
        MultiLayerNetwork network = resumes ? networks.loadCheckpoint(run) : start(run, watcher);
        int start = network.getIterationCount() - iterationsBefore(run);
        table.dropBehind(run.name(), start);
        watcher.begins(run, start);
        if (!resumes) {
            table.dropBehind(run.name(), -1);
            watcher.measured(measure(run, network, 0, new Spent(0, 0, 0)));
        }
        Batches batches = Batches.shuffled(data.training(), scaling, experiment.batchSize(), seed);
        Row last = table.of(run.name()).reduce((first, second) -> second).orElseThrow();
        try (Prefetch prefetch = new Prefetch(batches, (long) iterationsBefore(run) + start)) {
            continueFrom(last, run, network, prefetch, watcher);
        }
        networks.dropCheckpoint(run);
    }

    private void continueFrom(Row last, Run run, MultiLayerNetwork network, Prefetch prefetch, Watcher watcher) {
        Set<Integer> milestones = milestones(run);
        long nanoseconds = 0;
        double cpu = 0;
        for (int i = last.iteration() + 1; i <= run.iterations(); i++) {
            long begin = System.nanoTime();
            double cpuBegin = processorSeconds();
            network.fit(prefetch.take());
            nanoseconds += System.nanoTime() - begin;
            cpu += processorSeconds() - cpuBegin;
            watcher.batch();
            if (milestones.contains(i)) {
                networks.saveMilestone(run.name(), i, network);
            }
            if (i % interval == 0 || i == run.iterations()) {
                var spent = new Spent(
                        last.seconds() + nanoseconds * 1e-9, last.waiting() + prefetch.seconds(), last.cpu() + cpu);
                watcher.measured(measure(run, network, i, spent));
                networks.saveCheckpoint(run, network);
            }
        }
    }

    /** The iterations of this run at which others start. */
    private Set<Integer> milestones(Run run) {
        Set<Integer> iterations = new TreeSet<>();
        for (Run other : runs) {
            if (other.origin() instanceof Run.Grown grown && grown.from().equals(run.name())) {
                iterations.add(grown.at());
            }
        }
        return iterations;
    }

    private Row measure(Run run, MultiLayerNetwork network, int iteration, Spent spent) {
        TestImages.Quality quality = new TestImages(data.test(), scaling).measure(network);
        long images = (long) iteration * experiment.batchSize();
        long before = (long) iterationsBefore(run) * experiment.batchSize();
        Row row = new Row(
                run.name(),
                iteration,
                images,
                before + images,
                spent.seconds,
                spent.waiting,
                spent.cpu,
                quality.accuracy(),
                quality.loss());
        table.add(row);
        return row;
    }

    /** Time spent training, how much of it waiting for data, and the processor time of all threads. */
    private record Spent(double seconds, double waiting, double cpu) {}

    private static double processorSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() * 1e-9
                : 0;
    }

    /** Of all ancestors, up to where each was grown. */
    private int iterationsBefore(Run run) {
        return run.origin() instanceof Run.Grown grown ? grown.at() + iterationsBefore(named(grown.from())) : 0;
    }

    private Run named(String name) {
        return runs.stream()
                .filter(run -> run.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no run '" + name + "'"));
    }

    private MultiLayerNetwork start(Run run, Watcher watcher) {
        if (run.origin() instanceof Run.Fresh fresh) {
            MultiLayerNetwork network = fresh.network().apply(seed);
            OneDnn.engage(network);
            return network;
        }
        Run.Grown origin = (Run.Grown) run.origin();
        Nd4j.getRandom().setSeed(seed);
        Growth<MultiLayerNetwork> growth = Net2Net.from(networks.loadMilestone(origin.from(), origin.at()))
                .apply(origin.recipe())
                .seed(seed)
                .verifyOn(Probes.features(probe()));
        watcher.grown(run, growth.plan());
        return growth.grow().network();
    }

    private INDArray probe() {
        return Batches.inOrder(
                        data.training(),
                        scaling,
                        Math.min(PROBE, data.training().size()))
                .get(0)
                .getFeatures();
    }
}
