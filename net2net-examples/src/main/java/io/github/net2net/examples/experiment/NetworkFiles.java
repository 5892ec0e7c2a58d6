package io.github.net2net.examples.experiment;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.data.InputException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;

/**
 * The networks of one seed on disk: those that others are grown from, and a folder of checkpoints for each unfinished run.
 *
 * @param folder of the seed
 */
record NetworkFiles(Path folder) {

    private Path teacher(String run, int iteration) {
        return folder.resolve(fileName(run) + "-at-" + iteration + ".zip");
    }

    private static String fileName(String run) {
        return URLEncoder.encode(run, StandardCharsets.UTF_8); // different for different names
    }

    Path checkpoints(Run run) {
        return folder.resolve(fileName(run.name()) + "-checkpoint");
    }

    void saveTeacher(String run, int iteration, Model network) {
        Path file = teacher(run, iteration);
        try {
            AtomicFile.write(file, part -> new Trainee(network).save(part));
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
    }

    Trainee loadTeacher(String run, int iteration) {
        Path file = teacher(run, iteration);
        try {
            return Trainee.load(file);
        } catch (IOException e) {
            throw new InputException(
                    "--out: cannot read " + file + " (" + e.getMessage() + "). Remove the folder to start again.", e);
        }
    }

    void deleteCheckpoints(Run run) {
        Path checkpoints = checkpoints(run);
        if (Files.exists(checkpoints)) {
            delete(checkpoints);
        }
    }

    /**
     * Deletes a folder with all that is in it.
     *
     * @throws InputException if it cannot be deleted
     */
    static void delete(Path folder) {
        try {
            MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
        } catch (IOException e) {
            throw new InputException("--out: cannot remove " + folder + " (" + e.getMessage() + ").", e);
        }
    }
}
