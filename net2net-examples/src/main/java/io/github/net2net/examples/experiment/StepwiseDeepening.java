package io.github.net2net.examples.experiment;

import static io.github.net2net.rule.Deepening.identityUnit;

import io.github.net2net.Recipe;
import io.github.net2net.examples.experiment.NetworkParts.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Deepens a network in several exact steps, as smounsav did for CIFAR-10. */
abstract class StepwiseDeepening implements Experiment {
    private static final int STEP = 1000;

    private final String name;
    private final Duration perSeed;
    private final Shape first;
    private final Shape last;
    private final List<Step> steps;

    /** Convolutions before, between and after the two poolings; and one dense layer. */
    record Shape(int layers, int a, int b, int c) {
        List<Stage> stages() {
            return List.of(new Stage("a", a, 16), new Stage("b", b, 32), new Stage("c", c, 64));
        }
    }

    /** One more convolution after each of these. */
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
    public final About about() {
        return new About(
                name,
                "CIFAR-10: from " + first.layers + " layers to " + last.layers + ", step by step",
                "A network of " + first.layers + " layers is trained, then grown in " + steps.size() + " steps to "
                        + last.layers
                        + " layers, each trained as long as the first network was. Each step inserts convolutions that"
                        + " start as the identity, with batch norms calibrated on training images. The first network is also trained"
                        + " further without growing, and a network of " + last.layers
                        + " layers is trained from scratch, both on as many images as all"
                        + " steps together. All see the same images in the same order.",
                perSeed,
                200);
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
                seed -> NetworkParts.staged(shape.stages(), task, new Nesterovs(0.02, 0.9), seed),
                iterations);
    }
}
