package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import io.github.net2net.examples.results.ExperimentFile.Comparison;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A fixed number of multiply-adds, spent in several ways: on a large network, on a small one, or on a small one that is
 * grown on the way. One schedule of the learning rate covers the whole cost, or each network has its own.
 */
final class Cifar10Budget implements Annealed.Protocol {
    private static final int EPOCH = 450;
    /** What the budget is, in epochs of the large network. */
    private static final int EPOCHS = 6;

    private static final int LARGE = 16;
    private static final int SMALL = 8;
    private static final int QUARTER = 4;
    private static final List<Double> MOMENTS = List.of(0.5, 0.3, 0.7);
    private static final double MIDDLE = 0.5;
    private static final double FIRST = 0.1;
    private static final double SECOND = 0.3;

    private static final String TWICE = "grown twice";
    private static final String RESTARTED = "grown at 50%, restarted";
    private static final String RANDOM_PAD = "random pad at 50%";
    private static final Recipe WIDER = Recipe.of().widenAll(Layers.all()).times(2);

    @Override
    public About about() {
        return new About(
                "cifar10-budget",
                "CIFAR-10: one budget, spent in several ways",
                "Every result costs the same multiply-adds, those of " + EPOCHS
                        + " epochs of the large network. They are spent"
                        + " on the large network, on one with half its channels, or on that one up to 30, 50 or 70% of the"
                        + " cost and then on its student, which has the large one's size. The learning rate follows one"
                        + " schedule over the whole cost. For 50%, there is also random pad, and a schedule for each of the"
                        + " two networks. Grown twice starts with a quarter of the channels and grows at 10 and 30%.",
                Duration.ofMinutes(70),
                EPOCH);
    }

    @Override
    public Optional<String> baseline() {
        return Optional.of("large");
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        Budget budget = new Budget(task, length);
        List<Run> runs = new ArrayList<>();
        runs.add(budget.fresh("large", LARGE, 1));
        runs.add(budget.fresh("small", SMALL, 1));
        MOMENTS.forEach(
                moment -> runs.add(budget.grown(grownAt(moment), new Teacher("small", SMALL, 0, moment, 1), WIDER)));
        runs.add(budget.grown(
                RANDOM_PAD, new Teacher("small", SMALL, 0, MIDDLE, 1), WIDER.baseline(Baseline.RANDOM_PAD)));
        runs.add(budget.fresh("quarter", QUARTER, 1).until(budget.iterations(QUARTER, FIRST)));
        runs.add(budget.grown("grown once", new Teacher("quarter", QUARTER, 0, FIRST, SECOND), WIDER));
        runs.add(budget.grown(TWICE, new Teacher("grown once", SMALL, FIRST, SECOND, 1), WIDER));
        runs.add(budget.fresh("small, half the budget", SMALL, MIDDLE));
        runs.add(budget.restarted());
        return runs;
    }

    @Override
    public List<Comparison> comparisons() {
        List<String> grown = Stream.concat(MOMENTS.stream().map(Cifar10Budget::grownAt), Stream.of(TWICE, RESTARTED))
                .toList();
        List<Comparison> all = new ArrayList<>();
        for (String rival : List.of("large", "small")) {
            grown.forEach(run -> all.add(new Comparison(run, rival, "multiply-adds in total")));
        }
        all.add(new Comparison(grownAt(MIDDLE), RANDOM_PAD, "multiply-adds in total"));
        all.add(new Comparison(grownAt(MIDDLE), RESTARTED, "multiply-adds in total"));
        return all;
    }

    private static String grownAt(double share) {
        return "grown at " + Math.round(100 * share) + "%";
    }

    /**
     * A teacher, with its channels, and shares of the budget: when its training began, when it is grown, when the student's
     * training ends.
     */
    private record Teacher(String name, int channels, double began, double grown, double ends) {}

    private record Budget(Task task, Length length) {

        /** Iterations of a network that cost a share of the budget. */
        int iterations(int channels, double share) {
            double cost = (double) Annealed.cost(channels, task) / Annealed.cost(LARGE, task);
            return length.of((int) Math.round(share * EPOCHS * EPOCH / cost));
        }

        /** With a schedule that ends with {@code share} of the budget. */
        Run fresh(String name, int channels, double share) {
            int iterations = iterations(channels, share);
            return Run.fresh(
                    name,
                    channels + " channels, a rate from " + Annealed.PEAK,
                    seed -> Annealed.network(channels, task, iterations, seed),
                    iterations);
        }

        /** With twice the channels, and the rest of the schedule over the whole budget. */
        Run grown(String name, Teacher teacher, Recipe recipe) {
            int all = iterations(2 * teacher.channels, 1);
            int passed = Math.min(iterations(2 * teacher.channels, teacher.grown), all - 1); // very short experiments
            LearningRates rest = Annealed.rates(Annealed.PEAK, all).startingAt(passed);
            return student(name, "the rest of the schedule", teacher, recipe.learningRate(rest));
        }

        /** From a teacher whose rate has come to zero. */
        Run restarted() {
            LearningRates own = Annealed.rates(Annealed.RESTART, iterations(LARGE, 1 - MIDDLE));
            return student(
                    RESTARTED,
                    "a rate of its own, from " + Annealed.RESTART,
                    new Teacher("small, half the budget", SMALL, 0, MIDDLE, 1),
                    WIDER.learningRate(own));
        }

        private Run student(String name, String rates, Teacher teacher, Recipe recipe) {
            Run.Grown origin = new Run.Grown(
                    teacher.name, iterations(teacher.channels, teacher.grown - teacher.began), Run.Growing.by(recipe));
            int iterations = iterations(2 * teacher.channels, teacher.ends - teacher.grown);
            return Run.grown(name, 2 * teacher.channels + " channels, " + rates, origin, iterations);
        }
    }
}
