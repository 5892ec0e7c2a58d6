package io.github.net2net.dl4j.internal.tensor;

import io.github.net2net.tensor.Gather;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Elements that stand one after the other in the memory of an array, copied to Java's to be worked on. For one thread; the array must
 * outlive it.
 */
abstract class Line {

    static Line of(INDArray array, int length) {
        return array.dataType() == DataType.FLOAT ? new OfFloats(array, length) : new OfDoubles(array, length);
    }

    /** Reads the first elements of the line from the given place, counted from the array's first element. */
    abstract void read(long place, int length);

    /** Writes the whole line to the given place. */
    abstract void write(long place);

    abstract double get(int i);

    abstract void add(int i, double addend);

    /** Whether none of the first elements is NaN or infinite. */
    abstract boolean isFinite(int length);

    /** Sets the blocks that are not fresh from those of another line of the same type. */
    abstract void gather(Line source, HostGatherer.Inner inner, double factor);

    private static final class OfFloats extends Line {
        private final FloatPointer memory;
        private final float[] elements;

        OfFloats(INDArray array, int length) {
            memory = new FloatPointer(array.data().addressPointer());
            elements = new float[length];
        }

        @Override
        void read(long place, int length) {
            memory.position(place).get(elements, 0, length);
        }

        @Override
        void write(long place) {
            memory.position(place).put(elements, 0, elements.length);
        }

        @Override
        double get(int i) {
            return elements[i];
        }

        @Override
        void add(int i, double addend) {
            elements[i] = (float) (elements[i] + addend);
        }

        @Override
        boolean isFinite(int length) {
            boolean finite = true;
            for (int i = 0; i < length; i++) {
                finite &= Math.abs(elements[i]) <= Float.MAX_VALUE; // no early end: several times as fast
            }
            return finite;
        }

        @Override
        void gather(Line source, HostGatherer.Inner inner, double factor) {
            float[] from = ((OfFloats) source).elements;
            int[] index = inner.index();
            double[] factors = inner.factors();
            int length = inner.length();
            for (int block = 0; block < index.length; block++) {
                float scale = (float) (factors == null ? factor : factor * factors[block]);
                int read = index[block];
                if (length == 1 && read != Gather.FRESH) {
                    elements[block] = from[read] * scale;
                } else if (read != Gather.FRESH) {
                    for (int k = 0; k < length; k++) {
                        elements[block * length + k] = from[read * length + k] * scale;
                    }
                }
            }
        }
    }

    private static final class OfDoubles extends Line {
        private final DoublePointer memory;
        private final double[] elements;

        OfDoubles(INDArray array, int length) {
            memory = new DoublePointer(array.data().addressPointer());
            elements = new double[length];
        }

        @Override
        void read(long place, int length) {
            memory.position(place).get(elements, 0, length);
        }

        @Override
        void write(long place) {
            memory.position(place).put(elements, 0, elements.length);
        }

        @Override
        double get(int i) {
            return elements[i];
        }

        @Override
        void add(int i, double addend) {
            elements[i] += addend;
        }

        @Override
        boolean isFinite(int length) {
            boolean finite = true;
            for (int i = 0; i < length; i++) {
                finite &= Math.abs(elements[i]) <= Double.MAX_VALUE; // no early end: several times as fast
            }
            return finite;
        }

        @Override
        void gather(Line source, HostGatherer.Inner inner, double factor) {
            double[] from = ((OfDoubles) source).elements;
            int[] index = inner.index();
            double[] factors = inner.factors();
            int length = inner.length();
            for (int block = 0; block < index.length; block++) {
                double scale = factors == null ? factor : factor * factors[block];
                int read = index[block];
                if (length == 1 && read != Gather.FRESH) {
                    elements[block] = from[read] * scale;
                } else if (read != Gather.FRESH) {
                    for (int k = 0; k < length; k++) {
                        elements[block * length + k] = from[read * length + k] * scale;
                    }
                }
            }
        }
    }
}
