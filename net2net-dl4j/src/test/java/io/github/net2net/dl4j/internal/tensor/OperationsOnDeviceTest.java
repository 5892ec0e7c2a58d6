package io.github.net2net.dl4j.internal.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.dl4j.Calibration;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Deepening;
import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Tensor;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What runs by ND4J's operations where arrays don't live in the host's memory; passes on any backend. */
@Tag("gpu")
class OperationsOnDeviceTest {

    @Test
    void growth_onWhicheverBackendIsThere_keepsTheFunction() {
        INDArray images = TestNetworks.images(1, CNN2DFormat.NCHW);
        Grown<MultiLayerNetwork> grown = Net2Net.from(TestNetworks.cnn())
                .widen("conv1")
                .to(9)
                .widen("conv2")
                .times(2)
                .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(images)))
                .enlargeKernel("conv2")
                .to(5, 5)
                .verifyOn(Probes.features(images))
                .grow();
        assertThat(grown.report().comparison().deviations()).hasSize(4);
    }

    @Test
    void gather_byOperations_agreesWithWhatIsUsedHere() {
        INDArray array = TestNetworks.random(3, DataType.FLOAT, 64, 32, 3, 3);
        int[] out = new int[96];
        int[] in = new int[48];
        double[] shares = new double[48];
        for (int j = 0; j < out.length; j++) {
            out[j] = j * 7 % 64;
        }
        for (int j = 0; j < in.length; j++) {
            in[j] = j * 5 % 32;
            shares[j] = 1.0 / (1 + j % 3);
        }
        Gather gather = Gather.nothing().along(0, out).along(1, in, shares);
        Tensor byOperations = Nd4jTensor.byOperations(array).gather(gather);
        assertThat(Nd4jTensor.of(array).gather(gather).maxAbsDifference(byOperations))
                .isLessThan(Tolerances.FLOAT);
    }
}
