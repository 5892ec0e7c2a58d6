package io.github.net2net.dl4j.network;

import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.spi.CalibrationData;
import io.github.net2net.spi.ChannelStatistics;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
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

    /** Statistics of the output of a layer, earlier batch norms using each batch's own, as they do in training. */
    static ChannelStatistics measure(MultiLayerNetwork network, int layer, CalibrationData data) {
        if (!(data instanceof FeatureBatches batches)) {
            throw new GrowthException("cannot calibrate on " + data
                    + ": use Calibration.calibratedOn(..) with a DataSetIterator or features.");
        }
        @Nullable Statistics statistics = null;
        for (INDArray features : batches) {
            INDArray values = ProbeNetwork.activations(network, layer, features);
            if (statistics == null) {
                statistics = new Statistics(positionAxes(network, layer, values));
            }
            statistics.add(values);
        }
        if (statistics == null) {
            throw new GrowthException(
                    "cannot calibrate on " + data + ": it holds no examples. Give at least one batch.");
        }
        return statistics.result();
    }

    private static int[] positionAxes(MultiLayerNetwork network, int layer, INDArray values) {
        if (values.rank() != 4) {
            return new int[] {0};
        }
        CNN2DFormat format = ImageFormats.behind(network, layer);
        Form.Images images = new Form.Images(format, null, null);
        return new int[] {0, images.spatialAxes()[0], images.spatialAxes()[1]};
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
