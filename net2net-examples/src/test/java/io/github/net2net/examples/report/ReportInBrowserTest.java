package io.github.net2net.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.ExperimentFile.LayerEntry;
import io.github.net2net.examples.results.ExperimentFile.Reference;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.results.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

class ReportInBrowserTest {
    @TempDir
    static Path temp;

    private static Chromium chromium;
    private static Path page;

    @BeforeAll
    static void writeReport() throws Exception {
        chromium = Chromium.start(temp.resolve("profile"));
        Path folder = temp.resolve("experiment");
        for (long seed = 1; seed <= 3; seed++) {
            SeedFolder place = SeedFolder.in(folder, seed);
            Files.createDirectories(place.path());
            experiment(seed).write(place.path());
            Table table = Table.in(place.path());
            for (int i = 0; i <= 8; i++) {
                table.add(row("teacher", i, 0, 0.90 - 0.5 * Math.pow(0.5, i) + 0.004 * seed));
            }
            for (int i = 0; i <= 4; i++) {
                table.add(row("<b>wider</b>", i, 400, 0.87 + 0.01 * i + 0.003 * seed));
            }
        }
        page = temp.resolve("report.html");
        Reports.write(List.of(folder), page);
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    private static Row row(String run, int number, long before, double accuracy) {
        return new Row(
                run,
                10 * number,
                100L * number,
                before + 100L * number,
                number,
                0,
                number,
                1e9 * number,
                accuracy,
                1 - accuracy,
                Double.NaN);
    }

    private static ExperimentFile experiment(long seed) {
        List<LayerEntry> layers = List.of(
                new LayerEntry("conv", "convolution 3x3", "8 x 28 x 28", 80, List.of("input")),
                new LayerEntry("output", "output", "10", 62_730, List.of("conv")));
        List<LayerEntry> wide = List.of(
                new LayerEntry("conv", "convolution 3x3", "16 x 28 x 28", 160, List.of("input")),
                new LayerEntry("output", "output", "10", 125_450, List.of("conv")));
        Reference reference = new Reference("teacher", "somebody", new TreeMap<>(Map.of(20, 0.7, 40, 0.8)));
        return new ExperimentFile(
                "test",
                "A test",
                "Tests the page.",
                "teacher",
                seed,
                Map.of("batch", "10"),
                Map.of("cores", "2"),
                List.of(
                        new RunEntry("teacher", "first", null, 0, 80, layers, "", null, null, ""),
                        new RunEntry("<b>wider</b>", "second", "teacher", 40, 40, wide, "GrowthPlan", 1e-7, null, "")),
                List.of(reference),
                List.of());
    }

    @BeforeEach
    void open() {
        chromium.screen(1200, 900);
        chromium.colors("light");
        new Actions(chromium.driver).moveToLocation(0, 0).perform();
        chromium.driver.get(page.toUri().toString());
    }

    /** How many pixels of the chart have about the color of a line. */
    private static long pixels(int line) {
        return (long) chromium.evaluate("""
                (() => {
                  const canvas = document.querySelector(".plot canvas");
                  const hex = getComputedStyle(document.documentElement).getPropertyValue("--c%d").trim();
                  const wanted = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
                  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                  let found = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    if (data[i + 3] > 200 && wanted.every((value, at) => Math.abs(data[i + at] - value) < 12)) found++;
                  }
                  return found;
                })()""".formatted(line));
    }

    /** Tells drawings apart. */
    private static int drawing() {
        return chromium.evaluate("document.querySelector('.plot canvas').toDataURL()")
                .hashCode();
    }

    @Test
    void page_drawsItsCurves_withoutErrorsAndWithoutTheNetwork() {
        assertThat(pixels(0)).as("teacher").isGreaterThan(300);
        assertThat(pixels(1)).as("student").isGreaterThan(100);
        assertThat(chromium.evaluate("document.querySelectorAll('svg .box').length"))
                .isEqualTo(6L);
        assertThat(chromium.console()).isEmpty();
        assertThat(chromium.requests()).isEmpty();
    }

    @Test
    void run_isSwitchedOffAndOnByKeyboard() {
        int before = drawing();
        WebElement box =
                chromium.driver.findElements(By.cssSelector(".legend input")).get(1);
        box.sendKeys(Keys.SPACE);

        assertThat(pixels(1)).as("student, off").isZero();
        assertThat(pixels(0)).as("teacher").isGreaterThan(300);

        box.sendKeys(Keys.SPACE);
        assertThat(pixels(1)).as("student, emphasized").isGreaterThan(100);
        assertThat(pixels(0)).as("teacher, of which the ring stays").isLessThan(200);

        chromium.evaluate("(document.activeElement.blur(), true)");
        assertThat(drawing()).isEqualTo(before);
    }

    @Test
    void twentyRuns_haveLinesOfTheirOwn() throws Exception {
        Path folder = temp.resolve("twenty");
        SeedFolder place = SeedFolder.in(folder, 1);
        Files.createDirectories(place.path());
        List<RunEntry> runs = IntStream.range(0, 20)
                .mapToObj(i -> TinyExperiment.fresh("run" + i, 40))
                .toList();
        new TinyExperiment(folder)
                .runs(runs.toArray(RunEntry[]::new))
                .baseline("run0")
                .seed(
                        1,
                        IntStream.range(0, 19)
                                .mapToObj(i -> TinyExperiment.row("run" + i, 40, 0, 0.5))
                                .toArray(Row[]::new));
        Path many = temp.resolve("twenty.html");
        Reports.write(List.of(folder), many);
        chromium.driver.get(many.toUri().toString());

        assertThat(chromium.driver.findElements(By.cssSelector(".legend label")))
                .as("run19 has no measurements")
                .hasSize(19);
        assertThat(chromium.evaluate(
                        "new Set([...document.querySelectorAll('.legend path')].map(path => path.getAttribute('style')"
                                + " + path.getAttribute('stroke-dasharray'))).size"))
                .isEqualTo(19L);
    }

    private static double limit(String axis, String end) {
        return ((Number) chromium.evaluate(
                        "Chart.getChart(document.querySelector('.plot canvas')).scales." + axis + "." + end))
                .doubleValue();
    }

    @Test
    void axesEndAtTicks_aroundAllValues() {
        assertThat(limit("y", "min")).isEqualTo(0.4, offset(1e-9));
        assertThat(limit("y", "max")).isEqualTo(1, offset(1e-9));
        assertThat(limit("x", "min")).isZero();
        assertThat(limit("x", "max")).isEqualTo(8e9, offset(1.0));
    }

    @Test
    void draggingAcrossThePlot_zoomsToThatPart() {
        WebElement canvas = chromium.driver.findElement(By.cssSelector(".plot canvas"));
        new Actions(chromium.driver)
                .moveToElement(canvas, 0, -80)
                .clickAndHold()
                .moveByOffset(200, 60)
                .release()
                .perform();

        assertThat(limit("x", "min")).isBetween(3e9, 5e9);
        assertThat(limit("x", "max")).isBetween(5e9, 7e9);
        assertThat(limit("y", "max") - limit("y", "min")).isBetween(0.03, 0.15);

        chromium.driver.findElement(By.cssSelector("[data-role=all]")).click();
        assertThat(limit("y", "max")).isEqualTo(1, offset(1e-9));
    }

    @Test
    void firstComesThePicture_thenTheFindings_thenTheExplanation() {
        assertThat(((Number) chromium.evaluate("document.querySelector('.plot').getBoundingClientRect().bottom"))
                        .doubleValue())
                .isLessThan(900);
        String text = chromium.driver.findElement(By.tagName("main")).getText();
        assertThat(text.indexOf("Runs")).isBetween(0, text.indexOf("Findings"));
        assertThat(text.indexOf("Findings")).isLessThan(text.indexOf("Tests the page."));
    }

    @Test
    void axisAndMeasure_areChosenByKeyboard() {
        int accuracy = drawing();
        chromium.driver.findElement(By.cssSelector("[data-role=measure]")).sendKeys("l");
        int loss = drawing();
        chromium.driver.findElement(By.cssSelector("[data-role=axis]")).sendKeys(Keys.END);

        assertThat(loss).isNotEqualTo(accuracy);
        assertThat(drawing()).isNotEqualTo(loss);
        assertThat(chromium.console()).isEmpty();
    }

    @Test
    void values_areReadByArrowKeys_andZoomedByPlus() {
        WebElement plot = chromium.driver.findElement(By.cssSelector(".plot"));
        plot.sendKeys(Keys.END);
        WebElement readout = chromium.driver.findElement(By.cssSelector(".readout"));

        assertThat(readout.getText()).contains("8·10⁹ multiply-adds", "teacher", "90.60", "<b>wider</b>", "91.60");

        plot.sendKeys(Keys.HOME);
        assertThat(readout.getText()).contains("teacher", "40.80").doesNotContain("wider");

        int whole = drawing();
        plot.sendKeys("+");
        assertThat(drawing()).isNotEqualTo(whole);
        plot.sendKeys(Keys.ESCAPE);
        plot.sendKeys(Keys.HOME);
        assertThat(drawing()).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 800})
    void page_isNoWiderThanASmallScreen(int width) {
        chromium.screen(width, 700);
        chromium.driver.get(page.toUri().toString());

        assertThat((long) chromium.evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(width);
        assertThat(pixels(0)).isGreaterThan(100);
    }

    @Test
    void darkColors_reachPageAndChart() {
        int light = drawing();
        Object paper = chromium.evaluate("getComputedStyle(document.documentElement).backgroundColor");
        chromium.colors("dark");

        assertThat(chromium.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
                .isNotEqualTo(paper);
        assertThat(drawing()).isNotEqualTo(light);
        assertThat(pixels(0)).isGreaterThan(300);
    }

    @Test
    void everyControl_hasANameAndCanBeReachedByKeyboard() {
        for (WebElement control :
                chromium.driver.findElements(By.cssSelector("input, select, button, summary, .plot"))) {
            assertThat(control.getAccessibleName())
                    .as(control.getDomProperty("outerHTML"))
                    .isNotBlank();
            assertThat(control.getDomProperty("tabIndex")).isEqualTo("0");
        }
    }
}
