package io.github.net2net.examples.experiment;

import static io.github.net2net.rule.Deepening.identityUnit;

import io.github.net2net.Recipe;
import io.github.net2net.examples.experiment.ConvolutionalNetwork.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.learning.config.Nesterovs;

/** A network is made deeper step by step, each step an exact one; as smounsav did for CIFAR-10. */
abstract class StepwiseDeepening implements Experiment {
    private static final int STEP = 1000;

    private final String name;
    private final Duration perSeed;
    private final Shape first;
    private final Shape last;
    private final List<Step> steps;

    /** Convolutions before the first pooling, between the two, and behind the second; and one dense layer. */
    record Shape(int layers, int a, int b, int c) {
        ConvolutionalNetwork network() {
            return ConvolutionalNetwork.of(new Stage("a", a, 16), new Stage("b", b, 32), new Stage("c", c, 64));
        }
    }

    /** Behind each of these convolutions one more. */
    record Step(int layers, List<String> after) {
        Run.Growing growing() {
            return images -> {
                Recipe recipe = Recipe.of();
                for (String convolution : after) {
                    recipe = recipe.deepenAfter(convolution, identityUnit().batchNorm(images));
                }
                return recipe;
            };
        }
    }

    StepwiseDeepening(String name, Duration perSeed, Shape first, Shape last, List<Step> steps) {
        this.name = name;
        this.perSeed = perSeed;
        this.first = first;
        this.last = last;
        this.steps = steps;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String title() {
        return "CIFAR-10: from " + first.layers + " layers to " + last.layers + ", step by step";
    }

    @Override
    public final String explanation() {
        return "A network of " + first.layers + " layers is trained, then grown in " + steps.size() + " steps to "
                + last.layers
                + " layers, each trained as long as the first network was. Each step inserts convolutions that"
                + " start as the identity, with batch norms calibrated on training images. The first network also goes on as"
                + " it is, and a network of " + last.layers
                + " layers is trained from scratch, both on as many images as all"
                + " steps together. All see the same images in the same order.";
    }

    @Override
    public final Duration perSeed() {
        return perSeed;
    }

    @Override
    public final int interval() {
        return 200;
    }

    @Override
    public final List<Run> runs(Task task, Length length) {
        int step = length.of(STEP);
        int all = step * (steps.size() + 1);
        List<Run> runs = new ArrayList<>();
        runs.add(fresh("teacher", first, task, all));
        runs.add(fresh("from scratch", last, task, all));
        String before = "teacher";
        for (Step next : steps) {
            String name = next.layers + " layers";
            String explanation = "grown to " + next.layers + " layers";
            runs.add(Run.grown(name, explanation, new Run.Grown(before, step, next.growing()), step));
            before = name;
        }
        return runs;
    }

    private static Run fresh(String name, Shape shape, Task task, int iterations) {
        return Run.fresh(
                name,
                shape.layers + " layers",
                seed -> shape.network().create(task, new Nesterovs(0.02, 0.9), seed),
                iterations);
    }
}
