package io.github.net2net.examples.study;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.experiment.TestImages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Trains a teacher, and every arm from where it stood, on the same batches.
 *
 * @param data images; the same for all seeds
 * @param protocol for how long
 */
record StudyRunner(ImageData data, Protocol protocol) {
    /**
     * How long to train.
     *
     * @param teacher batches before growth
     * @param student batches after it
     * @param interval batches between two measurements
     * @param batchSize images in a batch
     */
    record Protocol(int teacher, int student, int interval, int batchSize) {}

    /** Told of what is going on. */
    interface Watcher {
        void begins(String what);

        void batch();

        void ended(List<Measurement> run);
    }

    /** Runs all arms of one optimizer and seed that are not in {@code done} yet. */
    void run(Study study, Optimizer optimizer, long seed, Measurements done, Watcher watcher) {
        List<StudyArm> arms = study.arms().stream()
                .filter(arm -> !done.has(new Measurement.Run(optimizer.title(), arm.name(), seed)))
                .toList();
        if (arms.isEmpty()) {
            return;
        }
        Batches batches = Batches.shuffled(data.training(), data.scaling(), protocol.batchSize, seed);
        MultiLayerNetwork teacher = StudyNetwork.teacher(data.training(), optimizer.updater(), seed);
        OneDnn.engage(teacher);
        watcher.begins(optimizer.title() + ", seed " + seed + ", teacher");
        for (int i = 0; i < protocol.teacher; i++) {
            teacher.fit(batches.get(i));
            watcher.batch();
        }
        for (StudyArm arm : arms) {
            watcher.begins(optimizer.title() + ", seed " + seed + ", " + arm.name());
            List<Measurement> run = train(
                    network(arm, teacher, seed), new Measurement.Run(optimizer.title(), arm.name(), seed), watcher);
            done.add(run);
            watcher.ended(run);
        }
    }

    /** The teacher trained on is a growth by nothing: a copy with all that its optimizer remembers. */
    private static MultiLayerNetwork network(StudyArm arm, MultiLayerNetwork teacher, long seed) {
        UnaryOperator<Growth<MultiLayerNetwork>> wish = arm.wish();
        Growth<MultiLayerNetwork> growth =
                wish == null ? Net2Net.from(teacher) : wish.apply(StudyNetwork.growth(teacher, seed));
        return growth.grow().network();
    }

    private List<Measurement> train(MultiLayerNetwork network, Measurement.Run run, Watcher watcher) {
        Batches batches = Batches.shuffled(data.training(), data.scaling(), protocol.batchSize, run.seed());
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i <= protocol.student; i++) {
            if (i % protocol.interval == 0 || i == protocol.student) {
                measurements.add(measure(network, run, i));
            }
            if (i < protocol.student) {
                network.fit(batches.get((long) protocol.teacher + i));
                watcher.batch();
            }
        }
        return measurements;
    }

    private Measurement measure(MultiLayerNetwork network, Measurement.Run run, int iteration) {
        TestImages.Quality quality = new TestImages(data.test(), data.scaling()).measure(network::output);
        return new Measurement(run.optimizer(), run.arm(), run.seed(), iteration, quality.accuracy(), quality.loss());
    }
}
