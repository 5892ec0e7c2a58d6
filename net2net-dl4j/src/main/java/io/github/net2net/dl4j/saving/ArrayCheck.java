package io.github.net2net.dl4j.saving;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.CountingInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;
import org.nd4j.linalg.exception.ND4JUnknownDataTypeException;

/**
 * Checks the headers of arrays that {@code Nd4j.write} has written: a buffer with rank, shape, strides and type, and one with the
 * values; each is a mode, a length and a type, then as many numbers. {@code Nd4j.read} reserves what they claim, and reads where
 * the strides point.
 */
final class ArrayCheck {
    private static final int MOST_DIMENSIONS = 32;
    /** What the shape of an array without dimensions takes: rank, options, element stride, order. */
    private static final int FIXED = 4;

    /** How ND4J has kept arrays; the old ones have lengths of 32 bits. */
    private static final ImmutableList<String> MODES =
            ImmutableList.of("DIRECT", "HEAP", "JAVACPP", "LONG_SHAPE", "MIXED_DATA_TYPES");

    private static final int OLD_MODES = 3;
    private static final ImmutableMap<String, Integer> BYTES = ImmutableMap.of(
            "DOUBLE", 8, "FLOAT", 4, "HALF", 2, "BFLOAT16", 2, "LONG", 8, "INT", 4, "BYTE", 1, "UBYTE", 1, "BOOL", 1);

    private final CountingInputStream counter;
    private final DataInputStream in;
    private final long size;

    private ArrayCheck(InputStream in, long size) {
        this.counter = new CountingInputStream(in);
        this.in = new DataInputStream(counter);
        this.size = size;
    }

    /** A buffer's header. */
    private record Header(long length, String type, int width) {}

    /**
     * Checks an array that is all of an entry.
     *
     * @param size of the entry in bytes
     * @throws IllegalArgumentException with the end of a message
     */
    static void check(InputStream in, long size) throws IOException {
        long end = new ArrayCheck(in, size).end();
        if (end != size) {
            throw new IllegalArgumentException("has " + size + " bytes, but its array takes " + end);
        }
    }

    /** Checks every array in an entry, wherever it begins. */
    static void checkAll(byte[] entry) throws IOException {
        for (String mode : MODES) {
            byte[] name = mode.getBytes(StandardCharsets.US_ASCII);
            for (int at = 2; at <= entry.length - name.length; at++) {
                boolean begins = entry[at - 2] == 0
                        && entry[at - 1] == name.length
                        && Arrays.equals(entry, at, at + name.length, name, 0, name.length);
                if (begins) {
                    int left = entry.length - at + 2;
                    new ArrayCheck(new ByteArrayInputStream(entry, at - 2, left), left).header();
                }
            }
        }
    }

    /** Where the array ends. */
    private long end() throws IOException {
        Header shape = header();
        long[] numbers = new long[Math.toIntExact(Math.min(shape.length, FIXED + 2 * MOST_DIMENSIONS))];
        if (numbers.length < FIXED || numbers.length != shape.length || shape.width < Integer.BYTES) {
            throw new IllegalArgumentException("has a shape of " + shape.length + " numbers");
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = shape.width == Long.BYTES ? in.readLong() : in.readInt();
        }
        Header values = header();
        checkShape(numbers, values.length);
        checkType(numbers, values.type);
        long bytes = values.length * values.width;
        if (bytes > Pointer.maxPhysicalBytes() && Pointer.maxPhysicalBytes() > 0) {
            throw new IllegalArgumentException("takes " + bytes + " bytes of memory, and ND4J may use "
                    + Pointer.maxPhysicalBytes() + ". Raise -Dorg.bytedeco.javacpp.maxphysicalbytes");
        }
        return counter.getCount() + bytes;
    }

    private Header header() throws IOException {
        String mode = in.readUTF();
        if (!MODES.contains(mode)) {
            throw new IllegalArgumentException("is no array that ND4J has written");
        }
        long length = MODES.indexOf(mode) < OLD_MODES ? in.readInt() : in.readLong();
        String type = in.readUTF();
        Integer width = BYTES.get(type);
        if (width == null) {
            throw new IllegalArgumentException("holds values of the type " + type);
        } else if (length < 0 || length > (size - counter.getCount()) / width) {
            throw new IllegalArgumentException("claims to hold " + length + " values of the type " + type + ", and has "
                    + (size - counter.getCount()) + " bytes");
        }
        return new Header(length, type, width);
    }

    /** The shape states the type too, and ND4J believes it; old ones do not. */
    private static void checkType(long[] numbers, String type) {
        DataType stated;
        try {
            stated = ArrayOptionsHelper.dataType(numbers);
        } catch (ND4JUnknownDataTypeException old) {
            return;
        }
        if (!stated.name().equals(type)) {
            throw new IllegalArgumentException("holds values of the type " + type + ", and its shape says " + stated);
        }
    }

    /** Every element has to lie within the buffer. */
    private static void checkShape(long[] numbers, long length) {
        int rank = Math.toIntExact(Math.min(Math.max(numbers[0], 0), MOST_DIMENSIONS + 1));
        double last = 0;
        double elements = 1;
        if (numbers.length != FIXED + 2 * rank) {
            throw new IllegalArgumentException(
                    "has " + numbers[0] + " dimensions in a shape of " + numbers.length + " numbers");
        }
        for (int d = 1; d <= rank; d++) {
            long extent = numbers[d];
            long stride = numbers[rank + d];
            elements *= extent;
            last += (extent - 1.0) * stride;
            if (extent < 0 || stride < 0) {
                elements = Double.NaN;
            }
        }
        if (!(elements <= length) || (elements > 0 && !(last < length))) {
            throw new IllegalArgumentException("has the shape and strides "
                    + Arrays.toString(Arrays.copyOfRange(numbers, 1, 1 + 2 * rank)) + " over " + length + " values");
        }
    }
}
