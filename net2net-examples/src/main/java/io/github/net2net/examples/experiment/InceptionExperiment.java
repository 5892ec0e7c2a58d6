package io.github.net2net.examples.experiment;

import static io.github.net2net.rule.Deepening.identityUnit;

import io.github.net2net.Recipe;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.LearningRates;
import java.time.Duration;
import java.util.List;

/**
 * The paper's experiment at the size of CIFAR-10: a teacher of Inception-V2 blocks with the square root of 0.3 of the
 * channels is widened, deepened, and both; the full network is grown to the square root of 2 of its channels. As in the
 * paper, students learn at a tenth of the teacher's initial rate.
 */
final class InceptionExperiment implements Experiment {
    private static final int GROWTH = 1000;
    private static final double NARROW = Math.sqrt(0.3);
    private static final double WIDE = Math.sqrt(2);

    @Override
    public About about() {
        return new About(
                "inception",
                "Inception: wider and deeper blocks of branches",
                "The teacher's blocks have √0.3 = 0.55 of the channels of the network called ×1. Its students are widened to"
                        + " ×1, deepened by two convolutions in each block, both, and widened with random new weights (random pad). The"
                        + " network ×1 is also trained from scratch, on as many images as teacher and student together; halfway a student"
                        + " is grown from it, with √2 = 1.41 of its channels and deeper. Students learn at a tenth of the rate.",
                Duration.ofHours(1),
                200);
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        int growth = length.of(GROWTH);
        return List.of(
                Run.fresh("teacher", "blocks of ×√0.3", seed -> of(NARROW).create(task, seed), 2 * growth),
                Run.fresh("from scratch", "blocks of ×1", seed -> of(1).create(task, seed), 2 * growth),
                student("wider", "×√0.3 to ×1", images -> wider(1), growth),
                student(
                        "random pad",
                        "×1, new weights random",
                        images -> wider(1).baseline(Baseline.RANDOM_PAD),
                        growth),
                student(
                        "deeper",
                        "×√0.3, two more convolutions a block",
                        images -> deeper(Recipe.of(), images),
                        growth),
                student("wider and deeper", "×√0.3 to ×1, and deeper", images -> deeper(wider(1), images), growth),
                Run.grown(
                        "beyond ×1",
                        "×1 to ×√2, and deeper",
                        new Run.Grown("from scratch", growth, images -> atTenth(deeper(wider(WIDE), images))),
                        growth));
    }

    private static InceptionNetwork of(double factor) {
        return new InceptionNetwork(factor);
    }

    private static Run student(String name, String explanation, Run.Growing growing, int growth) {
        Run.Growing slow = images -> atTenth(growing.recipe(images));
        return Run.grown(name, explanation, new Run.Grown("teacher", growth, slow), growth);
    }

    private static Recipe atTenth(Recipe recipe) {
        return recipe.learningRate(LearningRates.tenth());
    }

    private static Recipe wider(double factor) {
        Recipe recipe = Recipe.of();
        for (InceptionNetwork.Convolution convolution : of(factor).branches()) {
            recipe = recipe.widen(convolution.name()).to(convolution.channels());
        }
        return recipe;
    }

    private static Recipe deeper(Recipe recipe, Deepening.Calibrated images) {
        Recipe deeper = recipe;
        for (String convolution : InceptionNetwork.lastOfBranches()) {
            deeper = deeper.deepenAfter(convolution, identityUnit().batchNorm(images));
        }
        return deeper;
    }
}
