package io.github.net2net.examples;

import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.experiment.Experiments;
import io.github.net2net.examples.quickstart.QuickstartCommand;
import io.github.net2net.examples.report.ReportCommand;
import io.github.net2net.examples.study.StudyCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code net2net}. Exits with 0 if all went well, 2 if something given cannot be used, 1 if anything else went wrong.
 */
@Command(
        name = "net2net",
        description = "Grows trained neural networks into larger ones that compute the same function.",
        subcommands = {QuickstartCommand.class, StudyCommand.class, ReportCommand.class})
public final class Main implements Runnable {
    private static final int UNUSABLE_INPUT = 2;

    @SuppressWarnings("UnusedVariable") // picocli acts on it itself
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Prints this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // the command line parser sets it
    private Main() {}

    /** Runs a command and exits. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        int code = run(writer(System.out), writer(System.err), arguments);
        System.exit(code);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    /** Runs a command and returns the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine main = new CommandLine(new Main());
        Experiments.addTo(main);
        return main.setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::explain)
                .execute(arguments);
    }

    /** Without a command, prints help. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int refuse(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String reason = e instanceof UnmatchedArgumentException unknown
                ? unknown(unknown)
                : firstLine(String.valueOf(e.getMessage()));
        command.getErr()
                .println("net2net: " + reason + " (see '"
                        + command.getCommandSpec().qualifiedName() + " --help')");
        return UNUSABLE_INPUT;
    }

    private static String unknown(UnmatchedArgumentException e) {
        boolean hasCommands = !e.getCommandLine().getSubcommands().isEmpty();
        String kind = e.isUnknownOption() ? "there is no option" : hasCommands ? "there is no command" : "unexpected";
        String what = kind + " '" + e.getUnmatched().get(0) + "'";
        List<String> similar = e.getSuggestions();
        return what + (similar.isEmpty() ? "" : "; did you mean " + similar.get(0) + "?");
    }

    private static int explain(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        if (e instanceof InputException) {
            command.getErr().println("net2net: " + e.getMessage());
            return UNUSABLE_INPUT;
        }
        throw e;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
