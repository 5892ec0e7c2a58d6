package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.net2net.examples.data.Download.PublishedFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    @TempDir
    private Path folder;

    private final List<String> messages = new ArrayList<>();
    private FileServer server;

    @BeforeEach
    void startServer() throws IOException {
        byte[] content = new byte[200_000];
        new Random(2).nextBytes(content);
        server = new FileServer(content);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void a_file_is_downloaded_once() {
        Path file = fetch().resolve("images.bin");
        fetch();

        assertThat(file).isEqualTo(folder.resolve("set").resolve("images.bin")).hasBinaryContent(server.content);
        assertThat(server.ranges).hasSize(1);
        assertThat(messages).containsExactly("downloading " + server.address() + " (0.2 MB) to " + file);
    }

    @Test
    void a_damaged_file_is_replaced() throws IOException {
        Path file = fetch().resolve("images.bin");
        Files.write(file, new byte[200_000]);
        messages.clear();
        fetch();

        assertThat(file).hasBinaryContent(server.content);
        assertThat(messages)
                .containsExactly(
                        "warning: " + file + " is not the published file and is downloaded again",
                        "downloading " + server.address() + " (0.2 MB) to " + file);
    }

    @Test
    void a_damaged_file_stays_until_there_is_a_better_one() throws IOException {
        Path file = fetch().resolve("images.bin");
        Files.write(file, new byte[10]);
        server.answering(FileServer.status(404));

        assertThatExceptionOfType(InputException.class).isThrownBy(this::fetch);
        assertThat(file).hasBinaryContent(new byte[10]);
    }

    @Test
    void a_download_that_goes_on_says_so() throws IOException {
        Path part = Files.createDirectories(folder.resolve("set")).resolve("images.bin.part");
        Files.write(part, Arrays.copyOf(server.content, 120_000));
        fetch();

        assertThat(messages.get(0)).contains("(0.2 MB, 0.1 MB are present)");
        assertThat(server.sent).containsExactly(80_000);
    }

    @Test
    void threads_that_ask_at_once_download_once() {
        IntStream.range(0, 8)
                .parallel()
                .forEach(i ->
                        new Cache(folder, DownloadTest.IMPATIENT).fetch("set", List.of(server.file()), line -> {}));

        assertThat(server.ranges).hasSize(1);
    }

    @Test
    void processes_that_ask_at_once_download_once() throws Exception {
        server.answering(exchange -> {
            pause();
            server.serving().to(exchange);
        });
        List<Process> processes = List.of(child(), child(), child());
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }

        assertThat(server.ranges).hasSize(1);
        assertThat(folder.resolve("set").resolve("images.bin")).hasBinaryContent(server.content);
    }

    private static void pause() {
        try {
            Thread.sleep(1500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process child() throws IOException {
        PublishedFile file = server.file();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        file.address().toString(),
                        String.valueOf(file.length()),
                        file.md5())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What another process does. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            var file = new PublishedFile(URI.create(arguments[1]), Long.parseLong(arguments[2]), arguments[3]);
            new Cache(Path.of(arguments[0]), DownloadTest.IMPATIENT).fetch("set", List.of(file), line -> {});
        }
    }

    @Test
    void a_cache_that_cannot_be_written_is_refused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new Cache(file, DownloadTest.IMPATIENT).fetch("set", List.of(), messages::add))
                .withMessage(
                        "cannot write to the cache " + file.resolve("set") + " (java.nio.file.FileSystemException: "
                                + file.resolve("set")
                                + ": Not a directory). Set NET2NET_CACHE to a writable folder,"
                                + " or give --data DIR with the files, or --data generated.");
    }

    @Test
    void the_folder_is_the_first_that_is_named() {
        Path home = Path.of("/home/ada");

        assertThat(Cache.of(Map.of("NET2NET_CACHE", "/n", "XDG_CACHE_HOME", "/x"), home)
                        .folder())
                .isEqualTo(Path.of("/n"));
        assertThat(Cache.of(Map.of("NET2NET_CACHE", "", "XDG_CACHE_HOME", "/x"), home)
                        .folder())
                .isEqualTo(Path.of("/x/net2net"));
        assertThat(Cache.of(Map.of("XDG_CACHE_HOME", "relative"), home).folder())
                .isEqualTo(Path.of("/home/ada/.cache/net2net"));
    }

    private Path fetch() {
        return new Cache(folder, DownloadTest.IMPATIENT).fetch("set", List.of(server.file()), messages::add);
    }
}
