package io.github.net2net.examples.experiment;

import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.ChannelScaling;
import io.github.net2net.examples.data.ImageSet;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Measures classifiers on test images.
 *
 * @param images the test images
 * @param scaling what networks are given of their values
 */
public record TestImages(ImageSet images, ChannelScaling scaling) {
    private static final int BATCH = 500;
    private static final double LEAST = 1e-12;

    /**
     * How good a classifier is.
     *
     * @param accuracy share of the images classified correctly, 0 to 1
     * @param loss mean cross-entropy, in nats; probabilities below 1e-12 count as that
     */
    public record Quality(double accuracy, double loss) {}

    /**
     * Measures a network.
     *
     * @param network from features [N, channels, side, side] to probabilities [N, classes]
     */
    public Quality measure(UnaryOperator<INDArray> network) {
        int all = images.size();
        Batches test = Batches.inOrder(images, scaling, Math.min(BATCH, all));
        long right = 0;
        double loss = 0;
        for (int number = 0; number < test.perEpoch(); number++) {
            DataSet batch = test.get(number);
            INDArray told = network.apply(batch.getFeatures());
            INDArray ofTruth = told.mul(batch.getLabels()).sum(1);
            loss -= Transforms.log(Transforms.max(ofTruth, LEAST)).sumNumber().doubleValue();
            long[] guesses = told.argMax(1).toLongVector();
            long[] truth = batch.getLabels().argMax(1).toLongVector();
            for (int i = 0; i < guesses.length; i++) {
                right += guesses[i] == truth[i] ? 1 : 0;
            }
        }
        return new Quality((double) right / all, loss / all);
    }
}
