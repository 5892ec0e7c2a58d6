package io.github.net2net.dl4j.internal.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;

/** The threads of ND4J's own, and the processor time of computing. */
public final class Nd4jThreads {
    private Nd4jThreads() {}

    /**
     * The processor time since some fixed moment, in nanoseconds: of the calling thread if ND4J computes in one thread.
     * Threads of ND4J's own can't be told apart, so that where it has any the whole process is measured. 0 where Java does
     * not know it.
     */
    public static long processorNanos() {
        if (Nd4j.getEnvironment().maxMasterThreads() == 1) {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    /** How many threads ND4J computes in, for one operation; 1 on a device. */
    public static int count() {
        return Nd4j.getEnvironment().maxMasterThreads();
    }

    /** Lets each operation be computed in so many threads, in the whole process. Does nothing on a device. */
    public static void set(int threads) {
        Environment environment = Nd4j.getEnvironment();
        if (environment.isCPU()) {
            environment.setMaxMasterThreads(threads);
            Nd4j.factory().blas().setMaxThreads(threads);
        }
    }
}
