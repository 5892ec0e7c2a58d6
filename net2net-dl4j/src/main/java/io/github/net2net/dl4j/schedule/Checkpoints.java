package io.github.net2net.dl4j.schedule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.dl4j.saving.FolderLock;
import io.github.net2net.dl4j.saving.ZipEntries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The folder of a training. It holds {@code checkpoint.zip}, network and progress in one file so that they can't disagree,
 * and while a growth is on trial {@code before-growth-N.zip}, which is there before the checkpoint that needs it and goes
 * after the last one that did.
 */
final class Checkpoints<N extends Model> implements AutoCloseable {
    static final String STATE = "growthTraining.json";

    private static final String CHECKPOINT = "checkpoint.zip";
    private static final String BEFORE = "before-growth-";

    private final @Nullable Path folder;
    private final Dl4jNetwork<N> network;
    private final @Nullable FolderLock lock;

    /** The network that is trained, and the one before the growth that is on trial, null if none is. */
    record Networks<N>(N current, @Nullable N beforeGrowth) {}

    private Checkpoints(@Nullable Path folder, Dl4jNetwork<N> network, @Nullable FolderLock lock) {
        this.folder = folder;
        this.network = network;
        this.lock = lock;
    }

    /**
     * The folder, for this process alone; none if there are to be no checkpoints.
     *
     * @throws GrowthException if it can't be written to, is used by another training, or holds other files
     */
    static <N extends Model> Checkpoints<N> in(CheckpointPolicy policy, Dl4jNetwork<N> network) {
        Path folder = policy.folder();
        if (folder == null) {
            return new Checkpoints<>(null, network, null);
        }
        try {
            Files.createDirectories(folder);
            checkFiles(folder);
            FolderLock lock = lock(folder);
            try {
                removeLeftovers(folder);
            } catch (IOException e) {
                lock.close();
                throw e;
            }
            return new Checkpoints<>(folder, network, lock);
        } catch (IOException e) {
            throw new GrowthException(
                    "cannot keep checkpoints in " + folder + ": " + e + ". Give a folder that can be written to.", e);
        }
    }

    private static void checkFiles(Path folder) throws IOException {
        if (Files.exists(folder.resolve(CHECKPOINT))) {
            return;
        }
        ImmutableList<String> strangers;
        try (Stream<Path> files = Files.list(folder)) {
            strangers = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(FolderLock.FILE) && !isLeftover(name))
                    .sorted()
                    .limit(3)
                    .collect(ImmutableList.toImmutableList());
        }
        if (!strangers.isEmpty()) {
            throw new GrowthException("cannot keep checkpoints in " + folder + ": there is no " + CHECKPOINT
                    + " to resume from, but other files: " + strangers
                    + ". Give the folder of an earlier run, or an empty one.");
        }
    }

    private static FolderLock lock(Path folder) throws IOException {
        return FolderLock.of(folder)
                .orElseThrow(
                        () -> new GrowthException(
                                "cannot keep checkpoints in " + folder
                                        + ": another training is using it. Wait for it to end, or give each training a folder of its own."));
    }

    /** What a process that was killed while saving left behind. */
    private static boolean isLeftover(String name) {
        return (name.startsWith("." + CHECKPOINT + ".") && name.endsWith(".part"))
                || (name.startsWith("." + BEFORE) && name.endsWith(".part"))
                || name.matches("zipfstmp\\d+\\.tmp");
    }

    private static void removeLeftovers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (isLeftover(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * What the last checkpoint holds besides networks, if there is one.
     *
     * @throws GrowthException if it can't be read
     */
    Optional<State> find() {
        return folder == null ? Optional.empty() : find(folder);
    }

    /** As {@link #find()}, for a folder that may be in use. */
    static Optional<State> find(Path folder) {
        Path file = folder.resolve(CHECKPOINT);
        return Files.exists(file) ? Optional.of(readState(file)) : Optional.empty();
    }

    /** Where the checkpoint stands. */
    Path file() {
        return Objects.requireNonNull(folder).resolve(CHECKPOINT);
    }

    /**
     * The networks of the last checkpoint.
     *
     * @throws GrowthException if they can't be read
     */
    Networks<N> load(State state) {
        Path own = Objects.requireNonNull(folder);
        N network = load(file());
        boolean onTrial = state.progress().onTrial().isPresent();
        N before = onTrial ? load(before(own, state.progress())) : null;
        clean(own, state);
        return new Networks<>(network, before);
    }

    /** A file that a killed process wrote for a checkpoint that it didn't come to may not be taken for another's. */
    private static void clean(Path folder, State state) {
        try {
            removeUnneeded(folder, state.progress());
        } catch (IOException e) {
            throw new GrowthException(
                    "cannot remove old files in " + folder + ": " + e + ". Give a folder that can be written to.", e);
        }
    }

    private static State readState(Path file) {
        State state;
        try {
            byte[] entry = ZipEntries.read(file, STATE);
            if (entry == null) {
                throw unreadable(file, "it has no entry '" + STATE + "'", null);
            }
            state = State.read(new String(entry, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, e.getMessage(), e);
        }
        return state;
    }

    private N load(Path file) {
        N loaded;
        try {
            loaded = network.load(file.toFile());
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e.getMessage(), e);
        }
        requireState(file, loaded);
        return loaded;
    }

    /** DL4J loads a network without its updater's state as one that was never trained. */
    private void requireState(Path file, N loaded) {
        try {
            INDArray state =
                    Objects.requireNonNull(Dl4jNetwork.of(loaded).updater(true)).getStateViewArray();
            long length = state == null ? 0 : state.length();
            if (length > 0 && ZipEntries.read(file, ModelSerializer.UPDATER_BIN) == null) {
                throw unreadable(
                        file,
                        "it has no entry '" + ModelSerializer.UPDATER_BIN + "', the " + length
                                + " numbers that its optimizer keeps, and would continue training with a fresh one",
                        null);
            }
        } catch (IOException e) {
            throw unreadable(file, e.getMessage(), e);
        }
    }

    private static GrowthException unreadable(Path file, @Nullable String reason, @Nullable Throwable cause) {
        String message = "cannot resume from " + file + ": " + reason
                + ". Give another folder, or put back a checkpoint that this training wrote.";
        return cause == null ? new GrowthException(message) : new GrowthException(message, cause);
    }

    /** Replaces the checkpoint. */
    void save(N network, @Nullable N beforeGrowth, State state) {
        if (folder == null) {
            return;
        }
        try {
            if (beforeGrowth != null && !Files.exists(before(folder, state.progress()))) {
                AtomicFile.write(
                        before(folder, state.progress()),
                        part -> ModelSerializer.writeModel(beforeGrowth, part.toFile(), true));
            }
            // Made now if training has not begun, as a checkpoint without its state would be refused.
            Objects.requireNonNull(Dl4jNetwork.of(network).updater(true));
            AtomicFile.write(file(), part -> ZipEntries.write(network, ImmutableMap.of(STATE, bytes(state)), part));
            removeUnneeded(folder, state.progress());
        } catch (IOException e) {
            throw new GrowthException(
                    "cannot write a checkpoint into " + folder + ": " + e + ". Training has stopped. "
                            + (Files.isRegularFile(file())
                                    ? "The last checkpoint there is whole: make room, or make the folder writable, and"
                                            + " run the same training again, which resumes from it."
                                    : "There is no earlier checkpoint: give a folder that can be written to, with room"
                                            + " for the network and its optimizer's state, and run it again."),
                    e);
        }
    }

    private static byte[] bytes(State state) throws IOException {
        return state.write().getBytes(StandardCharsets.UTF_8);
    }

    private static Path before(Path folder, Progress progress) {
        return folder.resolve(BEFORE + progress.attempts().size() + ".zip");
    }

    private static void removeUnneeded(Path folder, Progress progress) throws IOException {
        Path needed = progress.onTrial().isPresent() ? before(folder, progress) : null;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(BEFORE) && name.endsWith(".zip") && !file.equals(needed)) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() {
        if (lock != null) {
            lock.close();
        }
    }
}
