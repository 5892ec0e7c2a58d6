package io.github.net2net.examples.data;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one file over HTTP. What has arrived stays in {@code NAME.part} next to the target when a connection breaks,
 * and the next try, also of a later process, goes on behind it (RFC 9110, section 14). The target is the whole, verified
 * file or not there.
 */
final class Download {
    private static final int BUFFER = 1 << 16;
    private static final int PARTIAL = 206;

    private final PublishedFile file;
    private final Path target;
    private final PartFile part;
    private final Patience patience;

    /**
     * How long to wait, and how often to try.
     *
     * @param stall the longest time without a byte
     * @param pause before the second try; twice that before the third, and so on
     * @param tries in all
     */
    record Patience(Duration stall, Duration pause, int tries) {
        /** For servers that are far away. */
        static final Patience DEFAULT = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(1), 5);
    }

    Download(PublishedFile file, Path target, Patience patience) {
        this.file = file;
        this.target = target;
        this.part = new PartFile(target.resolveSibling(target.getFileName() + ".part"));
        this.patience = patience;
    }

    /** Bytes that an earlier download has left. */
    long present() throws IOException {
        return part.length();
    }

    /**
     * Fetches the file.
     *
     * @param progress told how many bytes are there
     * @throws InputException if it cannot be had
     * @throws IOException if it cannot be written
     */
    void run(LongConsumer progress) throws IOException {
        RetryPolicy<Object> retries = RetryPolicy.builder()
                .handle(BrokenOff.class)
                .withBackoff(patience.pause(), patience.pause().multipliedBy(1L << patience.tries()))
                .withMaxAttempts(patience.tries())
                .build();
        try {
            Failsafe.with(retries).run(() -> attempt(progress));
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        } catch (BrokenOff e) {
            throw refused(e.getMessage() + ", " + part.length() + " of " + file.length() + " bytes are there after "
                    + patience.tries() + " tries. Try again, it goes on from there; or give --data DIR with the files,"
                    + " or --data generated.");
        }
        verify();
        Files.move(part.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        part.delete();
    }

    private void attempt(LongConsumer progress) throws IOException, InterruptedException {
        if (part.length() > file.length()) {
            part.delete();
        }
        if (part.length() == file.length()) {
            return;
        }
        HttpResponse<InputStream> response = send();
        try (InputStream body = response.body()) {
            boolean goesOn = goesOn(response);
            if (!goesOn) {
                part.begin(response.headers());
            }
            requireLength(response, goesOn);
            receive(body, progress);
        }
    }

    private HttpResponse<InputStream> send() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(file.address());
        if (part.length() > 0) {
            request.header("Range", "bytes=" + part.length() + "-");
            part.validator().ifPresent(validator -> request.header("If-Range", validator));
        }
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(patience.stall())
                .build();
        try {
            // Not the request's own timeout, which spans the whole body on newer platforms.
            return client.sendAsync(request.build(), BodyHandlers.ofInputStream())
                    .get(patience.stall().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw silent(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException || e.getCause() instanceof HttpConnectTimeoutException) {
                throw new InputException(
                        "cannot download " + file.address() + ": there is no connection to it. Go online, or give"
                                + " --data DIR with the files, or --data generated.",
                        e);
            }
            throw new BrokenOff("the connection broke off", e);
        }
    }

    private BrokenOff silent(TimeoutException e) {
        return new BrokenOff("nothing came for " + patience.stall().toMillis() / 1000.0 + " s", e);
    }

    /** Whether the answer is the rest of the file, and not the whole of it. */
    private boolean goesOn(HttpResponse<InputStream> response) throws IOException {
        int status = response.statusCode();
        if (status == PARTIAL) {
            String range = response.headers().firstValue("Content-Range").orElse("none");
            if (range.startsWith("bytes " + part.length() + "-")) {
                return true;
            }
            part.delete();
            throw new BrokenOff("the server sent another range than asked for (" + range + ")", null);
        } else if (status == 200) {
            return false;
        } else if (status == 416) {
            part.delete();
            throw new BrokenOff("the server answered 416 (range not satisfiable)", null);
        } else if (status == 408 || status == 429 || status >= 500) {
            throw new BrokenOff("the server answered " + status, null);
        }
        throw refused("the server answered " + status + ". Give --data DIR with the files, or --data generated.");
    }

    private void requireLength(HttpResponse<InputStream> response, boolean goesOn) throws IOException {
        long expected = file.length() - (goesOn ? part.length() : 0);
        long announced = response.headers().firstValueAsLong("Content-Length").orElse(expected);
        if (announced != expected) {
            part.delete();
            throw refused("the server would send " + announced + " bytes, expected " + expected
                    + ": that is another file. Give --data DIR with the published files, or --data generated.");
        }
    }

    private void receive(InputStream body, LongConsumer progress) throws IOException, InterruptedException {
        ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "download");
            thread.setDaemon(true);
            return thread;
        });
        long there = part.length();
        try (OutputStream out =
                Files.newOutputStream(part.path(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = read(reader, body, buffer); read >= 0; read = read(reader, body, buffer)) {
                int wanted = (int) Math.min(read, file.length() + 1 - there);
                out.write(buffer, 0, wanted);
                there += wanted;
                progress.accept(there);
                if (there > file.length()) {
                    return;
                }
            }
        } finally {
            reader.shutdownNow();
        }
        if (there < file.length()) {
            throw new BrokenOff("the connection broke off", null);
        }
    }

    private int read(ExecutorService reader, InputStream body, byte[] buffer) throws IOException, InterruptedException {
        try {
            return reader.submit(() -> body.read(buffer)).get(patience.stall().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw silent(e);
        } catch (ExecutionException e) {
            throw new BrokenOff("the connection broke off", e);
        }
    }

    private void verify() throws IOException {
        long length = part.length();
        String md5 = Md5.of(part.path());
        if (length != file.length() || !md5.equals(file.md5())) {
            part.delete();
            throw refused("what came is not the published file (" + length + " bytes, expected " + file.length()
                    + "; md5 " + md5 + ", expected " + file.md5() + ") and was deleted."
                    + " Try again, or give --data DIR with the files, or --data generated.");
        }
    }

    private InputException refused(String why) {
        return new InputException("cannot download " + file.address() + ": " + why);
    }

    /** Another try may do better. */
    private static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenOff(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
