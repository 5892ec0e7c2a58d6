package io.github.net2net.examples.experiment;

import com.sun.management.OperatingSystemMXBean;
import io.github.net2net.dl4j.saving.Versions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The machine that an experiment runs on. */
final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    private Machine() {}

    /** By name, in an order for people. */
    static Map<String, String> describe() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("processor", processor());
        machine.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        Nd4j.getBackend();
        machine.put(
                "threads of ND4J",
                String.valueOf(
                        NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            machine.put("memory", system.getTotalMemorySize() / (1 << 30) + " GiB");
        }
        machine.put("operating system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        Versions.all().forEach(machine::put);
        return machine;
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
