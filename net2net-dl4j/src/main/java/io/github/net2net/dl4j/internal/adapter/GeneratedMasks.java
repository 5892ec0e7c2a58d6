package io.github.net2net.dl4j.internal.adapter;

import io.github.net2net.dl4j.layer.ActivationFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Masks of series and images of different lengths and sizes, padded at their ends as batches usually are. */
final class GeneratedMasks {
    /** DL4J pools masks of series in single precision alone. */
    private static final DataType TYPE = DataType.FLOAT;

    private GeneratedMasks() {}

    /**
     * One mask for each array: [example, 1] for features, [example, step] for series, [example, 1, height, width] for
     * images with channels first, null for others; null if none gets any.
     */
    static @Nullable INDArray @Nullable [] of(List<INDArray> arrays, List<ActivationFormat> formats) {
        @Nullable INDArray[] masks = new INDArray[arrays.size()];
        for (int i = 0; i < masks.length; i++) {
            masks[i] = of(arrays.get(i), formats.get(i));
        }
        return Arrays.stream(masks).allMatch(Objects::isNull) ? null : masks;
    }

    private static @Nullable INDArray of(INDArray array, ActivationFormat format) {
        boolean channelsFirst = format.channelAxis() == 1;
        return switch (format.kind()) {
            case FEATURES -> examples(array.size(0));
            case SERIES -> series(array.size(0), array.size(channelsFirst ? array.rank() - 1 : 1));
            case IMAGES -> channelsFirst ? images(array.size(0), array.size(2), array.size(3)) : null;
            case VOLUMES, UNKNOWN -> null;
        };
    }

    /** Every second example, from the second on, is masked. */
    private static INDArray examples(long examples) {
        INDArray mask = Nd4j.ones(TYPE, examples, 1);
        for (long example = 1; example < examples; example += 2) {
            mask.putScalar(new long[] {example, 0}, 0);
        }
        return mask;
    }

    private static INDArray series(long examples, long steps) {
        INDArray mask = Nd4j.zeros(TYPE, examples, steps);
        for (long example = 0; example < examples; example++) {
            for (long step = 0; step < length(example, steps); step++) {
                mask.putScalar(new long[] {example, step}, 1);
            }
        }
        return mask;
    }

    private static INDArray images(long examples, long height, long width) {
        INDArray mask = Nd4j.zeros(TYPE, examples, 1, height, width);
        for (long example = 0; example < examples; example++) {
            for (long y = 0; y < length(example, height); y++) {
                for (long x = 0; x < length(example + 1, width); x++) {
                    mask.putScalar(new long[] {example, 0, y, x}, 1);
                }
            }
        }
        return mask;
    }

    /** Between 1 and the full length, from a little more than half on. */
    private static long length(long example, long full) {
        return 1 + (full / 2 + example) % full;
    }
}
