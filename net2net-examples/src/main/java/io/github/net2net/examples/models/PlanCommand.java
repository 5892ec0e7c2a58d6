package io.github.net2net.examples.models;

import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.saving.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code net2net plan}. */
@Command(
        name = "plan",
        header = "Shows what a growth would do, and changes nothing.",
        description = {
            "Prints the plan: parameters, memory and multiply-adds before and after, every step, the parameters that change,"
                    + " and what becomes of the optimizer. Steps are taken in the order of the options.",
        },
        footer = {
            "",
            "Examples:",
            "  net2net plan model.zip --widen conv2=96",
            "  net2net plan model.zip --widen-all conv:x1.5 --deepen conv3 --seed 42",
            "  net2net plan model.zip --budget 5M             within 5 million parameters",
            "  net2net plan model.zip --toward larger.json    the steps to that architecture",
            "  net2net plan model.zip --widen fc=200 --json > plan.json",
            "  net2net grow model.zip --plan plan.json --out student.zip",
            "",
            "Terms in plans and comparisons:",
            "  conv.W, lstm.*      the parameter W of conv, all parameters of lstm, by DL4J's",
            "                      names; sep::depthwise.W for a layer computed in parts,",
            "                      lstm.RW[peepholes] for a part of an array",
            "  in, out, gates      the axes of a parameter: channels it reads, channels it",
            "                      produces, and these once for each gate",
            "  recurrent           the same channels as out, read from the step before",
            "  group               channels that only change together",
            "  copy                new channels copy old ones",
            "  donors, added       in --json: the old channel, from 0, of each added one",
            "  divide by copies    weights that read copied channels are divided by the",
            "                      number of copies, so that their sum stays",
            "  symmetry breaking   noise on these weights that adds up to zero: copies would",
            "                      learn the same without it",
            "  add                 new entries: initial values are random, weight zero has no",
            "                      effect until it learns, low is the bias of a new class",
            "  identity            a new layer that passes on what it gets",
            "  pair identity       two new layers that do so together: f(x) - f(-x) = x",
            "  linear identity     such a layer without an activation",
            "  zero residual block new layers, the last with weights of zero (or, if it is a",
            "                      batch norm, a gamma of zero), and a sum that adds their",
            "                      result to their input",
            "  optimizer           its state, such as Adam's moments, goes to the student,",
            "                      and so do the counts of iterations and epochs",
            "  with masks          with an array that says which steps or pixels count",
            "  exact               up to rounding, in inference and in training mode, with",
            "                      masks too",
            "  max|d|              the largest difference",
            "  relative            the largest difference, as a part of the largest output",
            "                      where that is above 1"
        },
        modelTransformer = StepOption.Options.class,
        sortOptions = false)
public final class PlanCommand extends ModelCommand implements StepOption.Command {
    @Parameters(paramLabel = "FILE", description = "The model, as for 'net2net inspect'.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "PLAN.json",
            description = "Write the plan for 'net2net grow --plan'. An existing file is replaced.")
    private @Nullable Path out;

    @Mixin
    private GrowthOptions options;

    @Mixin
    private Inputs inputs;

    private final List<StepOption.Step> steps = new ArrayList<>();

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public PlanCommand() {}

    @Override
    public List<StepOption.Step> steps() {
        return steps;
    }

    @Override
    public Integer call() {
        return withoutHelpers(this::run);
    }

    private int run() {
        if (out != null) {
            OutputFile.requireOther(file, out, "--out");
            OutputFile.requireSameKind(out, "--out", "{", "plan");
        }
        Loaded teacher = load(file, inputs.sizes(), options.data());
        GrowthPlan plan = options.growth(teacher, steps).plan();
        if (out != null) {
            write(plan, out);
        }
        if (json()) {
            out().println(plan.toJson());
            return 0;
        }
        out().println(Wording.ofCommands(plan.toString()));
        if (out != null) {
            out().println("written: " + out);
        }
        return 0;
    }

    private void write(GrowthPlan plan, Path target) {
        try {
            AtomicFile.write(target, part -> Files.writeString(part, plan.toJson()));
        } catch (IOException e) {
            throw Failure.unwritable(target, e);
        }
    }
}
