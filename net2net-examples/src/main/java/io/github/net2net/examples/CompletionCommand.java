package io.github.net2net.examples;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code net2net completion}. */
@Command(
        name = "completion",
        header = "Prints a completion script for bash and zsh.",
        footer = {"", "Example:", "  source <(net2net completion)"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // the command line parser sets it
    CompletionCommand() {}

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .print(AutoComplete.bash("net2net", spec.root().commandLine()));
        spec.commandLine().getOut().println();
        return 0;
    }
}
