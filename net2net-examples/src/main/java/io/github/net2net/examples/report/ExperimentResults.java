package io.github.net2net.examples.report;

import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import io.github.net2net.examples.results.SeedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an experiment has come to, over its seeds.
 *
 * @param folder where it is
 * @param seeds by seed, at least one
 * @param runs in the order in which they are run
 */
record ExperimentResults(Path folder, List<SeedResults> seeds, List<RunResults> runs) {

    /**
     * Reads the folder of an experiment.
     *
     * @throws InputException if it is not there, holds no seeds, or seeds that do not belong together
     */
    static ExperimentResults read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(
                    folder + ": there is no such folder. Give the folder of an experiment, its --out.");
        }
        List<SeedResults> seeds = SeedFolder.allIn(folder).stream()
                .filter(SeedResults::isBegun)
                .map(SeedResults::read)
                .toList();
        if (seeds.isEmpty() && Files.exists(folder.resolve(ExperimentFile.NAME))) {
            throw new InputException(folder + ": this is the folder of one seed. Give the folder above it.");
        }
        if (seeds.isEmpty()) {
            throw new InputException(
                    folder + ": there are no seeds in it, no folder like seed-1. Give the folder of an experiment, its"
                            + " --out.");
        }
        SameExperiment.require(folder, seeds);
        // An experiment may have gained runs since some of its seeds were run.
        SeedResults fullest = Collections.max(
                seeds, Comparator.comparing(seed -> seed.file().runs().size()));
        List<RunResults> runs =
                fullest.file().runs().stream().map(run -> merged(run, seeds)).toList();
        return new ExperimentResults(folder, seeds, runs);
    }

    private static RunResults merged(RunEntry run, List<SeedResults> seeds) {
        RunEntry begun = seeds.stream()
                .flatMap(seed -> seed.file().runs().stream())
                .filter(entry -> entry.name().equals(run.name()))
                .filter(entry -> !entry.layers().isEmpty())
                .findFirst()
                .orElse(run);
        List<Curve> curves = seeds.stream().map(seed -> seed.curve(run.name())).toList();
        return new RunResults(begun, curves);
    }

    /** The description, the same for all seeds but for the seed and the machine. */
    ExperimentFile file() {
        return seeds.get(0).file();
    }

    Optional<RunResults> run(String name) {
        return runs.stream().filter(run -> run.name().equals(name)).findFirst();
    }

    /** The run from scratch that others are judged by; empty if there is none. */
    Optional<RunResults> baseline() {
        return Optional.ofNullable(file().baseline()).flatMap(this::run);
    }

    /** The run from scratch that this one is judged by: its own, or else that of all; itself if it is one. */
    Optional<RunResults> rival(RunResults run) {
        if (runs.stream().anyMatch(other -> run.name().equals(other.entry().rival()))) {
            return Optional.of(run);
        }
        String own = run.entry().rival();
        return own == null ? baseline() : run(own);
    }

    /** The run that one is grown from; empty if it starts from scratch. */
    Optional<RunResults> parent(RunResults run) {
        return Optional.ofNullable(run.entry().from()).flatMap(this::run);
    }

    boolean isFinished() {
        return runs.stream().allMatch(RunResults::isFinished);
    }
}
