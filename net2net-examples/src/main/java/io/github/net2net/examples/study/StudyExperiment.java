package io.github.net2net.examples.study;

import io.github.net2net.examples.experiment.Experiment;
import io.github.net2net.examples.experiment.NetworkParts;
import io.github.net2net.examples.experiment.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * A study with one optimizer. The teacher is paengs' network for MNIST with fewer channels; every student is grown from it at
 * the same time and trained on the same batches.
 *
 * @param study what is compared
 * @param optimizer of all networks
 * @param batches number of batches before growth, and again after it
 */
record StudyExperiment(Study study, Optimizer optimizer, int batches) implements Experiment {
    static final int BATCH = 50;
    static final String TEACHER = "teacher trained on";

    /** What the networks are trained with. */
    enum Optimizer {
        /** Gradient descent with Nesterov momentum. */
        MOMENTUM("sgd+momentum"),
        /** Adam. */
        ADAM("adam");

        private final String title;

        Optimizer(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    @Override
    public About about() {
        return new About(
                (study + "-" + optimizer).toLowerCase(Locale.ROOT),
                study.title() + ", " + optimizer.title,
                "Students twice as wide are grown from the same teacher in several ways and trained on the same batches.",
                Duration.ofMinutes(10),
                Math.max(1, batches / 20));
    }

    @Override
    public Optional<String> baseline() {
        return Optional.of(TEACHER);
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        List<Run> runs = new ArrayList<>();
        runs.add(Run.fresh(TEACHER, "not grown", seed -> teacher(task, seed), 2 * batches));
        study.recipes().forEach((name, recipe) -> {
            Run.Grown origin = new Run.Grown(TEACHER, batches, Run.Growing.by(recipe));
            runs.add(Run.grown(name, "twice as wide", origin, batches));
        });
        return runs;
    }

    private MultiLayerNetwork teacher(Task task, long seed) {
        IUpdater updater = optimizer == Optimizer.ADAM ? new Adam(0.001) : new Nesterovs(0.01, 0.9);
        var settings = NetworkParts.settings(updater, seed).activation(Activation.RELU);
        return NetworkParts.create(NetworkParts.paengs(settings, 6, 12, 48, NetworkParts.output(task)), task);
    }
}
