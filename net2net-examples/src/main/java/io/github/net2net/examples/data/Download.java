package io.github.net2net.examples.data;

import static java.net.HttpURLConnection.HTTP_CLIENT_TIMEOUT;
import static java.net.HttpURLConnection.HTTP_OK;
import static java.net.HttpURLConnection.HTTP_PARTIAL;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Downloads one file over HTTP. When a connection breaks, what has arrived stays in {@code NAME.part} next to the target,
 * and the next attempt, also of a later process, continues it (RFC 9110, section 14). The target is the complete, verified
 * file, or absent.
 */
final class Download {
    private static final int BUFFER = 1 << 16;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int TOO_MANY_REQUESTS = 429;

    private final PublishedFile file;
    private final Path target;
    private final Path part;
    /** What identifies the version of the part on the server: an entity tag or date. */
    private final Path tag;

    private final Patience patience;

    /**
     * A file that can be downloaded.
     *
     * @param length in bytes
     * @param md5 in hexadecimal
     */
    record PublishedFile(URI address, long length, String md5) {
        /** The last part of its address. */
        String name() {
            String path = address.getPath();
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /**
     * Time limits.
     *
     * @param stall the longest time without a byte
     * @param pause before the second attempt; twice that before the third, and so on
     * @param tries number of attempts
     */
    record Patience(Duration stall, Duration pause, int tries) {
        /** For distant servers. */
        static final Patience DEFAULT = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(1), 5);
    }

    Download(PublishedFile file, Path target, Patience patience) {
        this.file = file;
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        this.tag = target.resolveSibling(target.getFileName() + ".part.tag");
        this.patience = patience;
    }

    /** Bytes that an earlier download has left. */
    long present() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /**
     * Downloads the file.
     *
     * @param progress receives the number of bytes present
     * @throws InputException if it cannot be downloaded
     * @throws IOException if it cannot be written
     */
    void run(LongConsumer progress) throws IOException {
        RetryPolicy<Object> retries = RetryPolicy.builder()
                .handle(Interrupted.class)
                .withBackoff(patience.pause(), patience.pause().multipliedBy(1L << patience.tries()))
                .withMaxAttempts(patience.tries())
                .build();
        try {
            Failsafe.with(retries).run(() -> attempt(progress));
        } catch (FailsafeException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        } catch (Interrupted e) {
            throw refused(e.getMessage() + ", " + present() + " of " + file.length() + " bytes are present after "
                    + patience.tries() + " tries. Try again to continue; or give --data DIR with the files,"
                    + " or --data generated.");
        }
        verify();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        delete();
    }

    private void delete() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(tag);
    }

    private void attempt(LongConsumer progress) throws IOException {
        if (present() > file.length()) {
            delete();
        }
        if (present() == file.length()) {
            return;
        }
        HttpURLConnection connection = open();
        try {
            boolean continues = continues(connection);
            if (!continues) {
                begin(connection);
            }
            requireLength(connection, continues);
            receive(connection, progress);
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection open() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) file.address().toURL().openConnection();
        connection.setConnectTimeout((int) patience.stall().toMillis());
        connection.setReadTimeout((int) patience.stall().toMillis());
        if (present() > 0) {
            connection.setRequestProperty("Range", "bytes=" + present() + "-");
            String version = Files.exists(tag) ? Files.readString(tag) : "";
            if (!version.isEmpty()) {
                connection.setRequestProperty("If-Range", version);
            }
        }
        try {
            connection.getResponseCode();
            return connection;
        } catch (ConnectException | UnknownHostException e) {
            throw new InputException(
                    "cannot download " + file.address() + ": there is no connection to it. Go online, or give"
                            + " --data DIR with the files, or --data generated.",
                    e);
        } catch (IOException e) {
            throw new Interrupted(e, patience);
        }
    }

    /** Whether the response is the rest of the file, rather than the whole. */
    private boolean continues(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status == HTTP_PARTIAL) {
            String range = Optional.ofNullable(connection.getHeaderField("Content-Range"))
                    .orElse("none");
            if (range.startsWith("bytes " + present() + "-")) {
                return true;
            }
            delete();
            throw new Interrupted("the server sent another range than requested (" + range + ")");
        } else if (status == HTTP_OK) {
            return false;
        } else if (status == RANGE_NOT_SATISFIABLE) {
            delete();
            throw new Interrupted("the server answered 416 (range not satisfiable)");
        } else if (status == HTTP_CLIENT_TIMEOUT || status == TOO_MANY_REQUESTS || status >= 500) {
            throw new Interrupted("the server answered " + status);
        }
        throw refused("the server answered " + status + ". Give --data DIR with the files, or --data generated.");
    }

    /** Begins a new part. Weak entity tags do not identify bytes (RFC 9110, section 13.1.5). */
    private void begin(HttpURLConnection connection) throws IOException {
        delete();
        String version = Optional.ofNullable(connection.getHeaderField("ETag"))
                .filter(etag -> !etag.startsWith("W/"))
                .or(() -> Optional.ofNullable(connection.getHeaderField("Last-Modified")))
                .orElse("");
        Files.writeString(tag, version);
        Files.createFile(part);
    }

    private void requireLength(HttpURLConnection connection, boolean continues) throws IOException {
        long expected = file.length() - (continues ? present() : 0);
        long announced = connection.getContentLengthLong();
        if (announced >= 0 && announced != expected) {
            delete();
            throw refused("the server would send " + announced + " bytes, expected " + expected
                    + ": that is another file. Give --data DIR with the published files, or --data generated.");
        }
    }

    private void receive(HttpURLConnection connection, LongConsumer progress) throws IOException {
        long received = present();
        try (InputStream body = connection.getInputStream();
                OutputStream out = Files.newOutputStream(part, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = read(body, buffer); read >= 0; read = read(body, buffer)) {
                int used = (int) Math.min(read, file.length() + 1 - received);
                out.write(buffer, 0, used);
                received += used;
                progress.accept(received);
                if (received > file.length()) {
                    return;
                }
            }
        }
        if (received < file.length()) {
            throw new Interrupted("the connection broke off");
        }
    }

    private int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new Interrupted(e, patience);
        }
    }

    private void verify() throws IOException {
        long length = present();
        String md5 = Md5.of(part);
        if (length != file.length() || !md5.equals(file.md5())) {
            delete();
            throw refused("the downloaded file is not the published one (" + length + " bytes, expected "
                    + file.length() + "; md5 " + md5 + ", expected " + file.md5() + ") and was deleted."
                    + " Try again, or give --data DIR with the files, or --data generated.");
        }
    }

    private InputException refused(String why) {
        return new InputException("cannot download " + file.address() + ": " + why);
    }

    /** Another attempt may succeed. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted(String message) {
            super(message);
        }

        Interrupted(IOException cause, Patience patience) {
            super(
                    cause instanceof SocketTimeoutException
                            ? "nothing arrived for " + patience.stall().toMillis() / 1000.0 + " s"
                            : "the connection broke off",
                    cause);
        }
    }
}
