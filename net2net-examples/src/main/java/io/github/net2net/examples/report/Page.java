package io.github.net2net.examples.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** Fills the template; everything that comes from files is escaped by it. */
final class Page {
    private static final String FOLDER = "io/github/net2net/examples/report/";

    private Page() {}

    static String of(List<ExperimentResults> experiments) {
        List<Section> sections = experiments.stream().map(Section::of).toList();
        Map<String, Object> values = Map.of(
                "title", title(sections),
                "sections", sections,
                "columns", ResultRow.columns(),
                "measurementColumns", MeasuredRun.columns(),
                "costs", List.of(Axis.values()),
                "axes", List.of(Axis.TOTAL_IMAGES, Axis.IMAGES, Axis.TOTAL_SECONDS, Axis.TOTAL_CPU),
                "style", resource("report.css"),
                "library", chartLibrary(),
                "script", resource("report.js"));
        PebbleEngine engine = new PebbleEngine.Builder()
                .loader(new ClasspathLoader(Page.class.getClassLoader()))
                .strictVariables(true)
                .defaultLocale(Locale.ROOT)
                .build();
        StringWriter page = new StringWriter();
        try {
            engine.getTemplate(FOLDER + "report.html").evaluate(page, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page.toString();
    }

    private static String title(List<Section> sections) {
        return sections.size() == 1 ? sections.get(0).file().title() : "Experiments with growing networks";
    }

    /** From its WebJar, without the comment that points to a file beside it. */
    private static String chartLibrary() {
        return resource("/META-INF/resources/webjars/chart.js/" + version() + "/dist/chart.umd.js")
                .replaceAll("//# sourceMappingURL=.*", "");
    }

    private static String version() {
        Properties properties = new Properties();
        String file = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";
        try (InputStream stream = Objects.requireNonNull(Page.class.getResourceAsStream(file), file)) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static String resource(String name) {
        try (InputStream stream = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
