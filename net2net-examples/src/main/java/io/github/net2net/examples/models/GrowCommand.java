package io.github.net2net.examples.models;

import io.github.net2net.Growth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code net2net grow}. */
@Command(
        name = "grow",
        header = "Grows a model into a larger one that computes the same function.",
        description = {
            "Grows the student, compares it with the teacher, and writes it with a certificate of its growth. The"
                    + " optimizer's state and the normalizer of the teacher's file are kept. If the comparison fails,"
                    + " nothing is written. Steps are taken in the order of the options.",
        },
        footer = {
            "",
            "Examples:",
            "  net2net grow model.zip --widen conv2=96 --out student.zip",
            "  net2net grow model.zip --widen-all conv:x1.5 --probe images.npy --out big.zip",
            "  net2net grow model.h5 --widen dense=200 --out student.zip",
            "  net2net grow model.zip --plan plan.json --out student.zip",
            "",
            "'net2net plan --help' defines the terms in plans and comparisons."
        },
        modelTransformer = StepOption.Options.class,
        sortOptions = false)
public final class GrowCommand extends ModelCommand implements StepOption.Command {
    @Parameters(paramLabel = "FILE", description = "The teacher, as for 'net2net inspect'.")
    private Path file;

    @Mixin
    private StudentOutput written;

    @Option(
            names = "--plan",
            paramLabel = "PLAN.json",
            description =
                    "Carry out a plan of 'net2net plan --out', which holds all steps, the noise, the learning rates and the seed: the"
                            + " options for these are left out.")
    private @Nullable Path plan;

    @Mixin
    private GrowthOptions options;

    @Mixin
    private Inputs inputs;

    private final List<StepOption.Step> steps = new ArrayList<>();

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public GrowCommand() {}

    @Override
    public List<StepOption.Step> steps() {
        return steps;
    }

    @Override
    public Integer call() {
        return withoutHelpers(this::run);
    }

    private int run() {
        Path student = written.file();
        if (student == null) {
            throw Failure.usage("--out is missing: give the student's file, such as --out student.zip.");
        }
        written.check(file);
        Loaded teacher = load(file, inputs.sizes(), written.data(options.data()));
        Growth<Model> growth = plan == null ? options.growth(teacher, steps) : options.replay(teacher, steps, plan);
        written.write(this, teacher, growth, student, options.data());
        return 0;
    }
}
