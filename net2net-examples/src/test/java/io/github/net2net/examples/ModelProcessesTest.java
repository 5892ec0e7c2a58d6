package io.github.net2net.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.net2net.examples.models.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The commands for models as processes of a shell, with what it sees: output, exit code, files. */
@Execution(ExecutionMode.SAME_THREAD)
class ModelProcessesTest {
    @TempDir
    static Path temp;

    private record Result(int code, String out, String err) {}

    @BeforeAll
    static void writeModel() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no /bin/bash");
        TestModels.images(temp.resolve("model.zip"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String command = String.format(
                "#!/bin/sh%nexec '%s' -XX:TieredStopAtLevel=1 -Xmx512m -Dlogback.configurationFile='%s' -cp '%s' %s \"$@\"%n",
                java,
                Path.of("src/main/resources/logback.xml").toAbsolutePath(),
                System.getProperty("java.class.path"),
                Main.class.getName());
        assertThat(Files.writeString(temp.resolve("net2net"), command).toFile().setExecutable(true))
                .isTrue();
    }

    private static Result bash(String script) throws IOException, InterruptedException {
        Path out = temp.resolve("out.txt");
        Path err = temp.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", script)
                .directory(temp.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PATH", temp + ":" + System.getenv("PATH"));
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void aStudent_isPlannedGrownVerifiedComparedAndShrunk() throws Exception {
        Result result =
                bash("set -e; net2net inspect model.zip --html page.html; net2net plan model.zip --widen fc=12 --json"
                        + " > plan.json; net2net grow model.zip --plan plan.json --out grown.zip; net2net verify model.zip"
                        + " grown.zip; net2net certificate grown.zip; net2net diff model.zip grown.zip;"
                        + " net2net shrink grown.zip --out shrunk.zip");

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("MultiLayerNetwork, input 3x12x12", "written: page.html", " 1 widen fc 8 -> 12")
                .contains(
                        "written: grown.zip",
                        "they compute the same function",
                        "as it was grown",
                        "written: shrunk.zip")
                .doesNotContain("\u001b", "\r");
        assertThat(temp.resolve("page.html"))
                .content()
                .contains("<svg", "g3")
                .doesNotContain("<script", "http://", "https://");
        assertThat(temp.resolve("shrunk.zip")).exists();
    }

    @Test
    void refusals_endWithTheirExitCodes_andWriteNothing() throws Exception {
        Result result = bash("net2net grow model.zip --widen out=9 --out refused.zip; echo $?;"
                + " net2net grow nothing.zip --widen fc=9 --out refused.zip --json; echo $?;"
                + " net2net grow model.zip --out refused.zip; echo $?");

        assertThat(result.out()).isEqualTo("3\n5\n2\n");
        assertThat(result.err())
                .contains("net2net: cannot widen 'out'", "{\"error\":{\"exit\":5,", "net2net: no step was given.");
        assertThat(temp.resolve("refused.zip")).doesNotExist();
    }

    @Test
    void output_mayBeCutOffByItsReader_butNotByAFullDisk() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
        Result result = bash("net2net inspect model.zip --ways | head -n 1; echo ${PIPESTATUS[0]};"
                + " net2net inspect model.zip > /dev/full; echo $?");

        assertThat(result.out()).isEqualTo("input: input, 3 channels\n0\n1\n");
        assertThat(result.err()).isEqualTo("net2net: cannot write the output: No space left on device\n");
    }

    @Test
    void aFullDisk_leavesNothingBehind() throws Exception {
        Path disk = Files.createDirectories(temp.resolve("disk"));
        Result mounted = bash("mount -t tmpfs -o size=16k tmpfs disk");
        assumeTrue(mounted.code() == 0, "no file system can be mounted here: " + mounted.err());
        try {
            Result result = bash("net2net grow model.zip --widen fc=500 --out disk/student.zip; echo $?; ls -A disk");
            assertThat(result.out()).isEqualTo("1\n");
            assertThat(result.err())
                    .isEqualTo(
                            "net2net: cannot write disk/student.zip: No space left on device. Nothing was written. Give"
                                    + " a file in a folder that can be written, on a disk with enough space.\n");
        } finally {
            assertThat(bash("umount '" + disk + "'").code()).isZero();
        }
    }

    @Test
    void aFolderThatCanNotBeWritten_isNamed() throws Exception {
        Files.createDirectories(temp.resolve("locked"));
        Result mounted = bash("mount -t tmpfs -o ro,size=16k tmpfs locked");
        assumeTrue(mounted.code() == 0, "no file system can be mounted here: " + mounted.err());
        try {
            Result result = bash("net2net grow model.zip --widen fc=9 --out locked/student.zip; echo $?");
            assertThat(result.out()).isEqualTo("1\n");
            assertThat(result.err()).startsWith("net2net: cannot write locked/student.zip: Read-only file system.");
        } finally {
            assertThat(bash("umount locked").code()).isZero();
        }
    }

    @Test
    void completion_knowsCommandsAndOptions() throws Exception {
        Result result = bash("source <(net2net completion); COMP_WORDS=(net2net gr); COMP_CWORD=1;"
                + " _complete_net2net; echo \"${COMPREPLY[@]}\"; COMP_WORDS=(net2net grow --wid); COMP_CWORD=2;"
                + " _complete_net2net; echo \"${COMPREPLY[@]}\"");

        assertThat(result.out()).isEqualTo("grow\n--widen --widen-all\n");
    }
}
