package io.github.net2net.examples.data;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What has arrived of a file, and, next to it, by what the server tells whether the file has changed since. */
final class PartFile {
    private final Path path;
    private final Path tag;

    PartFile(Path path) {
        this.path = path;
        this.tag = path.resolveSibling(path.getFileName() + ".tag");
    }

    Path path() {
        return path;
    }

    /** 0 if there is none. */
    long length() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    /** The entity tag or date of what is there, for {@code If-Range}. */
    Optional<String> validator() throws IOException {
        return Files.exists(tag)
                ? Optional.of(Files.readString(tag)).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    /** Begins anew, with the answer of these headers. Weak entity tags don't serve (RFC 9110, section 13.1.5). */
    void begin(HttpHeaders headers) throws IOException {
        delete();
        String validator = headers.firstValue("ETag")
                .filter(etag -> !etag.startsWith("W/"))
                .or(() -> headers.firstValue("Last-Modified"))
                .orElse("");
        Files.writeString(tag, validator);
        Files.createFile(path);
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(tag);
    }
}
