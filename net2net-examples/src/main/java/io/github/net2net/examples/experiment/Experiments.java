package io.github.net2net.examples.experiment;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import com.google.common.base.Splitter;
import com.google.common.reflect.ClassPath;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All experiments, as commands. */
public final class Experiments {
    private static final Splitter COMMANDS = Splitter.on('-');

    private Experiments() {}

    /** An instance of each experiment in this package, by name, so that a new experiment is a new class only. */
    static List<Experiment> all() {
        try {
            return ClassPath.from(Experiments.class.getClassLoader())
                    .getTopLevelClasses(Experiments.class.getPackageName())
                    .stream()
                    .map(ClassPath.ClassInfo::load)
                    .filter(Experiment.class::isAssignableFrom)
                    .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                    .map(Experiments::create)
                    .sorted(comparing(experiment -> experiment.about().name()))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the class path", e);
        }
    }

    private static Experiment create(Class<?> type) {
        try {
            return (Experiment) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    type.getName() + " is an experiment, so it needs a constructor without parameters that is"
                            + " accessible in its package",
                    e);
        }
    }

    /** Adds a command for each experiment; "cifar10-wide" becomes the subcommand "wide" of "cifar10". */
    public static void addTo(CommandLine main) {
        main.addSubcommand(new CommandLine(new Cifar10Command())
                        .addSubcommand(new ChecksCommand())
                        .addSubcommand(new SearchCommand()))
                .addSubcommand(new TextCommand());
        for (Experiment experiment : all()) {
            List<String> commands = COMMANDS.splitToList(experiment.about().name());
            CommandLine parent = main;
            for (String group : commands.subList(0, commands.size() - 1)) {
                if (!parent.getSubcommands().containsKey(group)) {
                    parent.addSubcommand(group, new CommandLine(new Group()));
                }
                parent = requireNonNull(parent.getSubcommands().get(group));
            }
            parent.addSubcommand(ExperimentCommand.of(commands.get(commands.size() - 1), experiment));
        }
    }

    @Command(
            name = "text",
            description = "Experiment: grows classifiers of texts, an LSTM and one with self-attention.")
    private static final class TextCommand extends Group {}

    /** A group of commands. Without a subcommand, prints help. */
    @Command
    private static class Group implements Runnable {
        @Spec
        private CommandSpec spec;

        @SuppressWarnings("NullAway.Init") // the command line parser sets it
        Group() {}

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    @Command(
            name = "cifar10",
            description =
                    "Experiment: grows wider and deeper students of CIFAR-10 teachers, and checks each transform.")
    private static final class Cifar10Command extends Group {}
}
