package io.github.net2net.examples.experiment;

import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.ChannelScaling;
import io.github.net2net.examples.data.ImageSet;
import java.util.function.UnaryOperator;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Measures classifiers on test images.
 *
 * @param images the test images
 * @param scaling of their pixel values
 */
record TestImages(ImageSet images, ChannelScaling scaling) {
    private static final int BATCH = 500;
    private static final double LEAST = 1e-12;

    /**
     * The quality of a classifier.
     *
     * @param accuracy share of the images classified correctly, 0 to 1
     * @param loss mean cross-entropy, in nats; probabilities below 1e-12 count as that
     */
    record Quality(double accuracy, double loss) {}

    /**
     * Measures a network.
     *
     * @param network from features [N, channels, side, side] to probabilities [N, classes]
     */
    Quality measure(UnaryOperator<INDArray> network) {
        Batches test = Batches.inOrder(images, scaling, Math.min(BATCH, images.size()));
        Evaluation evaluation = new Evaluation(images.classes());
        double loss = 0;
        for (int number = 0; number < test.perEpoch(); number++) {
            DataSet batch = test.get(number);
            INDArray probabilities = network.apply(batch.getFeatures());
            evaluation.eval(batch.getLabels(), probabilities);
            INDArray ofLabel = probabilities.mul(batch.getLabels()).sum(1);
            loss -= Transforms.log(Transforms.max(ofLabel, LEAST)).sumNumber().doubleValue();
        }
        return new Quality(evaluation.accuracy(), loss / images.size());
    }
}
