package io.github.net2net.dl4j.network;

import io.github.net2net.spi.Memory;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What a network's arrays take, on the CPU outside of Java's heap or on a GPU. */
final class ArrayMemory {
    private static final String ADVICE =
            "raise -Xmx and with it -Dorg.bytedeco.javacpp.maxphysicalbytes, 4 times -Xmx if not set";

    private ArrayMemory() {}

    /**
     * The memory of a network.
     *
     * @param parameters all of them
     * @param trained whether the network has an updater, and so has gradients and will have them in the student
     * @param state what the updater keeps, null if nothing
     */
    static Memory of(INDArray parameters, boolean trained, @Nullable INDArray state) {
        double kept = state == null ? 0 : (double) state.length() / parameters.length();
        int bytes = parameters.dataType().width();
        double elements = trained ? 2 + kept : 1;
        return Nd4j.getEnvironment().isCPU()
                ? new Memory(bytes, elements, processLimit(), ADVICE)
                : new Memory(bytes, elements, deviceMemory(), "use a device with more memory");
    }

    /** JavaCPP's limit, 0 standing for none, and the machine's memory. */
    private static long processLimit() {
        return LongStream.of(Pointer.maxPhysicalBytes(), Pointer.totalPhysicalBytes())
                .filter(limit -> limit > 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static long deviceMemory() {
        NativeOps device = NativeOpsHolder.getInstance().getDeviceNativeOps();
        return device.getDeviceTotalMemory(device.getDevice());
    }
}
