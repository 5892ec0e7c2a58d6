package io.github.net2net.dl4j.search;

import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.dl4j.saving.Certificate;
import io.github.net2net.dl4j.schedule.GrowthTraining;
import io.github.net2net.dl4j.schedule.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of a trial: the checkpoint of its training, its certificate, and why it failed if it did.
 *
 * @param folder of this trial alone
 */
record TrialFolder(Path folder) {
    private static final String CERTIFICATE = "certificate.json";
    private static final String FAILURE = "failure.txt";

    /** The folder of the checkpoint. */
    Path training() {
        return folder.resolve("training");
    }

    void write(Certificate certificate) {
        if (!Files.exists(folder.resolve(CERTIFICATE))) {
            write(CERTIFICATE, certificate.toJson());
        }
    }

    void writeFailure(String reason) {
        write(FAILURE, reason);
    }

    private void write(String name, String text) {
        try {
            AtomicFile.write(folder.resolve(name), part -> Files.writeString(part, text));
        } catch (IOException e) {
            throw new GrowthException(
                    "cannot write " + folder.resolve(name) + ": " + e + ". The search has stopped. Make room, or make"
                            + " the folder writable, and run the same search again, which resumes from it.",
                    e);
        }
    }

    Optional<Certificate> certificate() {
        return read(CERTIFICATE).map(Certificate::fromJson);
    }

    Optional<String> failure() {
        return read(FAILURE);
    }

    private Optional<String> read(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new GrowthException(
                    "cannot resume the search: cannot read " + file + ": " + e + ". Make it readable, or give another"
                            + " folder.",
                    e);
        }
    }

    Progress progress(boolean lowerIsBetter) {
        return GrowthTraining.progress(training()).orElseGet(() -> new Progress(lowerIsBetter, List.of(), List.of()));
    }
}
