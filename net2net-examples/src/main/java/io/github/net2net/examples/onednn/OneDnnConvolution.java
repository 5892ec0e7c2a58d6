package io.github.net2net.examples.onednn;

import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.nd4j.linalg.api.buffer.DataType;

/** DL4J's oneDNN convolution, without its check, which fails in 1.0.0-M2.1; {@link NativeLibrary} checks instead. */
class OneDnnConvolution extends MKLDNNConvHelper {
    OneDnnConvolution(DataType type) {
        super(type);
    }

    @Override
    public boolean checkSupported() {
        return true;
    }
}
