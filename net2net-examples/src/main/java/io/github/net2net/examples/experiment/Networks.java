package io.github.net2net.examples.experiment;

import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.data.InputException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The networks of one seed on disk: where each unfinished run stands, and what other runs start from.
 *
 * @param folder of the seed
 */
record Networks(Path folder) {

    /**
     * Where an unfinished run stood.
     *
     * @param file the network
     * @param iteration of the run; the network's own count may have begun anew with its optimizer
     */
    private record Checkpoint(Path file, int iteration) {}

    private Path milestone(String run, int iteration) {
        return folder.resolve(fileName(run) + "-at-" + iteration + ".zip");
    }

    private static String fileName(String run) {
        return URLEncoder.encode(run, StandardCharsets.UTF_8); // two names never become the same
    }

    private static String checkpointPrefix(Run run) {
        return fileName(run.name()) + "-checkpoint-";
    }

    private Path checkpoint(Run run, int iteration) {
        return folder.resolve(checkpointPrefix(run) + iteration + ".zip");
    }

    void saveCheckpoint(Run run, int iteration, Trainee network) {
        save(checkpoint(run, iteration), network);
        drop(checkpoints(run).filter(checkpoint -> checkpoint.iteration() < iteration));
    }

    void saveMilestone(String run, int iteration, Trainee network) {
        save(milestone(run, iteration), network);
    }

    /** The iterations at which an unfinished run can go on. */
    Stream<Integer> checkpointed(Run run) {
        return checkpoints(run).map(Checkpoint::iteration);
    }

    Trainee loadCheckpoint(Run run, int iteration) {
        return load(checkpoint(run, iteration));
    }

    Trainee loadMilestone(String run, int iteration) {
        return load(milestone(run, iteration));
    }

    /** A finished run has no more need of its checkpoints. */
    void dropCheckpoints(Run run) {
        drop(checkpoints(run));
    }

    /** More than one where a process was killed before it could drop the older one. */
    private Stream<Checkpoint> checkpoints(Run run) {
        Pattern name = Pattern.compile(Pattern.quote(checkpointPrefix(run)) + "(\\d+)\\.zip");
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> name.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(found -> new Checkpoint(folder.resolve(found.group()), Integer.parseInt(found.group(1))))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new InputException("--out: cannot read " + folder + " (" + e.getMessage() + ").", e);
        }
    }

    private static void drop(Stream<Checkpoint> checkpoints) {
        checkpoints.map(Checkpoint::file).forEach(file -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new InputException("--out: cannot remove " + file + " (" + e.getMessage() + ").", e);
            }
        });
    }

    private static void save(Path file, Trainee network) {
        try {
            AtomicFile.write(file, part -> network.save(part));
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
    }

    private static Trainee load(Path file) {
        try {
            return Trainee.load(file);
        } catch (IOException e) {
            throw new InputException(
                    "--out: cannot read " + file + " (" + e.getMessage() + "). Remove the folder to start again.", e);
        }
    }
}
