package io.github.net2net.examples.models;

import io.github.net2net.Growth;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code net2net shrink}. */
@Command(
        name = "shrink",
        header = "Merges equal channels, and removes those without effect.",
        description = {
            "The inverse of widening: the smaller network computes the same function. Without --out, prints the plan and"
                    + " writes nothing.",
        },
        footer = {
            "",
            "Examples:",
            "  net2net shrink student.zip",
            "  net2net shrink student.zip --out smaller.zip",
            "  net2net shrink model.zip --tolerance 0.01 --probe x.npy --out smaller.zip"
        },
        sortOptions = false)
public final class ShrinkCommand extends ModelCommand {
    @Parameters(paramLabel = "FILE", description = "The model, as for 'net2net inspect'.")
    private Path file;

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            description =
                    "Also merge channels whose weights differ by at most this much, relative to the largest weight"
                            + " of their array: 0.01. The result is approximate.")
    private @Nullable Double tolerance;

    @Mixin
    private StudentOutput written;

    @Mixin
    private Inputs inputs;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public ShrinkCommand() {}

    @Override
    public Integer call() {
        return withoutHelpers(this::run);
    }

    private int run() {
        written.check(file);
        Loaded teacher = load(file, inputs.sizes(), written.data(List.of()));
        Growth<Model> growth = shrink(teacher.growth());
        Path target = written.file();
        if (target != null) {
            written.write(this, teacher, growth, target, List.of());
        } else if (json()) {
            out().println(growth.plan().toJson());
        } else {
            out().println(Wording.ofCommands(growth.plan().toString()));
        }
        return 0;
    }

    private Growth<Model> shrink(Growth<Model> growth) {
        if (tolerance == null) {
            return growth.shrink();
        } else if (!(tolerance > 0 && tolerance < 1)) {
            throw Failure.usage("--tolerance " + tolerance + ": give a number above 0 and below 1, such as 0.01.");
        }
        return growth.shrink(tolerance);
    }
}
