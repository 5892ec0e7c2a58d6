package io.github.net2net.dl4j.onednn;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's oneDNN batch normalization, without its check, which fails in 1.0.0-M2.1; {@link NativeLibrary} checks instead. */
class OneDnnBatchNormalization extends MKLDNNBatchNormHelper implements OneDnnHelper {
    OneDnnBatchNormalization(DataType type) {
        super(type);
    }

    @Override
    public boolean checkSupported(double epsilon, boolean fixedGammaBeta) {
        return true;
    }

    @Override
    public INDArray preOutput(
            INDArray input,
            boolean training,
            long[] shape,
            INDArray gamma,
            INDArray beta,
            INDArray mean,
            INDArray variance,
            double decay,
            double epsilon,
            CNN2DFormat format,
            LayerWorkspaceMgr workspaceMgr) {
        INDArray inOrder = OneDnnHelper.inOrder(input, format, ArrayType.FF_WORKING_MEM, workspaceMgr);
        return super.preOutput(
                inOrder, training, shape, gamma, beta, mean, variance, decay, epsilon, format, workspaceMgr);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray input,
            INDArray delta,
            long[] shape,
            INDArray gamma,
            INDArray beta,
            INDArray gammaGradient,
            INDArray betaGradient,
            double epsilon,
            CNN2DFormat format,
            LayerWorkspaceMgr workspaceMgr) {
        return super.backpropGradient(
                OneDnnHelper.inOrder(input, format, ArrayType.BP_WORKING_MEM, workspaceMgr),
                OneDnnHelper.inOrder(delta, format, ArrayType.BP_WORKING_MEM, workspaceMgr),
                shape,
                gamma,
                beta,
                gammaGradient,
                betaGradient,
                epsilon,
                format,
                workspaceMgr);
    }
}
