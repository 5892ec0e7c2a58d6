package io.github.net2net.examples.experiment;

import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The networks of one seed on disk: where each unfinished run stands, and what other runs start from.
 *
 * @param folder of the seed
 */
record Networks(Path folder) {

    private Path checkpoint(Run run) {
        return folder.resolve(fileName(run.name()) + ".zip");
    }

    private Path milestone(String run, int iteration) {
        return folder.resolve(fileName(run) + "-at-" + iteration + ".zip");
    }

    private static String fileName(String run) {
        return run.replace(' ', '-');
    }

    void saveCheckpoint(Run run, Trainee network) {
        save(checkpoint(run), network);
    }

    void saveMilestone(String run, int iteration, Trainee network) {
        save(milestone(run, iteration), network);
    }

    boolean hasCheckpoint(Run run) {
        return Files.exists(checkpoint(run));
    }

    Trainee loadCheckpoint(Run run) {
        return load(checkpoint(run));
    }

    Trainee loadMilestone(String run, int iteration) {
        return load(milestone(run, iteration));
    }

    /** A finished run has no more need of its checkpoint. */
    void dropCheckpoint(Run run) {
        try {
            Files.deleteIfExists(checkpoint(run));
        } catch (IOException e) {
            throw new InputException("--out: cannot remove " + checkpoint(run) + " (" + e.getMessage() + ").", e);
        }
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
