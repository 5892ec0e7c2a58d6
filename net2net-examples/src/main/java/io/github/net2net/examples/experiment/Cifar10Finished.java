package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.ExperimentFile.Comparison;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A teacher that is trained to its end, and what becomes of it in a few more epochs: twice as wide, next to a network of
 * that width from scratch, to random pad, and to the teacher itself with a new schedule. Every run's rate falls to zero
 * within the run.
 */
final class Cifar10Finished implements Annealed.Protocol {
    private static final int EPOCH = 450;
    private static final int TEACHER_EPOCHS = 12;
    private static final List<Integer> EPOCHS = List.of(2, 1, 4, 8);
    private static final int CHANNELS = 8;
    private static final Recipe WIDER = Recipe.of().widenAll(Layers.all()).times(2);

    @Override
    public About about() {
        return new About(
                "cifar10-finished",
                "CIFAR-10: a finished teacher, grown",
                "A teacher is trained until its learning rate is zero. Then it is grown to twice its channels, and the"
                        + " student is trained for 1, 2, 4 or 8 epochs, with a rate that falls to zero in them. It is"
                        + " compared with a network of its size from scratch, trained for as many epochs, and for as many"
                        + " multiply-adds as teacher and student together; with random pad; and with the teacher, trained on"
                        + " for as many multiply-adds. All are measured on 5,000 training images that are held back, and at"
                        + " the end on the test images.",
                Duration.ofMinutes(150),
                EPOCH);
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        double cost = (double) Annealed.cost(2 * CHANNELS, task) / Annealed.cost(CHANNELS, task);
        List<Run> runs = new ArrayList<>();
        runs.add(scratch("teacher", TEACHER_EPOCHS, 1, task, length));
        for (int epochs : EPOCHS) {
            String end = epochs(epochs);
            String scratch = "from scratch, " + end;
            String whole = "from scratch, total cost of " + end;
            runs.add(student("wider, " + end, WIDER, epochs, length).against(scratch));
            runs.add(scratch(scratch, epochs, 2, task, length));
            runs.add(student("teacher trained on, cost of " + end, Recipe.of(), cost * epochs, length)
                    .against(scratch));
            runs.add(student("random pad, " + end, WIDER.baseline(Baseline.RANDOM_PAD), epochs, length)
                    .against(scratch));
            runs.add(scratch(whole, TEACHER_EPOCHS / cost + epochs, 2, task, length));
        }
        return runs;
    }

    @Override
    public List<ExperimentFile.Comparison> comparisons() {
        List<ExperimentFile.Comparison> all = new ArrayList<>();
        for (int epochs : EPOCHS) {
            String end = epochs(epochs);
            String wider = "wider, " + end;
            all.add(new Comparison(wider, "from scratch, " + end, "multiply-adds from the growth on"));
            all.add(new Comparison(wider, "from scratch, total cost of " + end, "multiply-adds in total"));
            all.add(new Comparison(wider, "teacher trained on, cost of " + end, "multiply-adds in total"));
            all.add(new Comparison(wider, "random pad, " + end, "multiply-adds in total"));
        }
        return all;
    }

    private static String epochs(int number) {
        return number + (number == 1 ? " epoch" : " epochs");
    }

    private static Run student(String name, Recipe recipe, double epochs, Length length) {
        int iterations = length.of((int) Math.round(epochs * EPOCH));
        LearningRates rates = Annealed.rates(Annealed.RESTART, iterations);
        Run.Grown origin =
                new Run.Grown("teacher", length.of(TEACHER_EPOCHS * EPOCH), Run.Growing.by(recipe.learningRate(rates)));
        return Run.grown(name, "a rate of its own, from " + Annealed.RESTART, origin, iterations);
    }

    private static Run scratch(String name, double epochs, int factor, Task task, Length length) {
        int iterations = length.of((int) Math.round(epochs * EPOCH));
        return Run.fresh(
                name,
                CHANNELS * factor + " channels, a rate from " + Annealed.PEAK,
                seed -> Annealed.network(CHANNELS * factor, task, iterations, seed),
                iterations);
    }
}
