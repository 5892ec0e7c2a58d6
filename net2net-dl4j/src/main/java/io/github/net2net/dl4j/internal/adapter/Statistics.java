package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.primitives.Ints;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.rule.CalibrationData;
import io.github.net2net.spi.ChannelStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Mean and biased variance per channel, merged over batches in double precision (Chan, Golub, LeVeque 1979). */
final class Statistics {
    private final int[] overAxes;
    private long count;
    private double[] mean = {};
    private double[] squares = {};

    private Statistics(int[] overAxes) {
        this.overAxes = overAxes;
    }

    /**
     * Statistics of what layers output, in one pass over the data.
     *
     * @param activations runs the network on one batch, and returns what the layers output by name
     * @param formats the format of what a layer outputs
     */
    static ImmutableMap<String, ChannelStatistics> measure(
            Function<INDArray[], Map<String, INDArray>> activations,
            Function<String, ActivationFormat> formats,
            CalibrationData data) {
        if (!(data instanceof FeatureBatches batches)) {
            throw new GrowthException(
                    "cannot calibrate on " + data + ": use Calibration.calibratedOn(..) with an iterator or features.");
        }
        Map<String, Statistics> statistics = new LinkedHashMap<>();
        for (INDArray[] features : batches) {
            activations
                    .apply(features)
                    .forEach((layer, values) -> statistics
                            .computeIfAbsent(
                                    layer,
                                    key -> new Statistics(Ints.concat(
                                            new int[] {0}, formats.apply(key).positionAxes())))
                            .add(values));
        }
        if (statistics.isEmpty()) {
            throw new GrowthException(
                    "cannot calibrate on " + data + ": it holds no examples. Give at least one batch.");
        }
        return ImmutableMap.copyOf(Maps.transformValues(statistics, Statistics::result));
    }

    private void add(INDArray values) {
        INDArray precise = values.castTo(DataType.DOUBLE);
        double[] batchMean = precise.mean(overAxes).dup().data().asDouble();
        double[] batchVariance = precise.var(false, overAxes).dup().data().asDouble();
        if (count == 0) {
            mean = new double[batchMean.length];
            squares = new double[batchMean.length];
        }
        long added = values.length() / batchMean.length;
        long total = count + added;
        for (int c = 0; c < mean.length; c++) {
            double difference = batchMean[c] - mean[c];
            squares[c] += batchVariance[c] * added + difference * difference * count * added / total;
            mean[c] += difference * added / total;
        }
        count = total;
    }

    private ChannelStatistics result() {
        double[] variance = new double[mean.length];
        for (int c = 0; c < mean.length; c++) {
            variance[c] = squares[c] / count;
        }
        return new ChannelStatistics(mean, variance);
    }
}
