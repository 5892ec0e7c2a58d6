package io.github.net2net.dl4j.search;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.dl4j.saving.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of a round: {@code search.json}, which says of which search it is, and a folder for each trial. */
final class SearchFolder implements AutoCloseable {
    private static final String FILE = "search.json";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path path;
    private final boolean temporary;
    private final FolderLock lock;

    private SearchFolder(Path path, boolean temporary, FolderLock lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /**
     * A folder, for this search alone.
     *
     * @param given null for a temporary one
     * @param origin what must be the same to resume, by name
     * @throws GrowthException if it is in use, can't be written to, or holds something else
     */
    static SearchFolder of(@Nullable Path given, Map<String, String> origin) {
        try {
            Path path = given == null ? Files.createTempDirectory("net2net-search") : given;
            FolderLock lock = FolderLock.of(path)
                    .orElseThrow(() -> new GrowthException("cannot search in " + path + ": another search is using it."
                            + " Wait for it to end, or give each search a folder of its own."));
            try {
                check(path, origin);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
            return new SearchFolder(path, given == null, lock);
        } catch (IOException e) {
            throw new GrowthException(
                    "cannot search in " + given + ": " + e + ". Give a folder that can be written to.", e);
        }
    }

    private static void check(Path path, Map<String, String> origin) throws IOException {
        Path file = path.resolve(FILE);
        if (!Files.exists(file)) {
            requireEmpty(path);
            AtomicFile.write(file, part -> JSON.writeValue(part.toFile(), origin));
            return;
        }
        Map<String, String> first = JSON.readValue(file.toFile(), new TypeReference<>() {});
        for (Map.Entry<String, String> given : origin.entrySet()) {
            String found = first.get(given.getKey());
            if (!given.getValue().equals(found)) {
                throw new GrowthException("cannot resume the search in " + path + ": it belongs to another search. Its "
                        + given.getKey() + " was " + found + ", and is now " + given.getValue()
                        + ". Give what it began with, or another folder.");
            }
        }
    }

    private static void requireEmpty(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            if (files.anyMatch(file -> !file.endsWith(FolderLock.FILE))) {
                throw new GrowthException("cannot search in " + path + ": there is no " + FILE + " to resume from, but"
                        + " other files. Give the folder of an earlier search, or an empty one.");
            }
        }
    }

    /** The folder of a trial. */
    TrialFolder trial(int number) {
        return new TrialFolder(path.resolve(String.format("trial-%03d", number)));
    }

    @Override
    public void close() {
        lock.close();
        if (temporary) {
            try {
                MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
            } catch (IOException e) {
                throw new GrowthException("cannot delete the temporary folder " + path + ": " + e + ". Delete it.", e);
            }
        }
    }
}
