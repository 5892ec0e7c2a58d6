package io.github.net2net.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The man page and the reference in docs/command-line.md are what the commands' own descriptions say. The system property
 * {@code manual.write} writes them instead of comparing.
 */
class ManualTest {
    private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();
    private static final List<String> COMMANDS =
            List.of("inspect", "plan", "grow", "verify", "diff", "certificate", "shrink", "search", "completion");
    private static final String START = "<!-- generated: the help of each command -->\n";

    private static CommandLine command(String name) {
        return Objects.requireNonNull(Main.commandLine(name).getSubcommands().get(name), name);
    }

    private static String help(String name) {
        StringWriter text = new StringWriter();
        command(name).setUsageHelpAutoWidth(false).setUsageHelpWidth(100).usage(new PrintWriter(text, true), Ansi.OFF);
        return text.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
    }

    private static void assertCurrent(Path file, String text) throws IOException {
        if (Boolean.getBoolean("manual.write")) {
            Files.writeString(file, text);
        }
        assertThat(file)
                .as("write it again with ./mvnw -pl net2net-examples -am test -Dtest=ManualTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dtests.jvmArgs=-Dmanual.write=true")
                .hasContent(text);
    }

    @Test
    void docs_holdTheHelpOfEachCommand() throws IOException {
        Path file = DOCS.resolve("command-line.md");
        String page = Files.readString(file);
        StringBuilder reference = new StringBuilder(page.substring(0, page.indexOf(START))).append(START);
        for (String name : COMMANDS) {
            reference
                    .append("\n### ")
                    .append(name)
                    .append("\n\n```console\n")
                    .append(help(name))
                    .append("```\n");
        }
        assertCurrent(file, reference.toString());
    }

    @Test
    void manPage_holdsEachCommandAndOption() throws IOException {
        StringBuilder page = new StringBuilder(
                ".TH NET2NET 1\n.SH NAME\nnet2net \\- grow trained neural networks into larger"
                        + " ones that compute the same function\n.SH SYNOPSIS\n.B net2net\n.I COMMAND\n[options]\n.SH COMMANDS\n");
        for (String name : COMMANDS) {
            CommandSpec spec = command(name).getCommandSpec();
            page.append(".SS net2net ").append(name).append("\n");
            for (String line :
                    both(spec.usageMessage().header(), spec.usageMessage().description())) {
                page.append(roff(line)).append("\n.PP\n");
            }
            spec.positionalParameters()
                    .forEach(parameter ->
                            entry(page, "\\fI" + roff(parameter.paramLabel()) + "\\fR", parameter.description()));
            spec.options().stream()
                    .filter(option -> !option.usageHelp())
                    .forEach(option -> entry(page, label(option), option.description()));
            page.append(".PP\n.nf\n");
            for (String line : spec.usageMessage().footer()) {
                page.append(roff(line)).append("\n");
            }
            page.append(".fi\n");
        }
        addEnd(page);
        assertCurrent(DOCS.resolve("net2net.1"), page.toString());
    }

    private static void addEnd(StringBuilder page) {
        page.append(".SH EXIT STATUS\n");
        Map<String, String> codes = new TreeMap<>(Map.of(
                "0", "Done.",
                "1", "Failed, such as on a full disk.",
                "2", "Wrong usage.",
                "3", "The growth was refused; the message says why.",
                "4", "Two networks don't compute the same function.",
                "5", "A file is missing, damaged, or of another kind."));
        codes.forEach((code, meaning) -> entry(page, code, meaning));
        page.append(".SH ENVIRONMENT\n");
        entry(page, "NO_COLOR", "If set, nothing is printed in color.");
        entry(page, "NET2NET_JAVA_OPTS", "Options of the Java machine, such as -Xmx8g.");
    }

    private static List<String> both(String[] first, String[] second) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toList();
    }

    private static String label(OptionSpec option) {
        String names = option.longestName();
        return "\\fB" + roff(names) + "\\fR"
                + (option.arity().max() == 0 ? "" : " \\fI" + roff(option.paramLabel()) + "\\fR");
    }

    private static void entry(StringBuilder page, String label, String... description) {
        page.append(".TP\n")
                .append(label)
                .append("\n")
                .append(roff(String.join(" ", description)))
                .append("\n");
    }

    /** Text in which roff finds no commands. */
    private static String roff(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
