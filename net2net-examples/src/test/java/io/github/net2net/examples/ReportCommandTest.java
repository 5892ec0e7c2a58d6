package io.github.net2net.examples;

import static io.github.net2net.examples.report.TinyExperiment.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.examples.report.TinyExperiment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path folder;

    @BeforeEach
    void experiment() throws IOException {
        folder = temp.resolve("tiny");
        new TinyExperiment(folder).seed(1, row("teacher", 0, 0, 0.1));
    }

    private int run(Object... arguments) {
        String[] texts = new String[arguments.length + 1];
        texts[0] = "report";
        for (int i = 0; i < arguments.length; i++) {
            texts[i + 1] = arguments[i].toString();
        }
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    }

    private void assertRefused(String message, Object... arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("net2net: " + message);
        assertThat(out.toString()).isEmpty();
        assertThat(folder.resolve("report.html")).doesNotExist();
    }

    @Test
    void page_isWrittenIntoTheFirstFolder() throws IOException {
        Path second = temp.resolve("second");
        new TinyExperiment(second).seed(1);

        assertThat(run(folder, second)).isZero();
        assertThat(out.toString().lines()).containsExactly("written: " + folder.resolve("report.html"));
        assertThat(folder.resolve("report.html"))
                .content()
                .contains("id=\"e1\"")
                .endsWith("</html>\n");
        assertThat(second.resolve("report.html")).doesNotExist();
    }

    @Test
    void page_isWrittenWhereOutSays_alsoOverAnOlderOne() throws IOException {
        Path page = temp.resolve("pages/tiny.html");

        assertThat(run(folder, "--out", page)).isZero();
        Files.writeString(page, "old");
        assertThat(run(folder, "--out", page)).isZero();
        assertThat(page).content().startsWith("<!DOCTYPE html>");
        assertThat(temp.resolve("pages")).isDirectoryNotContaining(file -> !file.equals(page));
    }

    @Test
    void noFolder_isRefused() {
        assertRefused("Missing required parameter: 'DIR' (see 'net2net report --help')");
    }

    @Test
    void missingFolder_isRefused() {
        Path missing = temp.resolve("missing");

        assertRefused(
                missing + ": there is no such folder. Give the folder of an experiment, its --out.", folder, missing);
    }

    @Test
    void folderOfOneSeed_isRefused_withTheOneAbove() {
        Path seed = folder.resolve("seed-1");

        assertRefused(seed + ": this is the folder of one seed. Give its parent folder.", seed);
    }

    @Test
    void renamedSeed_isRefused() throws IOException {
        Path renamed = folder.resolve("seed-7");
        Files.move(folder.resolve("seed-1"), renamed);

        assertRefused(renamed + ": its experiment.json is of seed 1. Rename the folder to seed-1.", folder);
    }

    @Test
    void folderWithoutSeeds_isRefused() throws IOException {
        Path empty = Files.createDirectories(temp.resolve("empty"));

        assertRefused(
                empty + ": there are no seeds in it, no folder like seed-1. Give the folder of an experiment, its"
                        + " --out.",
                empty);
    }

    @Test
    void seedsOfDifferentExperiments_areRefused() throws IOException {
        new TinyExperiment(folder).named("other").seed(2);

        assertRefused(
                folder + ": seed-1 and seed-2 are of different experiments: 'tiny' and 'other'. Keep only seeds of one"
                        + " experiment with the same settings in a folder.",
                folder);
    }

    @Test
    void seedsOfDifferentSettings_areRefused() throws IOException {
        new TinyExperiment(folder).settings(Map.of("batch", "20")).seed(2);

        assertRefused(
                folder + ": seed-1 and seed-2 differ in the setting 'batch': '10' and '20'. Keep only seeds of one"
                        + " experiment with the same settings in a folder.",
                folder);
    }

    @Test
    void seedsWithOneMoreSetting_areRefused() throws IOException {
        new TinyExperiment(folder)
                .settings(Map.of("batch", "10", "data", "generated"))
                .seed(2);

        assertRefused(
                folder
                        + ": seed-1 and seed-2 differ in the setting 'data': none and 'generated'. Keep only seeds of one"
                        + " experiment with the same settings in a folder.",
                folder);
    }

    @Test
    void seedsOfDifferentRuns_areRefused() throws IOException {
        new TinyExperiment(folder).seed(2);
        replace("seed-2/experiment.json", "\"at\" : 20", "\"at\" : 30");

        assertRefused(
                folder
                        + ": seed-1 and seed-2 differ in their runs: baseline scratch, [teacher to 40, wider from teacher"
                        + " at 20 to 20, scratch to 40] and baseline scratch, [teacher to 40, wider from teacher at 30 to"
                        + " 20, scratch to 40]. Keep only seeds of one experiment with the same settings in a folder.",
                folder);
    }

    @Test
    void runGrownFromNoneBeforeIt_isRefused() throws IOException {
        Path file = replace("seed-1/experiment.json", "\"from\" : \"teacher\"", "\"from\" : \"scratch\"");

        assertRefused(
                file + ": 'wider' is grown from 'scratch', which is not a run before it. Give another folder.", folder);
    }

    @Test
    void brokenDescription_isRefused() throws IOException {
        Path file = folder.resolve("seed-1/experiment.json");
        Files.writeString(file, "{ \"name\" : tiny }");

        assertRefused(
                file
                        + ": this does not describe an experiment (Unrecognized token 'tiny': was expecting (JSON String, Number,"
                        + " Array, Object or token 'null', 'true' or 'false')). Give another folder.",
                folder);
    }

    @Test
    void missingDescriptionOfMeasurements_isRefused() throws IOException {
        Path file = folder.resolve("seed-1/experiment.json");
        Files.delete(file);

        assertRefused(
                file + ": cannot be read (" + file + " (No such file or directory)). Give another folder.", folder);
    }

    @Test
    void brokenMeasurements_areRefused() throws IOException {
        Path file = replace("seed-1/measurements.csv", "0.1000", "much");

        assertRefused(
                file + ": these are not measurements of an experiment (For input string: \"much\"). Give another folder"
                        + ", or remove the file.",
                folder);
    }

    @Test
    void pageThatCannotBeWritten_isRefused_andNothingIsWritten() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "mine");
        Path page = file.resolve("report.html");

        assertRefused(
                "--out " + page + ": cannot be written (java.nio.file.FileAlreadyExistsException: " + file
                        + "). Give a file in a writable folder.",
                folder,
                "--out",
                page);
        assertThat(file).hasContent("mine");
        assertThat(temp).isDirectoryNotContaining("glob:**.part");
    }

    private Path replace(String name, String old, String text) throws IOException {
        Path file = folder.resolve(name);
        String content = Files.readString(file);
        assertThat(content).contains(old);
        return Files.writeString(file, content.replace(old, text));
    }
}
