package io.github.net2net.examples.experiment;

import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

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

    void saveCheckpoint(Run run, MultiLayerNetwork network) {
        save(checkpoint(run), network);
    }

    void saveMilestone(String run, int iteration, MultiLayerNetwork network) {
        save(milestone(run, iteration), network);
    }

    boolean hasCheckpoint(Run run) {
        return Files.exists(checkpoint(run));
    }

    MultiLayerNetwork loadCheckpoint(Run run) {
        return load(checkpoint(run));
    }

    MultiLayerNetwork loadMilestone(String run, int iteration) {
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

    private static void save(Path file, MultiLayerNetwork network) {
        try {
            AtomicFile.write(file, part -> network.save(part.toFile(), true));
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
    }

    private static MultiLayerNetwork load(Path file) {
        try {
            return OneDnn.engaged(MultiLayerNetwork.load(file.toFile(), true));
        } catch (IOException e) {
            throw new InputException(
                    "--out: cannot read " + file + " (" + e.getMessage() + "). Remove the folder to start again.", e);
        }
    }
}
