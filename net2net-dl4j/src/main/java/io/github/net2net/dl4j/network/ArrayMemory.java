package io.github.net2net.dl4j.network;

import io.github.net2net.spi.Memory;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network's arrays take outside of Java's heap. */
final class ArrayMemory {
    private static final String ADVICE =
            "raise -Dorg.bytedeco.javacpp.maxbytes and -Dorg.bytedeco.javacpp.maxphysicalbytes";

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
        return new Memory(bytes, trained ? 2 + kept : 1, limit(), ADVICE);
    }

    /** JavaCPP's limits; 0 stands for none. */
    private static long limit() {
        return LongStream.of(Pointer.maxBytes(), Pointer.maxPhysicalBytes())
                .filter(limit -> limit > 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
