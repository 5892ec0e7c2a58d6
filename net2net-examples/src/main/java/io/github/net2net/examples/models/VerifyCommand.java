package io.github.net2net.examples.models;

import io.github.net2net.Comparison;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Inspection;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.saving.Certificate;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code net2net verify}. */
@Command(
        name = "verify",
        header = "Measures whether two models compute the same function.",
        description = {
            "Prints how far their outputs are apart, in inference and in training mode without dropout, before and after"
                    + " the last activation. Deviations above rounding errors end with exit code 4. What counts is what"
                    + " the plan in the student's certificate promises; without one, or if that is approximate, inference.",
        },
        footer = {
            "",
            "Examples:",
            "  net2net verify model.zip student.zip",
            "  net2net verify model.zip student.zip --probe images.npy"
        },
        sortOptions = false)
public final class VerifyCommand extends ModelCommand {
    @Parameters(paramLabel = "TEACHER", description = "The model that was grown.")
    private Path teacher;

    @Parameters(paramLabel = "STUDENT", description = "The model to compare with it.")
    private Path student;

    @Mixin
    private Inputs.Probe probe;

    @Mixin
    private Inputs inputs;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public VerifyCommand() {}

    @Override
    public Integer call() {
        return withoutHelpers(this::run);
    }

    private int run() {
        Loaded first = load(teacher, inputs.sizes());
        Loaded other = load(student, List.of());
        requireSameInputs(first, other);
        ModelFile second = other.file();
        Probe<Model> data = Probes.features(first.data(Inputs.Probe.OPTION, probe.files()));
        Comparison comparison = Net2Net.compare(first.file().network(), second.network(), data);
        Optional<GrowthPlan> plan = plan(second);
        Predicate<Deviation> promised = deviation -> plan.filter(GrowthPlan::isExact)
                .map(made -> made.promises(deviation))
                .orElse(deviation.mode() == Deviation.Mode.INFERENCE);
        boolean same = comparison.deviations().stream()
                .filter(promised)
                .allMatch(deviation ->
                        isSame(deviation, comparison, data, first.file().network(), second.network()));
        boolean sameClasses = classes(first).equals(classes(other));
        if (json()) {
            printJson(Deviations.json(comparison, same).put("ofCommonClasses", !sameClasses));
        } else {
            out().print(comparison.toString().indent(2));
            out().println((same ? "they compute the same function" : "they don't compute the same function")
                    + Deviations.mode(comparison, promised)
                    + (sameClasses ? "" : Deviations.OF_COMMON_CLASSES)
                    + Deviations.numbers(comparison, promised)
                    + plan.map(made -> made.isExact() ? "" : "; its certificate says that the growth is approximate")
                            .orElse("; the second has no certificate, so that only inference counts"));
        }
        return same ? 0 : Failure.Code.NOT_PRESERVED.exit();
    }

    /** How many channels each output has. */
    private static List<Integer> classes(Loaded model) {
        List<Inspection.Layer> layers = model.architecture().layers();
        return layers.stream()
                .filter(output ->
                        layers.stream().noneMatch(layer -> layer.inputs().contains(output.name())))
                .map(Inspection.Layer::channels)
                .toList();
    }

    private static void requireSameInputs(Loaded first, Loaded second) {
        if (!formats(first).equals(formats(second))) {
            throw new Failure(
                    Failure.Code.REFUSED,
                    "cannot compare " + first.file().file() + " with "
                            + second.file().file() + ": the first reads " + formats(first) + ", the second "
                            + formats(second) + ". Give a model and its student.");
        }
    }

    private static List<String> formats(Loaded model) {
        return InputSizes.inputs(model.architecture()).stream()
                .map(input -> input.format() == null
                        ? "an unknown format"
                        : input.format().toString())
                .toList();
    }

    private static Optional<GrowthPlan> plan(ModelFile student) {
        try {
            return student.certificate().map(Certificate::plan);
        } catch (IOException e) {
            throw Failure.unreadable(student.file(), Failure.reason(e) + ".");
        }
    }

    private static boolean isSame(
            Deviation deviation, Comparison comparison, Probe<Model> data, Model teacher, Model student) {
        return deviation.relative() <= comparison.tolerance()
                || (Double.isFinite(deviation.relative())
                        && data.inDoublePrecision(teacher, student, deviation).relative() <= comparison.tolerance());
    }
}
