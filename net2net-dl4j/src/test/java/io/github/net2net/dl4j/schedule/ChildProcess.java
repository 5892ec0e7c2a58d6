package io.github.net2net.dl4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A process of its own, to be killed. What it prints goes to a file. */
public record ChildProcess(Process process, Path log) implements AutoCloseable {

    public static ChildProcess start(Class<?> main, Path log, String... arguments) throws IOException {
        Files.deleteIfExists(log);
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ChildProcess(process, log);
    }

    /** Waits until something holds or the process has ended. */
    public void waitUntil(BooleanSupplier condition) throws InterruptedException {
        while (process.isAlive() && !condition.getAsBoolean()) {
            Thread.sleep(2);
        }
    }

    public boolean hasPrinted(String text) {
        return output().contains(text);
    }

    public String output() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL, as by {@code kill -9}. Whether it was still running. */
    public boolean kill() throws InterruptedException {
        boolean alive = process.isAlive();
        process.destroyForcibly().waitFor();
        if (!alive) {
            assertThat(process.exitValue()).as(this::output).isZero();
        }
        return alive && process.exitValue() != 0;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
