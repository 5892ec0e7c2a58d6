package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import io.github.net2net.examples.results.ExperimentFile.Comparison;
import io.github.net2net.rule.Layers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Training images that double three times, and networks that are trained on at each stage: one that grows, a small and a
 * large one that do not, and a large one with shrink and perturb; next to a new one at each stage. Every run costs the
 * same multiply-adds, and its rate falls to zero within it.
 */
final class Cifar10Data implements Annealed.Protocol {
    /** Channels of the network that grows, in each stage. */
    private static final List<Integer> CHANNELS = List.of(8, 10, 13, 16);

    private static final List<Double> SHARES = List.of(0.125, 0.25, 0.5, 1.0);
    private static final int SMALL = CHANNELS.get(0);
    private static final int LARGE = CHANNELS.get(CHANNELS.size() - 1);
    /** Batches of a stage for the largest network; smaller ones get more. */
    private static final int BATCHES = 450;

    private static final String GROWN = "grown";
    private static final String FIXED = "large";
    private static final String ANEW = "anew";

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
                Duration.ofMinutes(40),
                450);
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        List<Run> runs = new ArrayList<>();
        for (int number = 0; number < SHARES.size(); number++) {
            runs.addAll(new Stage(number, task, length).runs());
        }
        return runs;
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

    private record Stage(int number, Task task, Length length) {

        /** In the first stage, networks of the same size are the same. */
        List<Run> runs() {
            int channels = CHANNELS.get(number);
            if (number == 0) {
                return List.of(fresh(GROWN, SMALL), fresh(FIXED, LARGE));
            }
            Recipe wider = Recipe.of().widenAll(Layers.all()).times((double) channels / CHANNELS.get(number - 1));
            Recipe perturbed = Recipe.of().shrinkAndPerturb(0.4, 0.1);
            return List.of(
                    fresh(ANEW, channels),
                    trainedOn(GROWN, GROWN, channels, rates(channels, Annealed.RESTART, wider)),
                    trainedOn("small", GROWN, SMALL, rates(SMALL, Annealed.RESTART, Recipe.of())),
                    trainedOn(FIXED, FIXED, LARGE, rates(LARGE, Annealed.RESTART, Recipe.of())),
                    trainedOn("perturbed", FIXED, LARGE, rates(LARGE, Annealed.PEAK, perturbed)));
        }

        private Run fresh(String network, int channels) {
            int iterations = iterations(channels);
            return Run.fresh(
                            name(network, number),
                            channels + " channels, new",
                            seed -> Annealed.network(channels, task, iterations, seed),
                            iterations)
                    .on(part());
        }

        /** From the same network of the stage before; of the first stage, from {@code first}. */
        private Run trainedOn(String network, String first, int channels, Recipe recipe) {
            int before = network.equals(GROWN) ? CHANNELS.get(number - 1) : channels;
            Run.Grown origin = new Run.Grown(
                    name(number == 1 ? first : network, number - 1), iterations(before), Run.Growing.by(recipe));
            return Run.grown(name(network, number), channels + " channels", origin, iterations(channels))
                    .on(part())
                    .against(name(ANEW, number));
        }

        private Recipe rates(int channels, double peak, Recipe recipe) {
            return recipe.learningRate(Annealed.rates(peak, iterations(channels)));
        }

        private Run.Part part() {
            return new Run.Part(SHARES.get(number), Run.Part.WHOLE.classes());
        }

        private int iterations(int channels) {
            return length.of(
                    (int) Math.round((double) BATCHES * Annealed.cost(LARGE, task) / Annealed.cost(channels, task)));
        }
    }
}
