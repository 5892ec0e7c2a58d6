package io.github.net2net.dl4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.Tolerances;
import java.lang.reflect.Field;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Compares an enabled network with the same one left alone. */
final class Agreement {
    private Agreement() {}

    /** Outputs and gradients, up to rounding. Enables a copy; returns what that reported. */
    static OneDnnReport check(MultiLayerNetwork plain, DataSet batch) {
        MultiLayerNetwork fast = plain.clone();
        OneDnnReport report = OneDnn.enable(fast);

        assertClose(fast.output(batch.getFeatures()), plain.output(batch.getFeatures()));
        assertClose(SampleNetworks.gradient(fast, batch), SampleNetworks.gradient(plain, batch));
        for (Layer layer : fast.getLayers()) {
            assertThat(failures(OneDnn.unwrapped(layer)))
                    .as("DL4J went back to its plain code")
                    .isZero();
        }
        return report;
    }

    /** How often the layer's helper has failed; DL4J then warns and uses its plain code. */
    private static int failures(Layer layer) {
        if (!(layer.getHelper() instanceof OneDnnHelper)) {
            return 0;
        }
        try {
            Field count = layer.getClass().getDeclaredField("helperCountFail");
            count.setAccessible(true);
            return count.getInt(layer);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static void assertClose(INDArray actual, INDArray expected) {
        double scale = expected.amaxNumber().doubleValue();
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(Tolerances.FLOAT * scale);
    }
}
