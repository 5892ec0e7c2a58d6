package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.net2net.examples.data.Download.PublishedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    static final Download.Patience IMPATIENT = new Download.Patience(Duration.ofSeconds(10), Duration.ofMillis(5), 3);

    @TempDir
    private Path folder;

    private FileServer server;
    private Path target;

    @BeforeEach
    void startServer() throws IOException {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        server = new FileServer(content);
        target = folder.resolve("images.bin");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void a_file_arrives_whole_and_alone() throws IOException {
        List<Long> progress = new ArrayList<>();
        new Download(server.file(), target, IMPATIENT).run(progress::add);

        assertArrived();
        assertThat(progress).isSorted().endsWith(300_000L);
        assertThat(server.ranges).containsExactly("");
    }

    @Test
    void a_cut_connection_is_gone_on_with_and_only_the_rest_is_sent() throws IOException {
        server.answering(server.breakingAt(100_000));
        fetch();

        assertArrived();
        assertThat(server.ranges.get(1)).matches("bytes=[0-9]+-");
        int there = Integer.parseInt(server.ranges.get(1).replaceAll("\\D", ""));
        assertThat(there).isBetween(1, 100_000);
        assertThat(server.conditions).containsExactly("", "\"1\"");
        assertThat(server.sent).containsExactly(100_000, 300_000 - there);
    }

    @Test
    void a_later_call_goes_on_where_an_earlier_one_gave_up() throws IOException {
        server.answering(server.breakingAt(100_000), FileServer.status(503), FileServer.status(503));
        assertThatExceptionOfType(InputException.class).isThrownBy(this::fetch);
        long there = Files.size(folder.resolve("images.bin.part"));
        fetch();

        assertThat(there).isPositive();
        assertArrived();
        assertThat(server.ranges.get(3)).isEqualTo("bytes=" + there + "-");
    }

    @Test
    void a_file_that_has_changed_meanwhile_is_fetched_anew() throws IOException {
        server.answering(server.breakingAt(100_000), exchange -> {
            server.tag = "\"2\"";
            server.serving().to(exchange);
        });
        fetch();

        assertArrived();
        assertThat(server.sent).containsExactly(100_000, 300_000);
    }

    @Test
    void a_server_that_knows_no_ranges_sends_everything_again() throws IOException {
        server.answering(server.breakingAt(100_000), server.ignoringRanges());
        fetch();

        assertArrived();
    }

    @Test
    void a_part_that_was_not_asked_for_is_not_used() throws IOException {
        server.answering(server.breakingAt(100_000), server.partFrom(7));
        fetch();

        assertArrived();
        assertThat(server.ranges.get(2)).isEmpty();
    }

    @Test
    void a_range_that_the_server_cannot_satisfy_is_given_up() throws IOException {
        server.answering(server.breakingAt(100_000), FileServer.status(416));
        fetch();

        assertArrived();
        assertThat(server.ranges.get(2)).isEmpty();
    }

    @Test
    void a_whole_part_left_by_a_killed_process_needs_no_server() throws IOException {
        Files.write(folder.resolve("images.bin.part"), server.content);
        fetch();

        assertArrived();
        assertThat(server.ranges).isEmpty();
    }

    @Test
    void a_part_longer_than_the_file_is_dropped() throws IOException {
        Files.write(folder.resolve("images.bin.part"), new byte[300_001]);
        fetch();

        assertArrived();
        assertThat(server.ranges).containsExactly("");
    }

    @Test
    void a_busy_server_is_asked_again() throws IOException {
        server.answering(FileServer.status(503), FileServer.status(429));
        fetch();

        assertArrived();
    }

    @Test
    void a_server_that_stays_busy_is_refused_after_some_tries() throws IOException {
        server.answering(server.breakingAt(0), FileServer.status(503), FileServer.status(503));

        assertRefused("the server answered 503, 0 of 300000 bytes are present after 3 tries. Try again to continue"
                + "; or give --data DIR with the files, or --data generated.");
        assertThat(server.ranges).hasSize(3);
    }

    @Test
    void a_connection_that_always_breaks_is_refused_with_what_is_there() throws IOException {
        server.answering(server.breakingAt(0), server.breakingAt(0), server.breakingAt(0));

        assertRefused("the connection broke off, 0 of 300000 bytes are present after 3 tries. Try again to continue"
                + "; or give --data DIR with the files, or --data generated.");
    }

    @Test
    void a_silent_server_is_left_and_gone_on_with() throws IOException {
        server.answering(server.silentAfter(50_000, 1500));
        new Download(server.file(), target, new Download.Patience(Duration.ofMillis(400), Duration.ofMillis(5), 3))
                .run(there -> {});

        assertArrived();
        assertThat(server.ranges.get(1)).isEqualTo("bytes=50000-");
    }

    @Test
    void an_address_that_is_gone_is_refused_at_once() throws IOException {
        server.answering(FileServer.status(404));

        assertRefused("the server answered 404. Give --data DIR with the files, or --data generated.");
        assertThat(server.ranges).hasSize(1);
    }

    @Test
    void another_length_is_refused_before_anything_is_written() throws IOException {
        server.answering(server.other(1234, true));

        assertRefused("the server would send 1234 bytes, expected 300000: that is another file."
                + " Give --data DIR with the published files, or --data generated.");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_without_end_is_not_written_to_its_end() throws IOException {
        server.answering(server.other(2_000_000, false));

        assertRefused("the downloaded file is not the published one (300001 bytes, expected 300000; md5 "
                + Md5.of(new byte[300_001]) + ", expected " + Md5.of(server.content)
                + ") and was deleted. Try again, or give --data DIR with the files, or --data generated.");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_wrong_checksum_is_refused_and_nothing_is_kept() throws IOException {
        server.answering(server.other(300_000, true));

        assertRefused("the downloaded file is not the published one (300000 bytes, expected 300000; md5 "
                + Md5.of(new byte[300_000]) + ", expected " + Md5.of(server.content)
                + ") and was deleted. Try again, or give --data DIR with the files, or --data generated.");
        assertThat(folder).isEmptyDirectory();
        fetch();
        assertArrived();
    }

    @Test
    void without_a_connection_the_ways_around_are_named() {
        PublishedFile file = server.file();
        server.close();

        assertRefused(
                "there is no connection to it. Go online, or give --data DIR with the files, or --data generated.",
                file);
    }

    private void fetch() throws IOException {
        new Download(server.file(), target, IMPATIENT).run(there -> {});
    }

    private void assertArrived() throws IOException {
        assertThat(target).hasBinaryContent(server.content);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    private void assertRefused(String why) {
        assertRefused(why, server.file());
    }

    private void assertRefused(String why, PublishedFile file) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new Download(file, target, IMPATIENT).run(there -> {}))
                .withMessage("cannot download " + file.address() + ": " + why);
        assertThat(target).doesNotExist();
    }
}
