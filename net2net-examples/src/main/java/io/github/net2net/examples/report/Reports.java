package io.github.net2net.examples.report;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.report.ExperimentResults.SeedResults;
import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the results of experiments as one self-contained HTML page. */
public final class Reports {
    /** The page's default name. */
    public static final String NAME = "report.html";

    static final String FOLDER = "io/github/net2net/examples/report/";

    private Reports() {}

    /**
     * Reads experiments, finished or still running, and writes the page, completely or not at all.
     *
     * @param folders of experiments, which contain folders {@code seed-N}; the page has a section for each
     * @param file the page
     * @throws InputException if a folder does not exist, has no seeds or seeds of different experiments, or if the page
     *     cannot be written
     */
    public static void write(List<Path> folders, Path file) {
        String page = page(folders.stream().map(ExperimentResults::read).toList());
        try {
            AtomicFile.write(file, part -> Files.writeString(part, page));
        } catch (IOException e) {
            throw new InputException(
                    "--out " + file + ": cannot be written (" + e + "). Give a file in a writable folder.", e);
        }
    }

    /**
     * The findings of the page, one line for each grown network, for a console.
     *
     * @param folder of an experiment
     * @throws InputException as {@link #write}
     */
    public static List<String> findings(Path folder) {
        ExperimentResults results = ExperimentResults.read(folder);
        List<String> lines = new ArrayList<>();
        lines.add(Findings.preface(results));
        Findings.of(results).forEach(finding -> lines.add(finding.run() + ": " + finding.text()));
        return lines;
    }

    /** The experiment's comparisons as a table in Markdown; empty if it has none. */
    public static String verdicts(Path folder) {
        return Verdict.markdown(ExperimentResults.read(folder));
    }

    /** Fills the template, which escapes everything that comes from files. */
    static String page(List<ExperimentResults> experiments) {
        String title =
                experiments.size() == 1 ? experiments.get(0).file().title() : "Experiments with growing networks";
        Map<String, Object> values = Map.of(
                "title", title,
                "sections", experiments.stream().map(Reports::section).toList(),
                "costs", List.of(Axis.values()),
                "axes",
                        List.of(
                                Axis.TOTAL_MULTIPLY_ADDS,
                                Axis.TOTAL_EXAMPLES,
                                Axis.EXAMPLES,
                                Axis.TOTAL_SECONDS,
                                Axis.TOTAL_CPU),
                "style", style(),
                "library", chartLibrary(),
                "script", resource("report.js"));
        return filled(FOLDER + "report.html", values);
    }

    /** A template of the class path with values, which it escapes. */
    public static String filled(String template, Map<String, Object> values) {
        PebbleEngine engine = new PebbleEngine.Builder()
                .loader(new ClasspathLoader(Reports.class.getClassLoader()))
                .strictVariables(true)
                .defaultLocale(Locale.ROOT)
                .build();
        StringWriter page = new StringWriter();
        try {
            engine.getTemplate(template).evaluate(page, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page.toString();
    }

    /** The style of all pages. */
    public static String style() {
        return resource("report.css");
    }

    /** From its WebJar, without the comment that refers to a file next to it. */
    static String chartLibrary() {
        Properties properties = new Properties();
        String file = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";
        try (InputStream stream = Objects.requireNonNull(Reports.class.getResourceAsStream(file), file)) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("version");
        return resource("/META-INF/resources/webjars/chart.js/" + version + "/dist/chart.umd.js")
                .replaceAll("//# sourceMappingURL=.*", "");
    }

    static String resource(String name) {
        try (InputStream stream = Objects.requireNonNull(Reports.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the template shows of one experiment, as text that is not escaped yet. */
    private static Map<String, Object> section(ExperimentResults results) {
        return ImmutableMap.<String, Object>builder()
                .put("file", results.file())
                .put("seeds", seedList(results.seeds()))
                .put("facts", facts(results))
                .put("status", status(results))
                .put("verdicts", Verdict.of(results))
                .put("preface", Findings.preface(results))
                .put("findings", Findings.of(results))
                .put("chart", ChartData.of(results))
                .put(
                        "rows",
                        results.runs().stream()
                                .map(run -> ResultRow.of(results, run))
                                .toList())
                .put("runs", results.runs())
                .put("references", ReferenceTable.of(results))
                .put("networks", networks(results))
                .put("growths", growths(results))
                .put("machines", machines(results))
                .build();
    }

    private static String seedList(List<SeedResults> seeds) {
        return Texts.list(
                seeds.stream().map(seed -> String.valueOf(seed.folder().seed())).toList());
    }

    private static String facts(ExperimentResults results) {
        Map<String, String> settings = results.file().settings();
        String seeds = results.seeds().size() == 1 ? "seed " : "seeds ";
        String data = settings.getOrDefault("data", "");
        String share = settings.getOrDefault("share of the full length", "1.0");
        return seeds
                + seedList(results.seeds())
                + (data.isEmpty() ? "" : " · data: " + data)
                + (share.equals("1.0") ? "" : " · " + share + " of the full length");
    }

    private static String status(ExperimentResults results) {
        if (results.isFinished()) {
            return "finished";
        }
        long reached = results.runs().stream().mapToLong(RunResults::reached).sum();
        long planned = results.runs().stream().mapToLong(RunResults::planned).sum();
        return "running: " + Texts.count(reached) + " of " + Texts.count(planned) + " iterations";
    }

    /** Each network that was grown or that has grown, once: runs with equal networks of equal teachers together. */
    private static List<Map<String, Object>> networks(ExperimentResults results) {
        Set<String> teachers = results.runs().stream()
                .filter(run -> run.parameters() > 0)
                .flatMap(run -> results.parent(run).stream())
                .map(RunResults::name)
                .collect(Collectors.toSet());
        return results.runs().stream()
                .filter(run -> run.parameters() > 0)
                .filter(run -> run.isGrown() || teachers.contains(run.name()))
                .collect(Collectors.groupingBy(
                        run -> List.of(teacherLayers(results, run), run.entry().layers()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> network(
                        results,
                        entry.getValue(),
                        entry.getKey().get(0),
                        entry.getKey().get(1)))
                .toList();
    }

    private static List<LayerEntry> teacherLayers(ExperimentResults results, RunResults run) {
        return results.parent(run).orElse(run).entry().layers();
    }

    private static Map<String, Object> network(
            ExperimentResults results, List<RunResults> runs, List<LayerEntry> before, List<LayerEntry> after) {
        RunResults run = runs.get(0);
        List<LayerChange> changes = LayerChange.between(before, after);
        String grown = results.parent(run)
                .map(parent -> ", " + Texts.ratio((double) run.parameters() / parent.parameters())
                        + " times those of its teacher, “" + parent.name() + "”")
                .orElse("");
        return Map.of(
                "title",
                Texts.list(runs.stream().map(RunResults::name).toList()),
                "facts",
                Texts.count(run.parameters()) + " parameters" + grown,
                "diagram",
                NetworkDiagram.of(changes),
                "changes",
                Stream.concat(changes.stream(), LayerChange.gone(before, after).stream())
                        .filter(change -> change.kind() != LayerChange.Kind.SAME)
                        .toList());
    }

    private static List<Map<String, String>> growths(ExperimentResults results) {
        return results.runs().stream()
                .filter(RunResults::isGrown)
                .map(run -> Map.of(
                        "run", run.name(), "plan", run.entry().plan(), "difference", differences(results, run.name())))
                .toList();
    }

    /** The greatest differences of outputs right after a growth. */
    private static String differences(ExperimentResults results, String run) {
        List<String> found = new ArrayList<>();
        for (SeedResults seed : results.seeds()) {
            for (RunEntry entry : seed.file().runs()) {
                Optional.ofNullable(entry.difference())
                        .filter(difference -> entry.name().equals(run))
                        .ifPresent(difference -> found.add(Texts.small(difference) + " (seed "
                                + seed.folder().seed() + ")"));
            }
        }
        return found.isEmpty() ? "not measured yet" : Texts.list(found);
    }

    private static List<Map<String, Object>> machines(ExperimentResults results) {
        return results.seeds().stream()
                .collect(Collectors.groupingBy(seed -> seed.file().machine(), LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(machine ->
                        Map.<String, Object>of("seeds", seedList(machine.getValue()), "facts", machine.getKey()))
                .toList();
    }
}
