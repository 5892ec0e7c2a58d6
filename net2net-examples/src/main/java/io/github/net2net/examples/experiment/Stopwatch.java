package io.github.net2net.examples.experiment;

import com.sun.management.OperatingSystemMXBean;
import io.github.net2net.examples.results.Row;
import java.lang.management.ManagementFactory;

/** The time that a run spends training: by the clock, of the processor, and waiting for data. All in seconds. */
final class Stopwatch {
    private final double waitingBefore;
    private double seconds;
    private double cpu;
    private double waiting;
    private double startedAt;
    private double cpuAtStart;

    /** For a run that begins. */
    Stopwatch() {
        waitingBefore = 0;
    }

    /** For a run that goes on after its last measurement. */
    Stopwatch(Row last) {
        seconds = last.seconds();
        cpu = last.cpu();
        waiting = last.waiting();
        waitingBefore = last.waiting();
    }

    void start() {
        startedAt = System.nanoTime() * 1e-9;
        cpuAtStart = processorSeconds();
    }

    void stop() {
        seconds += System.nanoTime() * 1e-9 - startedAt;
        cpu += processorSeconds() - cpuAtStart;
    }

    /**
     * Takes note of the waiting.
     *
     * @param sinceStart seconds since this stopwatch was made
     */
    void waited(double sinceStart) {
        waiting = waitingBefore + sinceStart;
    }

    double seconds() {
        return seconds;
    }

    double cpu() {
        return cpu;
    }

    double waiting() {
        return waiting;
    }

    private static double processorSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() * 1e-9
                : 0;
    }
}
