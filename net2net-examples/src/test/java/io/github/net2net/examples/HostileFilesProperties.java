package io.github.net2net.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.saving.ModelFileCheck;
import io.github.net2net.examples.HostileFile.Alarm;
import io.github.net2net.examples.HostileFile.Change;
import io.github.net2net.examples.HostileFile.Place;
import io.github.net2net.examples.models.TestModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Changed files of models are read or refused in a sentence; nothing is run, left behind, or takes long. */
class HostileFilesProperties {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final String NET2NET = "net2net: ";

    private static Path folder;
    private static List<Path> models;

    @BeforeContainer
    static void write() throws IOException {
        folder = Files.createTempDirectory("hostile");
        models = Stream.of("images.zip", "series.zip", "graph.zip")
                .map(folder::resolve)
                .toList();
        TestModels.images(models.get(0));
        TestModels.series(models.get(1));
        TestModels.anySize(models.get(2));
    }

    @AfterContainer
    static void delete() throws IOException {
        for (Path model : models) {
            Files.delete(model);
        }
        Files.delete(folder); // fails if anything was left behind
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Long> values = Arbitraries.oneOf(
                Arbitraries.longs().between(-3, 200),
                Arbitraries.of(Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31, (1L << 31) - 1, 1L << 40, 1_000_000_000L),
                Arbitraries.longs());
        return Combinators.combine(
                        Arbitraries.of(Place.class), Arbitraries.integers().between(0, Integer.MAX_VALUE), values)
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static Path written(List<Change> changes, int model) throws IOException {
        Path file = folder.resolve("hostile.zip");
        HostileFile.write(models.get(model), changes, file);
        return file;
    }

    @Property(tries = 2000)
    void checkedFile_isReadOrRefused(@ForAll("changes") List<Change> changes, @ForAll("model") int model)
            throws IOException {
        Path file = written(changes, model);
        long start = System.nanoTime();
        try {
            ModelFileCheck.ofDl4j().check(file);
        } catch (GrowthException e) {
            assertThat(e).hasMessageStartingWith("cannot read " + file + ": ").hasMessageEndingWith(".");
        } finally {
            Files.delete(file);
        }
        assertHarmless(start);
    }

    @Property(tries = 60)
    void loadedFile_isInspectedOrRefused(@ForAll("changes") List<Change> changes, @ForAll("model") int model)
            throws IOException {
        Path file = written(changes, model);
        long start = System.nanoTime();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), "inspect", file.toString());
        Files.delete(file);

        assertThat(code).as(err.toString()).isIn(0, 3, 5);
        assertThat(err.toString()).startsWith(code == 0 ? "" : NET2NET);
        assertHarmless(start);
    }

    @Tag("long")
    @Property(tries = 1_000_000)
    void checkedFile_manyTimes(@ForAll("changes") List<Change> changes, @ForAll("model") int model) throws IOException {
        checkedFile_isReadOrRefused(changes, model);
    }

    @Tag("long")
    @Property(tries = 10_000)
    void loadedFile_manyTimes(@ForAll("changes") List<Change> changes, @ForAll("model") int model) throws IOException {
        loadedFile_isInspectedOrRefused(changes, model);
    }

    @Provide
    Arbitrary<Integer> model() {
        return Arbitraries.integers().between(0, 2);
    }

    private static void assertHarmless(long start) throws IOException {
        assertThat(Alarm.RAISED).hasValue(0);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(models);
        }
    }
}
