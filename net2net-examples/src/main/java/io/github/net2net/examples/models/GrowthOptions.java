package io.github.net2net.examples.models;

import io.github.net2net.Growth;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.examples.models.ModelCommand.Loaded;
import io.github.net2net.examples.models.StepOption.Norms;
import io.github.net2net.examples.models.StepOption.Step;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.SymmetryBreaking;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a growth that are no steps. */
final class GrowthOptions {
    @Option(names = "--seed", paramLabel = "N", description = "The seed of everything random; 0 if not given.")
    private @Nullable Long seed;

    @Option(
            names = "--noise",
            paramLabel = "X",
            description =
                    "Symmetry breaking: noise on the weights that read copies, of X times the standard deviation of all weights"
                            + " of the layer, which adds up to zero over the copies; 0 for none. 0.5 if not given.")
    private @Nullable Double noise;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description =
                    "Multiply the learning rates of all layers by X: 0.1 for a tenth, as in the paper of Net2Net. They stay"
                            + " as they are if it is not given.")
    private @Nullable Double learningRate;

    @Option(
            names = "--calibrate",
            paramLabel = "DATA",
            description =
                    "Data on which batch norms of new layers are measured: an array (.npy), a table (.csv), or a folder"
                            + " of images, the first 64 examples of it. Take examples that the model was trained on. 'net2net grow' also"
                            + " compares on them if there is no --probe.")
    private @Nullable Path calibration;

    @Option(names = "--no-batch-norm", description = "New layers get no batch norm.")
    private boolean noBatchNorm;

    /** The growth of the steps. */
    Growth<Model> growth(Loaded teacher, List<Step> steps) {
        if (steps.isEmpty()) {
            throw Failure.usage("no step was given. Give at least one, such as --widen LAYER=x1.5 or --deepen LAYER;"
                    + " 'net2net inspect' lists the layers and what each can do.");
        }
        Norms norms = new Norms(calibrated(teacher), noBatchNorm);
        try {
            Growth<Model> growth = teacher.growth();
            for (Step step : steps) {
                growth = step.addTo(growth, norms);
            }
            // After the steps, as a recipe has options of its own.
            growth = seed == null ? growth : growth.seed(seed);
            growth = noise == null ? growth : growth.breakSymmetry(symmetry(noise));
            growth = learningRate == null ? growth : growth.learningRate(rates(learningRate));
            requireUsed(norms);
            return growth;
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static SymmetryBreaking symmetry(double noise) {
        if (!(noise >= 0 && Double.isFinite(noise))) {
            throw Failure.usage("--noise " + noise + ": give a number of 0 or more, such as 0.1.");
        }
        return noise == 0 ? SymmetryBreaking.none() : SymmetryBreaking.zeroSumNoise(noise);
    }

    private static LearningRates rates(double factor) {
        if (!(factor > 0 && Double.isFinite(factor))) {
            throw Failure.usage("--learning-rate " + factor + ": give a number above 0, such as 0.1.");
        }
        return LearningRates.times(factor);
    }

    private void requireUsed(Norms norms) {
        if (!norms.used() && (noBatchNorm || calibration != null)) {
            throw Failure.usage((noBatchNorm ? "--no-batch-norm" : "--calibrate " + calibration)
                    + ": it has no effect on these steps. Leave it out.");
        }
    }

    /** The growth of a plan that was stored. */
    Growth<Model> replay(Loaded teacher, List<Step> steps, Path file) {
        if (!steps.isEmpty() || seed != null || noise != null || learningRate != null || noBatchNorm) {
            throw Failure.usage("--plan " + file
                    + ": a plan holds all steps, the noise, the learning rates and the seed. Leave the other options"
                    + " out, or --plan.");
        }
        GrowthPlan plan = ModelFile.parsed(file, GrowthPlan::fromJson);
        Deepening.Calibrated data = calibrated(teacher);
        if (plan.awaitsData() && data == null) {
            throw Failure.usage("--plan " + file
                    + ": it calibrates batch norms on data, which its file does not hold. Add" + " --calibrate DATA.");
        }
        if (!plan.awaitsData() && data != null) {
            throw Failure.usage("--calibrate " + calibration
                    + ": it has no effect, as the plan calibrates nothing. Leave" + " it out.");
        }
        return teacher.growth().replay(data == null ? plan : plan.withData(data));
    }

    /** The data that stand in for a probe if there is none. */
    List<Path> data() {
        return calibration == null ? List.of() : List.of(calibration);
    }

    private Deepening.@Nullable Calibrated calibrated(Loaded teacher) {
        return calibration == null ? null : Calibration.calibratedOn(teacher.data("--calibrate", List.of(calibration)));
    }
}
