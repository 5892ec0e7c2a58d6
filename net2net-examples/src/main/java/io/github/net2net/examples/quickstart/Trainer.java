package io.github.net2net.examples.quickstart;

import io.github.net2net.examples.data.Batches;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** Trains networks on the same batches and measures them on the same test images. */
final class Trainer {
    private final Batches training;
    private final Batches test;
    private final int interval;

    /**
     * A trainer.
     *
     * @param interval measure after this many batches, and at the start and the end
     */
    Trainer(Batches training, Batches test, int interval) {
        this.training = training;
        this.test = test;
        this.interval = interval;
    }

    /**
     * Trains a network.
     *
     * @param network trained in place
     * @param from number of the first batch
     * @param to number of the batch after the last one
     * @param progress told of every batch
     * @return its accuracy before, during and after
     */
    Curve train(Arm arm, MultiLayerNetwork network, int from, int to, Progress progress) {
        progress.begin(arm);
        List<CurvePoint> points = new ArrayList<>();
        long nanoseconds = 0;
        for (int batch = from; batch <= to; batch++) {
            if ((batch - from) % interval == 0 || batch == to) {
                var point = new CurvePoint((long) batch * training.size(), accuracy(network), nanoseconds * 1e-9);
                points.add(point);
                progress.measured(arm, point);
            }
            if (batch < to) {
                DataSet images = training.get(batch);
                long start = System.nanoTime();
                network.fit(images);
                nanoseconds += System.nanoTime() - start;
                progress.step(arm);
            }
        }
        return new Curve(arm, network.numParams(), points);
    }

    /** The share of the test images that the network tells right, 0 to 1. */
    double accuracy(MultiLayerNetwork network) {
        long right = 0;
        long all = 0;
        for (int number = 0; number < test.perEpoch(); number++) {
            DataSet images = test.get(number);
            long[] told = network.output(images.getFeatures()).argMax(1).toLongVector();
            long[] truth = images.getLabels().argMax(1).toLongVector();
            for (int i = 0; i < told.length; i++) {
                right += told[i] == truth[i] ? 1 : 0;
            }
            all += told.length;
        }
        return (double) right / all;
    }
}
