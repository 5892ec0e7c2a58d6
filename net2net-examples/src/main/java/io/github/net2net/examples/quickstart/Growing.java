package io.github.net2net.examples.quickstart;

import static io.github.net2net.dl4j.Calibration.calibratedOn;
import static io.github.net2net.rule.Deepening.identityUnit;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The quickstart's growth steps: the only place where it calls the library. */
final class Growing {
    private Growing() {}

    /**
     * A wider and deeper student of {@link SmallCnn}.
     *
     * @param teacher not modified
     * @param images training images [N, 3, 32, 32], for the new batch norm's statistics and the comparison
     */
    static Growth<MultiLayerNetwork> of(MultiLayerNetwork teacher, INDArray images, long seed) {
        return Net2Net.from(teacher)
                .widen("conv1")
                .to(12)
                .widen("conv2")
                .times(2)
                .widen("dense")
                .by(32)
                .deepenAfter("conv3", identityUnit().batchNorm(calibratedOn(images)))
                .seed(seed)
                .verifyOn(Probes.features(images));
    }
}
