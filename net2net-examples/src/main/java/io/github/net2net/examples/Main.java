package io.github.net2net.examples;

import io.github.net2net.dl4j.saving.Versions;
import io.github.net2net.examples.console.StandardOutput;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.experiment.Experiments;
import io.github.net2net.examples.models.CertificateCommand;
import io.github.net2net.examples.models.DiffCommand;
import io.github.net2net.examples.models.Failure;
import io.github.net2net.examples.models.GrowCommand;
import io.github.net2net.examples.models.InspectCommand;
import io.github.net2net.examples.models.PlanCommand;
import io.github.net2net.examples.models.SearchCommand;
import io.github.net2net.examples.models.ShrinkCommand;
import io.github.net2net.examples.models.VerifyCommand;
import io.github.net2net.examples.quickstart.QuickstartCommand;
import io.github.net2net.examples.report.ReportCommand;
import io.github.net2net.examples.study.StudyCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code net2net}. Exits with one of {@link Failure.Code}, or 0. */
@Command(
        name = "net2net",
        description = "Grows trained neural networks into larger ones that compute the same function.",
        versionProvider = Main.Version.class,
        subcommands = {
            InspectCommand.class,
            PlanCommand.class,
            GrowCommand.class,
            VerifyCommand.class,
            DiffCommand.class,
            CertificateCommand.class,
            ShrinkCommand.class,
            SearchCommand.class,
            QuickstartCommand.class,
            StudyCommand.class,
            ReportCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "Models are files: zips that DL4J has saved, or Keras HDF5 files. Begin with:",
            "  net2net inspect model.zip",
            "  net2net grow model.zip --widen-all conv:x1.5 --out student.zip",
            "'net2net COMMAND --help' shows a command's options and examples.",
            "",
            "Exit codes of the commands for models: 0 done, 1 failed (disk full, ..), 2 wrong usage, 3 refused,"
                    + " 4 function not preserved, 5 unreadable file.",
            "Completion for bash and zsh: source <(net2net completion)"
        })
public final class Main implements Runnable {
    /** "Invalid value for option '--images': 'many' is not an int". */
    private static final Pattern NO_NUMBER = Pattern.compile(
            "Invalid value for option '([^']*)'(?: \\([^)]*\\))?: '(.*)' is not an? (int|long|double).*");

    @SuppressWarnings("UnusedVariable") // picocli acts on it itself
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Prints this help.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // picocli acts on it itself
    @Option(
            names = "--version",
            versionHelp = true,
            description = "Prints the versions of net2net, DL4J, ND4J and Java.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // the command line parser sets it
    private Main() {}

    /** A line for each version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return Versions.all().entrySet().stream()
                    .map(version -> version.getKey() + " " + version.getValue())
                    .sorted(Comparator.comparing(line -> !line.startsWith("net2net")))
                    .toArray(String[]::new);
        }
    }

    /** Runs a command and exits. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        StandardOutput replaced = StandardOutput.replace();
        int code = run(writer(System.out), writer(System.err), arguments);
        System.exit(replaced.exitCode(code));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    /** Runs a command and returns the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        int code = commandLine(arguments).setOut(out).setErr(err).execute(arguments);
        out.flush();
        return code;
    }

    /**
     * The parser of the command line.
     *
     * @param arguments those that it will parse: experiments, which are looked for on the class path, are left out where
     *     another command is called
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine main = new CommandLine(new Main());
        if (arguments.length == 0
                || !main.getSubcommands().containsKey(arguments[0])
                || arguments[0].equals("completion")) {
            Experiments.addTo(main);
        }
        return main.setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::explain);
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
                : NO_NUMBER
                        .matcher(firstLine(String.valueOf(e.getMessage())))
                        .replaceAll(match -> match.group(1) + " " + match.group(2)
                                + (match.group(3).equals("double") ? ": give a number" : ": give a whole number"));
        String hint = " (see '" + command.getCommandSpec().qualifiedName() + " --help')";
        return print(
                command,
                Failure.Code.USAGE,
                reason + hint,
                Arrays.asList(arguments).contains("--json"));
    }

    private static int print(CommandLine command, Failure.Code code, String message, boolean json) {
        command.getErr().println(json ? Failure.json(code, message) : "net2net: " + message);
        return code.exit();
    }

    private static String unknown(UnmatchedArgumentException e) {
        boolean hasCommands = !e.getCommandLine().getSubcommands().isEmpty();
        String kind = e.isUnknownOption() ? "there is no option" : hasCommands ? "there is no command" : "unexpected";
        String what = kind + " '" + e.getUnmatched().get(0) + "'";
        return what
                + e.getSuggestions().stream()
                        .min(Comparator.comparing(known -> LevenshteinDistance.getDefaultInstance()
                                .apply(known, e.getUnmatched().get(0))))
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("");
    }

    private static int explain(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        boolean json = parsed.originalArgs().contains("--json");
        Optional<Failure> failure = Failure.of(e);
        if (failure.isPresent()) {
            return print(
                    command, failure.get().code(), String.valueOf(failure.get().getMessage()), json);
        } else if (e instanceof InputException) {
            return print(command, Failure.Code.USAGE, String.valueOf(e.getMessage()), json);
        }
        throw e;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
