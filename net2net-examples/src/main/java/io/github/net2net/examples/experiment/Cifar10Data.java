package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.learningrate.CosineSchedule;
import io.github.net2net.examples.data.Augmentation;
import io.github.net2net.examples.results.ExperimentFile.Comparison;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Training images that double three times, and networks that are trained on at each stage: one that grows, a small and a
 * large one that do not, and a large one with shrink and perturb; next to a new one at each stage. Every run costs the
 * same multiply-adds, and its rate falls to zero within it.
 */
final class Cifar10Data implements Experiment {
    /** Channels of the network that grows, in each stage. */
    private static final List<Integer> CHANNELS = List.of(16, 20, 25, 32);

    private static final List<Double> SHARES = List.of(0.125, 0.25, 0.5, 1.0);
    private static final int SMALL = CHANNELS.get(0);
    private static final int LARGE = CHANNELS.get(CHANNELS.size() - 1);
    /** Batches of a stage for the largest network; smaller ones get more. */
    private static final int BATCHES = 300;

    private static final String GROWN = "grown";
    private static final String FIXED = "large";
    private static final String ANEW = "anew";

    private static final double PEAK = 0.05;
    private static final double RESTART = 0.3 * PEAK;
    private static final double WARM_UP = 0.1;

    @Override
    public About about() {
        return new About(
                "cifar10-data",
                "CIFAR-10: more and more images",
                "At first there is an eighth of the images, then a quarter, a half, all. At each stage, networks are"
                        + " trained on, with a new schedule of the learning rate: one that is grown before, a small one, a"
                        + " large one, and a large one whose weights are shrunk and perturbed before. A new network of the"
                        + " grown one's size is trained from scratch. Every run of every stage costs the same number of"
                        + " multiply-adds.",
                Duration.ofMinutes(120),
                450);
    }

    @Override
    public Augmentation augmentation() {
        return Augmentation.none().mirrored().shifted(4);
    }

    @Override
    public double validationShare() {
        return 0.1;
    }

    @Override
    public Optional<String> baseline() {
        return Optional.empty(); // each stage has its own
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        List<Run> runs = new ArrayList<>();
        runs.add(fresh(name(GROWN, 0), SMALL, task, length).on(part(0)));
        runs.add(fresh(name(FIXED, 0), LARGE, task, length).on(part(0)));
        for (int stage = 1; stage < SHARES.size(); stage++) {
            int channels = CHANNELS.get(stage);
            String anew = name(ANEW, stage);
            List<Run> trainedOn = List.of(
                    run(GROWN, GROWN, stage, channels, wider(stage), RESTART, task, length),
                    run("small", GROWN, stage, SMALL, Recipe.of(), RESTART, task, length),
                    run(FIXED, FIXED, stage, LARGE, Recipe.of(), RESTART, task, length),
                    run("perturbed", FIXED, stage, LARGE, Recipe.of().shrinkAndPerturb(0.4, 0.1), PEAK, task, length));
            runs.add(fresh(anew, channels, task, length).on(part(stage)));
            for (Run run : trainedOn) {
                runs.add(run.on(part(stage)).against(anew));
            }
        }
        return runs;
    }

    private static Run.Part part(int stage) {
        return new Run.Part(SHARES.get(stage), Run.Part.WHOLE.classes());
    }

    @Override
    public List<Comparison> comparisons() {
        List<Comparison> all = new ArrayList<>();
        for (int stage = 1; stage < SHARES.size(); stage++) {
            for (String rival : List.of(ANEW, "small", FIXED, "perturbed")) {
                all.add(new Comparison(name(GROWN, stage), name(rival, stage), "multiply-adds in each stage"));
            }
        }
        return all;
    }

    private static String name(String network, int stage) {
        return network + ", stage " + (stage + 1);
    }

    private static Recipe wider(int stage) {
        return Recipe.of().widenAll(Layers.all()).times((double) CHANNELS.get(stage) / CHANNELS.get(stage - 1));
    }

    /** A run from the same network of the stage before, in the first of which {@code first} stands for it. */
    private static Run run(
            String network,
            String first,
            int stage,
            int channels,
            Recipe recipe,
            double peak,
            Task task,
            Length length) {
        int before = network.equals(GROWN) ? CHANNELS.get(stage - 1) : channels;
        int iterations = iterations(channels, task, length);
        LearningRates rates = LearningRates.cosine(peak, iterations).warmUp((int) (WARM_UP * iterations));
        Run.Grown origin = new Run.Grown(
                name(stage == 1 ? first : network, stage - 1),
                iterations(before, task, length),
                Run.Growing.by(recipe.learningRate(rates)));
        return Run.grown(name(network, stage), channels + " channels", origin, iterations);
    }

    private static Run fresh(String name, int channels, Task task, Length length) {
        int iterations = iterations(channels, task, length);
        return Run.fresh(
                name, channels + " channels, new", seed -> network(task, channels, iterations, seed), iterations);
    }

    private static int iterations(int channels, Task task, Length length) {
        return length.of((int) Math.round((double) BATCHES * cost(LARGE, task) / cost(channels, task)));
    }

    /** Multiply-adds for an image. */
    private static long cost(int channels, Task task) {
        return Net2Net.from(
                        network(task, channels, 1, 0),
                        InputType.convolutional(task.side(), task.side(), task.channels()))
                .plan()
                .teacherMultiplyAdds()
                .orElseThrow();
    }

    private static MultiLayerNetwork network(Task task, int channels, int iterations, long seed) {
        CosineSchedule rates = new CosineSchedule(PEAK, 0, iterations, (int) (WARM_UP * iterations));
        return NetworkParts.normed(
                channels,
                task,
                NetworkParts.settings(new Nesterovs(rates, 0.9), seed).l2(5e-4));
    }
}
