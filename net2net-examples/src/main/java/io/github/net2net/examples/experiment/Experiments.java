package io.github.net2net.examples.experiment;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All experiments, as commands. */
public final class Experiments {
    private Experiments() {}

    /** Adds a command for each experiment. */
    public static void addTo(CommandLine main) {
        main.addSubcommand(ExperimentCommand.of("mnist", new MnistExperiment()));
        main.addSubcommand(cifar10());
        main.addSubcommand(ExperimentCommand.of("inception", new InceptionExperiment()));
        main.addSubcommand(ExperimentCommand.of("lifelong", new LifelongExperiment()));
    }

    private static CommandLine cifar10() {
        return new CommandLine(new Cifar10Command())
                .addSubcommand(new ChecksCommand())
                .addSubcommand(ExperimentCommand.of("wide", new Cifar10Wide()))
                .addSubcommand(ExperimentCommand.of("deep", Cifar10Deep.eight()))
                .addSubcommand(ExperimentCommand.of("deep20", Cifar10Deep.twenty()));
    }

    /** Without one of its own commands, prints help. */
    @Command(
            name = "cifar10",
            description = "Wider and deeper students of CIFAR-10 teachers, and checks of each transform.")
    private static final class Cifar10Command implements Runnable {
        @Spec
        private CommandSpec spec;

        @SuppressWarnings("NullAway.Init") // the command line parser sets it
        Cifar10Command() {}

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }
}
