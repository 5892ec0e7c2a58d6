package io.github.net2net.dl4j.onednn;

import org.deeplearning4j.nn.layers.mkldnn.MKLDNNSubsamplingHelper;
import org.nd4j.linalg.api.buffer.DataType;

/** DL4J's oneDNN pooling, without its check, which fails in 1.0.0-M2.1; {@link NativeLibrary} checks instead. */
class OneDnnPooling extends MKLDNNSubsamplingHelper implements OneDnnHelper {
    OneDnnPooling(DataType type) {
        super(type);
    }

    @Override
    public boolean checkSupported() {
        return true;
    }
}
