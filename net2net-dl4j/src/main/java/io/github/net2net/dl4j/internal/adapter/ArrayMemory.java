package io.github.net2net.dl4j.internal.adapter;

import io.github.net2net.spi.Memory;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a network's arrays take, outside of Java's heap. */
final class ArrayMemory {
    private static final String ADVICE =
            "raise -Xmx and with it -Dorg.bytedeco.javacpp.maxphysicalbytes, 4 times -Xmx if not set, as far as the machine"
                    + " has memory";

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
        return new Memory(bytes, elements, limit(), ADVICE);
    }

    /** Frees the memory of an array that is no part of another; DL4J leaves it where the array is a view of all of it. */
    static void free(@Nullable INDArray array) {
        if (array != null
                && array.data().length() == array.length()
                && array.data().closeable()) {
            array.data().close();
        }
    }

    /** On the CPU JavaCPP's limit, 0 standing for none, and the machine's memory; of a GPU no limit is known. */
    private static long limit() {
        LongStream limits = Nd4j.getEnvironment().isCPU()
                ? LongStream.of(Pointer.maxPhysicalBytes(), Pointer.totalPhysicalBytes())
                : LongStream.empty();
        return limits.filter(limit -> limit > 0).min().orElse(Long.MAX_VALUE);
    }
}
