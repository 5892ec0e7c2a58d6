package io.github.net2net.dl4j.onednn;

import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.nd4j.linalg.api.buffer.DataType;

/** DL4J's oneDNN batch normalization, without its check, which fails in 1.0.0-M2.1; {@link NativeLibrary} checks instead. */
class OneDnnBatchNormalization extends MKLDNNBatchNormHelper implements OneDnnHelper {
    OneDnnBatchNormalization(DataType type) {
        super(type);
    }

    @Override
    public boolean checkSupported(double epsilon, boolean fixedGammaBeta) {
        return true;
    }
}
