package io.github.net2net.dl4j.internal.tensor;

import io.github.net2net.dl4j.internal.tensor.HostGatherer.Inner;
import io.github.net2net.tensor.Gather;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Moves whole slices between the memories of two gapless arrays of one type. */
abstract class Slices {
    private final Pointer source;
    private final Pointer target;
    private final int elementSize;
    final int sourceLength;
    final int targetLength;

    private Slices(INDArray source, INDArray target, int sourceLength, int targetLength) {
        this.source = source.data().addressPointer();
        this.target = target.data().addressPointer();
        this.elementSize = source.dataType().width();
        this.sourceLength = sourceLength;
        this.targetLength = targetLength;
    }

    /** A mover between arrays whose slices have the given numbers of elements. */
    static Slices between(INDArray source, INDArray target, int sourceLength, int targetLength) {
        return source.dataType() == DataType.FLOAT
                ? new OfFloats(source, target, sourceLength, targetLength)
                : new OfDoubles(source, target, sourceLength, targetLength);
    }

    /** Writes slice {@code to} of the target from slice {@code from} of the source. */
    void move(int from, int to, Inner inner, double factor) {
        if (inner.straight() && factor == 1) {
            long bytes = (long) targetLength * elementSize;
            Pointer.memcpy(at(target, to * bytes), at(source, from * bytes), bytes);
        } else {
            permute((long) from * sourceLength, (long) to * targetLength, inner, factor);
        }
    }

    private static Pointer at(Pointer memory, long bytes) {
        return new Pointer(memory) {
            {
                address = memory.address() + bytes;
            }
        };
    }

    abstract void permute(long from, long to, Inner inner, double factor);

    private static final class OfFloats extends Slices {
        private final FloatPointer source;
        private final FloatPointer target;
        private final float[] before;
        private final float[] after;

        OfFloats(INDArray source, INDArray target, int sourceLength, int targetLength) {
            super(source, target, sourceLength, targetLength);
            this.source = (FloatPointer) source.data().addressPointer();
            this.target = (FloatPointer) target.data().addressPointer();
            this.before = new float[sourceLength];
            this.after = new float[targetLength];
        }

        @Override
        void permute(long from, long to, Inner inner, double factor) {
            source.position(from).get(before, 0, sourceLength);
            if (inner.fresh()) {
                target.position(to).get(after, 0, targetLength);
            }
            int[] index = inner.index();
            double[] factors = inner.factors();
            int length = inner.length();
            for (int block = 0; block < index.length; block++) {
                if (index[block] != Gather.FRESH) {
                    float scale = (float) (factors == null ? factor : factor * factors[block]);
                    int read = index[block] * length;
                    int write = block * length;
                    for (int k = 0; k < length; k++) {
                        after[write + k] = before[read + k] * scale;
                    }
                }
            }
            target.position(to).put(after, 0, targetLength);
        }
    }

    private static final class OfDoubles extends Slices {
        private final DoublePointer source;
        private final DoublePointer target;
        private final double[] before;
        private final double[] after;

        OfDoubles(INDArray source, INDArray target, int sourceLength, int targetLength) {
            super(source, target, sourceLength, targetLength);
            this.source = (DoublePointer) source.data().addressPointer();
            this.target = (DoublePointer) target.data().addressPointer();
            this.before = new double[sourceLength];
            this.after = new double[targetLength];
        }

        @Override
        void permute(long from, long to, Inner inner, double factor) {
            source.position(from).get(before, 0, sourceLength);
            if (inner.fresh()) {
                target.position(to).get(after, 0, targetLength);
            }
            int[] index = inner.index();
            double[] factors = inner.factors();
            int length = inner.length();
            for (int block = 0; block < index.length; block++) {
                if (index[block] != Gather.FRESH) {
                    double scale = factors == null ? factor : factor * factors[block];
                    int read = index[block] * length;
                    int write = block * length;
                    for (int k = 0; k < length; k++) {
                        after[write + k] = before[read + k] * scale;
                    }
                }
            }
            target.position(to).put(after, 0, targetLength);
        }
    }
}
