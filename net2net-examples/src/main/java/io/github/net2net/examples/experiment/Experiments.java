package io.github.net2net.examples.experiment;

import static java.util.Comparator.comparing;

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
    private static final Splitter WORDS = Splitter.on('-');

    private Experiments() {}

    /** One of each top-level class of this package that is an experiment, by name; so that adding one takes no other file. */
    static List<Experiment> all() {
        try {
            return ClassPath.from(Experiments.class.getClassLoader())
                    .getTopLevelClasses(Experiments.class.getPackageName())
                    .stream()
                    .map(ClassPath.ClassInfo::load)
                    .filter(Experiment.class::isAssignableFrom)
                    .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                    .map(Experiments::create)
                    .sorted(comparing(Experiment::name))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("the class path cannot be read", e);
        }
    }

    private static Experiment create(Class<?> type) {
        try {
            return (Experiment) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    type.getName() + " is an experiment, so it needs a constructor without parameters that can be used"
                            + " in its package",
                    e);
        }
    }

    /** Adds a command for each experiment; "cifar10-wide" becomes "wide" among those of "cifar10". */
    public static void addTo(CommandLine main) {
        main.addSubcommand(new CommandLine(new Cifar10Command()).addSubcommand(new ChecksCommand()));
        for (Experiment experiment : all()) {
            List<String> words = WORDS.splitToList(experiment.name());
            CommandLine parent = main;
            for (String group : words.subList(0, words.size() - 1)) {
                parent = group(parent, group);
            }
            parent.addSubcommand(ExperimentCommand.of(words.get(words.size() - 1), experiment));
        }
    }

    private static CommandLine group(CommandLine parent, String name) {
        CommandLine there = parent.getSubcommands().get(name);
        if (there != null) {
            return there;
        }
        CommandLine added = new CommandLine(new Group());
        parent.addSubcommand(name, added);
        return added;
    }

    /** Experiments with a first word in common. Without one of its own commands, prints help. */
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
            description = "Wider and deeper students of CIFAR-10 teachers, and checks of each transform.")
    private static final class Cifar10Command extends Group {}
}
