package io.github.net2net.dl4j.saving;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;
import org.nd4j.linalg.factory.Nd4j;

/** What headers of arrays may claim. */
class ArrayCheckTest {
    private static final long FLOAT = ArrayOptionsHelper.setOptionBit(0L, DataType.FLOAT);

    private static byte[] array(String mode, String type, int values, long... shape) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(mode);
            out.writeLong(shape.length);
            out.writeUTF("LONG");
            for (long number : shape) {
                out.writeLong(number);
            }
            out.writeUTF(mode);
            out.writeLong(values);
            out.writeUTF(type);
            out.write(new byte[4 * values]);
        }
        return bytes.toByteArray();
    }

    private static void check(byte[] bytes) throws IOException {
        ArrayCheck.check(new ByteArrayInputStream(bytes), bytes.length);
    }

    private static void assertRefused(String reason, String mode, String type, int values, long... shape)
            throws IOException {
        byte[] bytes = array(mode, type, values, shape);
        assertThatThrownBy(() -> check(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "INT", "LONG"})
    void arraysOfNd4j_pass(DataType type) throws IOException {
        for (INDArray array : new INDArray[] {
            Nd4j.ones(type, 1, 7), Nd4j.ones(type, 3, 4).transpose(), Nd4j.scalar(type, 2), Nd4j.ones(type, 2, 3, 4)
        }) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Nd4j.write(array, new DataOutputStream(bytes));
            assertThatCode(() -> check(bytes.toByteArray())).doesNotThrowAnyException();
        }
    }

    @Test
    void shapes_thatDoNotFitTheValues_areRefused() throws IOException {
        String mode = "MIXED_DATA_TYPES";
        assertThatCode(() -> check(array(mode, "FLOAT", 6, 2, 2, 3, 3, 1, FLOAT, 1, 99)))
                .doesNotThrowAnyException();
        assertRefused(
                "has the shape and strides [2, 3, 4, 1] over 6 values", mode, "FLOAT", 6, 2, 2, 3, 4, 1, FLOAT, 1, 99);
        assertRefused(
                "has the shape and strides [2, 3, -3, 1] over 6 values",
                mode,
                "FLOAT",
                6,
                2,
                2,
                3,
                -3,
                1,
                FLOAT,
                1,
                99);
        assertRefused("has 5 dimensions in a shape of 8 numbers", mode, "FLOAT", 6, 5, 2, 3, 3, 1, FLOAT, 1, 99);
        assertRefused("has a shape of 2 numbers", mode, "FLOAT", 6, 2, 2);
        assertRefused(
                "holds values of the type FLOAT, and its shape says DOUBLE",
                mode,
                "FLOAT",
                6,
                2,
                2,
                3,
                3,
                1,
                ArrayOptionsHelper.setOptionBit(0L, DataType.DOUBLE),
                1,
                99);
        assertRefused("holds values of the type UTF8", mode, "UTF8", 6, 2, 2, 3, 3, 1, FLOAT, 1, 99);
        assertThatCode(() -> check(array("LONG_SHAPE", "FLOAT", 6, 2, 2, 3, 3, 1, 0, 1, 99)))
                .doesNotThrowAnyException();
    }

    @Test
    void arrays_largerThanTheMemory_areRefused() throws IOException {
        byte[] head = array("MIXED_DATA_TYPES", "FLOAT", 0, 2, 1, 1L << 45, 1, 1, FLOAT, 1, 99);
        ByteBuffer.wrap(head).putLong(head.length - 15, 1L << 45);
        assertThatThrownBy(() -> ArrayCheck.check(new ByteArrayInputStream(head), 1L << 48))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("takes 140737488355328 bytes of memory, and ND4J may use [0-9]+\\. Raise"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes");
    }
}
