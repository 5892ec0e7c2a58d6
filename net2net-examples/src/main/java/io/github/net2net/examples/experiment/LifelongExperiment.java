package io.github.net2net.examples.experiment;

import static io.github.net2net.rule.Deepening.identityUnit;

import io.github.net2net.Recipe;
import io.github.net2net.examples.experiment.NetworkParts.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Data that grow in four stages, and a network that grows with them, compared with one that is retrained from scratch at
 * each stage. All networks have outputs for all classes from the start.
 */
final class LifelongExperiment implements Experiment {
    private static final int STAGE = 500;
    private static final String GROWN = "grown, stage ";
    private static final String ANEW = "anew, stage ";

    private static final List<Step> STEPS = List.of(
            new Step("40% of the images, 5 classes", 0.4, 0.5, new Shape(1, 1), images -> Recipe.of()),
            new Step("all images of 5 classes", 1, 0.5, new Shape(1, 1.5), images -> wider(new Shape(1, 1.5))),
            new Step(
                    "8 classes",
                    1,
                    0.8,
                    new Shape(2, 1.5),
                    images -> Recipe.of()
                            .deepenAfter("a1", identityUnit().batchNorm(images))
                            .deepenAfter("b1", identityUnit().batchNorm(images))
                            .deepenAfter("c1", identityUnit().batchNorm(images))),
            new Step("all classes", 1, 1, new Shape(2, 2), images -> wider(new Shape(2, 2))));

    /**
     * A stage.
     *
     * @param images what there is, for people
     * @param share of the images
     * @param classes share of the classes
     * @param shape of the network
     * @param growing how the network of the stage before gets this shape
     */
    private record Step(String images, double share, double classes, Shape shape, Run.Growing growing) {}

    /** Convolutions in each stage of the network, and what their channels are times 16, 32 and 64. */
    private record Shape(int layers, double factor) {
        List<Stage> stages() {
            return List.of(
                    new Stage("a", layers, of(16)), new Stage("b", layers, of(32)), new Stage("c", layers, of(64)));
        }

        private int of(int channels) {
            return (int) Math.round(factor * channels);
        }
    }

    @Override
    public About about() {
        return new About(
                "lifelong",
                "Lifelong learning: a network that grows with its data",
                "The data grow in four stages: 40% of the images of half of the classes, all images of these classes, more"
                        + " classes, all classes. One network grows with them, wider, deeper and wider again, and is trained equally"
                        + " long at each stage. At each stage a new network of the same shape is also trained from scratch, for as long"
                        + " as the grown one has been trained in total. Accuracies of a stage are on test images of its classes.",
                Duration.ofMinutes(40),
                100);
    }

    @Override
    public Optional<String> baseline() {
        return Optional.empty(); // each stage has its own, as stages are measured on different classes
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        int iterations = length.of(STAGE);
        List<Run> runs = new ArrayList<>();
        for (int stage = 1; stage <= STEPS.size(); stage++) {
            Step step = STEPS.get(stage - 1);
            Run.Part part = new Run.Part(step.share, (int) Math.round(step.classes * task.classes()));
            Run grown = stage == 1
                    ? fresh(GROWN + stage, step, task, iterations)
                    : Run.grown(
                            GROWN + stage,
                            step.images,
                            new Run.Grown(GROWN + (stage - 1), iterations, step.growing),
                            iterations);
            if (stage == 1) {
                runs.add(grown.on(part));
            } else {
                runs.add(grown.on(part).against(ANEW + stage));
                runs.add(fresh(ANEW + stage, step, task, stage * iterations).on(part));
            }
        }
        return runs;
    }

    private static Run fresh(String name, Step step, Task task, int iterations) {
        return Run.fresh(
                name,
                step.images,
                seed -> NetworkParts.staged(step.shape.stages(), task, new Nesterovs(0.02, 0.9), seed),
                iterations);
    }

    /** To the channels of a shape; deepened stages have a second convolution, called a1_1 and so on. */
    private static Recipe wider(Shape shape) {
        Recipe recipe = Recipe.of();
        for (Stage stage : shape.stages()) {
            recipe = recipe.widen(stage.name() + "1").to(stage.channels());
            if (stage.layers() == 2) {
                recipe = recipe.widen(stage.name() + "1_1").to(stage.channels());
            }
        }
        return recipe;
    }
}
