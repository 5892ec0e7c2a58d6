package io.github.net2net.examples.report;

import static io.github.net2net.examples.report.TinyExperiment.fresh;
import static io.github.net2net.examples.report.TinyExperiment.grown;
import static io.github.net2net.examples.report.TinyExperiment.notBegun;
import static io.github.net2net.examples.report.TinyExperiment.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import io.github.net2net.examples.results.ExperimentFile.Reference;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import io.github.net2net.examples.results.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final String HOSTILE = "</script><script>alert('1')</script>\" onclick=\"x & <b>";
    private static final Pattern CHART =
            Pattern.compile("<script type=\"application/json\"[^>]*>(.*?)</script>", Pattern.DOTALL);

    @TempDir
    Path folder;

    private static String page(TinyExperiment... experiments) {
        return Reports.page(
                List.of(experiments).stream().map(TinyExperiment::results).toList());
    }

    /** Without scripts and styles. */
    private static String markup(String page) {
        return page.replaceAll("(?s)<(script|style)\\b[^>]*>.*?</\\1>", "");
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static JsonNode chart(String page) throws JsonProcessingException {
        String json = CHART.matcher(page)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
        return new ObjectMapper().readTree(json);
    }

    private TinyExperiment finished() throws IOException {
        return new TinyExperiment(folder.resolve("finished"))
                .references(new Reference("wider", "others", new TreeMap<>(Map.of(10, 0.5))))
                .seed(
                        1,
                        row("teacher", 0, 0, 0.1),
                        row("teacher", 40, 0, 0.5),
                        row("wider", 0, 20, 0.3),
                        row("wider", 20, 20, 0.6),
                        row("scratch", 0, 0, 0.1),
                        row("scratch", 40, 0, 0.5));
    }

    private TinyExperiment hostile() throws IOException {
        LayerEntry layer = new LayerEntry(HOSTILE, HOSTILE, HOSTILE, 1, List.of("in" + HOSTILE));
        RunEntry teacher = new RunEntry(HOSTILE, HOSTILE, null, 0, 10, List.of(layer), "", null, null, HOSTILE);
        RunEntry student =
                new RunEntry("s" + HOSTILE, HOSTILE, HOSTILE, 10, 10, List.of(layer), HOSTILE, 0.0, null, "");
        return new TinyExperiment(folder.resolve("hostile"))
                .named(HOSTILE)
                .about(HOSTILE, HOSTILE)
                .baseline(HOSTILE)
                .settings(Map.of(HOSTILE, HOSTILE))
                .runs(teacher, student)
                .references(new Reference(HOSTILE, HOSTILE, new TreeMap<>(Map.of(10, 0.5))))
                .seed(1, row(HOSTILE, 0, 0, 0.1), row(HOSTILE, 10, 0, 0.2), row("s" + HOSTILE, 0, 10, 0.2));
    }

    @Test
    void hostileTexts_areShownAndDoNothing() throws IOException {
        String plain = page(finished());
        String page = page(hostile());

        assertThat(found("(?i)</?script", page)).hasSameSizeAs(found("(?i)</?script", plain));
        assertThat(markup(page)).doesNotContainIgnoringCase("alert('1')", "onclick=\"", "<b>\"", "& <b>");
        assertThat(markup(page))
                .contains("<pre class=\"scroll\" tabindex=\"0\">&lt;/script&gt;&lt;script&gt;alert(&#39;1"
                        + "&#39;)&lt;/script&gt;&quot; onclick=&quot;x &amp; &lt;b&gt;</pre>");
    }

    @Test
    void hostileNames_areTheSameInTheChart() throws IOException {
        assertThat(chart(page(hostile())).findValuesAsText("name"))
                .containsExactly(HOSTILE, "s" + HOSTILE, HOSTILE + ", as published: " + HOSTILE);
    }

    @Test
    void page_loadsNothing() throws IOException {
        String page = page(finished(), hostile());

        assertThat(found("\\s(?:src|href|xlink:href|srcset|action|poster)\\s*=\\s*\"[^\"]*\"", markup(page)))
                .isNotEmpty()
                .allMatch(link -> link.matches("\\shref=\"(#e\\d|data:,)\""));
        assertThat(found("id=\"e\\d\"", page)).containsExactly("id=\"e0\"", "id=\"e1\"");
        assertThat(found("<script\\b[^>]*\\ssrc\\b", page)).isEmpty();
        assertThat(found("(?s)<style>.*?</style>", page))
                .singleElement()
                .asString()
                .doesNotContain("url(", "@import");
        assertThat(page)
                .contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                        + " style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">")
                .doesNotContain("sourceMappingURL");
    }

    @Test
    void page_hasALanguageATitleAndHeadingsWithoutGaps() throws IOException {
        String one = markup(page(finished()));
        String two = markup(page(finished(), new TinyExperiment(folder.resolve("other")).seed(4)));

        assertThat(one).contains("<html lang=\"en\">", "<title>Tiny networks</title>");
        assertHeadingsWithoutGaps(one);
        assertHeadingsWithoutGaps(two);
    }

    private static void assertHeadingsWithoutGaps(String page) {
        List<Integer> levels = found("<h[1-6]", page).stream()
                .map(tag -> Integer.parseInt(tag.substring(2)))
                .toList();
        assertThat(levels).startsWith(1).containsOnlyOnce(1);
        for (int i = 1; i < levels.size(); i++) {
            assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1);
        }
    }

    @Test
    void pageOfTwo_hasBothTitlesInItsContents() throws IOException {
        TinyExperiment other = new TinyExperiment(folder.resolve("other"))
                .about("Other networks", "Why.")
                .seed(4);

        assertThat(markup(page(finished(), other)))
                .contains(
                        "<title>Experiments with growing networks</title>",
                        "<a href=\"#e0\">Tiny networks</a> <span class=\"status\">finished</span>",
                        "<a href=\"#e1\">Other networks</a> <span class=\"status\">running: 0 of 100 iterations</span>");
    }

    @Test
    void eachNetwork_isDrawnOnce() throws IOException {
        TinyExperiment several = new TinyExperiment(folder.resolve("several"))
                .runs(
                        fresh("teacher", 40),
                        grown("early", "teacher", 10, 20),
                        grown("late", "teacher", 30, 20),
                        grown("again", "late", 10, 20),
                        fresh("scratch", 40))
                .seed(1, row("teacher", 0, 0, 0.25));
        String page = markup(page(several));

        assertThat(found("<figcaption><b>[^<]*</b> <span>[^<]*</span>", page))
                .containsExactly(
                        "<figcaption><b>teacher</b> <span>384 parameters</span>",
                        "<figcaption><b>early and late</b> <span>768 parameters, 2.00 times those of its teacher, “teacher”</span>",
                        "<figcaption><b>again</b> <span>768 parameters, 1.00 times those of its teacher, “late”</span>");
        assertThat(found("<svg ", page)).hasSize(3);
    }

    @Test
    void runningExperiment_saysSo() throws IOException {
        TinyExperiment running = new TinyExperiment(folder.resolve("running"))
                .runs(fresh("teacher", 40), notBegun(grown("wider", "teacher", 20, 20)), notBegun(fresh("scratch", 40)))
                .seed(1, row("teacher", 0, 0, 0.25), row("teacher", 20, 0, 0.5))
                .seed(2, row("teacher", 0, 0, 0.5));
        String page = page(running).replace('\u202f', ' ');

        assertThat(markup(page))
                .contains(
                        "<span class=\"status\">running: 20 of 200 iterations</span> · experiment “tiny” · seeds 1 and 2",
                        "<dt>wider</dt><dd>Not started for every seed yet.</dd>",
                        "<td>0 of 2, running: 20 of 80 iterations</td>",
                        "<td>from-scratch run not finished</td>",
                        "No network has been grown yet.",
                        "Not grown yet.",
                        "right after the growth, before or after the last activation: not measured yet.");
        JsonNode teacher = chart(page).get(0);
        assertThat(teacher.get("seeds").toString()).isEqualTo("[2,1]");
        assertThat(teacher.get("costs").get("TOTAL_EXAMPLES").toString()).isEqualTo("[0.0,200.0]");
        assertThat(teacher.get("measures").get("accuracy").toString()).isEqualTo("[0.375,0.5]");
        assertThat(chart(page).get(1).get("seeds")).isEmpty();
    }

    @Test
    void experimentOfWhichNothingIsMeasured_hasAPage() throws IOException {
        TinyExperiment nothing = new TinyExperiment(folder.resolve("nothing")).seed(1);

        assertThat(markup(page(nothing)).replace('\u202f', ' ')).contains("running: 0 of 100 iterations");
    }

    @Test
    void seedThatAnotherProcessIsAboutToBegin_isLeftOut() throws IOException {
        TinyExperiment experiment = finished();
        Files.createDirectories(folder.resolve("finished/seed-2"));

        assertThat(markup(page(experiment))).contains("experiment “tiny” · seed 1</p>");
    }

    @Test
    void lossThatIsNoNumber_isMissingInTheChart_andPlainInTheTable() throws IOException {
        TinyExperiment diverged = new TinyExperiment(folder.resolve("diverged"))
                .seed(
                        1,
                        row("teacher", 0, 0, 0.1),
                        new Row("teacher", 20, 200, 200, 20, 0, 20, 0, 0.1, Double.NaN, Double.NaN),
                        new Row("teacher", 40, 400, 400, 40, 0, 40, 0, 0.1, Double.POSITIVE_INFINITY, Double.NaN));
        String page = page(diverged);

        assertThat(markup(page)).contains("<td>NaN</td>", "<td>Infinity</td>");
        JsonNode measures = chart(page).get(0).get("measures");
        assertThat(measures.get("loss").toString()).isEqualTo("[0.9,null,null]");
        assertThat(measures.get("accuracy").toString()).isEqualTo("[0.1,0.1,0.1]");
    }
}
