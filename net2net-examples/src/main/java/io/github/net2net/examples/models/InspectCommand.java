package io.github.net2net.examples.models;

import io.github.net2net.Inspection;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code net2net inspect}. */
@Command(
        name = "inspect",
        header = "Shows a model's layers, their sizes, and how each can grow.",
        description = {
            "Prints a row for each layer: kind, output, parameters, multiply-adds for one example, groups of channels"
                    + " that change together, and the options of 'net2net grow' that it takes.",
            "FILE is a zip that DL4J has saved, or a Keras HDF5 file (.h5), sequential or functional."
        },
        footer = {
            "",
            "Examples:",
            "  net2net inspect model.zip",
            "  net2net inspect model.zip --ways             every way to grow",
            "  net2net inspect model.h5 --html model.html   a diagram for a browser",
            "  net2net inspect model.zip --json | jq '.layers[].name'",
            "",
            "Fields of --json that the table does not have: 'channels' of a layer, the 'producers' of its groups' channels,"
                    + " and 'pins', why these can't be widened; for each way to grow, whether it is 'possible', the next"
                    + " 'widths', and the 'parameters' that change."
        },
        sortOptions = false)
public final class InspectCommand extends ModelCommand {
    @Parameters(paramLabel = "FILE", description = "The model.")
    private Path file;

    @Option(names = "--ways", description = "Print every way to grow each layer, or why there is none.")
    private boolean ways;

    @Option(
            names = "--html",
            paramLabel = "PAGE",
            description = "Write a page with a diagram, the groups of channels in color. An existing one is replaced.")
    private @Nullable Path page;

    @Mixin
    private Inputs inputs;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public InspectCommand() {}

    @Override
    public Integer call() {
        Loaded model = load(file, inputs.sizes());
        Inspection inspection = model.growth().inspect();
        ModelReport report = new ModelReport(model, inspection);
        if (page != null) {
            OutputFile.requirePage(file, page);
            OutputFile.writePage(page, InspectionPage.of(report));
        }
        if (json()) {
            printJson(report.json());
        } else if (ways) {
            out().println(report.ways());
        } else {
            out().println(report.text(ansi()));
        }
        if (page != null && !json()) {
            out().println("written: " + page);
        }
        return 0;
    }
}
