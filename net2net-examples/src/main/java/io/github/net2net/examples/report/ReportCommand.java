package io.github.net2net.examples.report;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code net2net report}. */
@Command(
        name = "report",
        description = "Writes the results of experiments, finished or still running, as one HTML page.",
        sortOptions = false)
public final class ReportCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders of experiments (their --out); each is a section of the page.")
    private List<Path> folders;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The page to write (default: " + Reports.NAME + " in the first DIR).")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public ReportCommand() {}

    @Override
    public Integer call() {
        Path file = out == null ? folders.get(0).resolve(Reports.NAME) : out;
        Reports.write(folders, file);
        spec.commandLine().getOut().println("written: " + file);
        return 0;
    }
}
