package io.github.net2net.examples.onednn;

import org.deeplearning4j.nn.layers.mkldnn.MKLDNNLocalResponseNormalizationHelper;
import org.nd4j.linalg.api.buffer.DataType;

/** DL4J's oneDNN local response normalisation, without its check, which fails in 1.0.0-M2.1; {@link NativeLibrary} checks instead. */
class OneDnnLocalResponseNormalization extends MKLDNNLocalResponseNormalizationHelper {
    OneDnnLocalResponseNormalization(DataType type) {
        super(type);
    }

    @Override
    public boolean checkSupported(double k, double n, double alpha, double beta) {
        return true;
    }
}
