package io.github.net2net.spi;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What the arrays of a network take, and what there is.
 *
 * @param bytesPerElement of a parameter
 * @param elementsPerParameter how many elements a network holds for each parameter: itself, and in training its gradient
 *     and what the optimizer keeps of it
 * @param limit the most bytes that the arrays of all networks of this process may take together
 * @param advice how to raise the limit: "raise -Xmx"
 */
public record Memory(int bytesPerElement, double elementsPerParameter, long limit, String advice) {
    public Memory {
        checkArgument(bytesPerElement > 0, "%s bytes per element", bytesPerElement);
        checkArgument(elementsPerParameter >= 1, "%s elements for each parameter", elementsPerParameter);
    }

    /** Arrays of doubles in Java's own memory, parameters only. */
    public static final Memory JAVA_DOUBLES =
            new Memory(Double.BYTES, 1, Runtime.getRuntime().maxMemory(), "raise -Xmx");
}
