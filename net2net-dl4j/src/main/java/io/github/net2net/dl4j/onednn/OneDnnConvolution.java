package io.github.net2net.dl4j.onednn;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.AlgoMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.BwdDataAlgo;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.BwdFilterAlgo;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.FwdAlgo;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's oneDNN convolution, without its check, which fails in 1.0.0-M2.1; {@link NativeLibrary} checks instead. */
class OneDnnConvolution extends MKLDNNConvHelper implements OneDnnHelper {
    OneDnnConvolution(DataType type) {
        super(type);
    }

    @Override
    public boolean checkSupported() {
        return true;
    }

    @Override
    public INDArray preOutput(
            INDArray input,
            INDArray weights,
            INDArray bias,
            int[] kernel,
            int[] strides,
            int[] pad,
            AlgoMode mode,
            FwdAlgo forward,
            ConvolutionMode convolutionMode,
            int[] dilation,
            CNN2DFormat format,
            LayerWorkspaceMgr workspaceMgr) {
        return super.preOutput(
                OneDnnHelper.inOrder(input, format, ArrayType.FF_WORKING_MEM, workspaceMgr),
                weights,
                bias,
                kernel,
                strides,
                pad,
                mode,
                forward,
                convolutionMode,
                dilation,
                format,
                workspaceMgr);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray input,
            INDArray weights,
            INDArray bias,
            INDArray delta,
            int[] kernel,
            int[] strides,
            int[] pad,
            INDArray biasGradView,
            INDArray weightGradView,
            IActivation afn,
            AlgoMode mode,
            BwdFilterAlgo bwdFilterAlgo,
            BwdDataAlgo bwdDataAlgo,
            ConvolutionMode convolutionMode,
            int[] dilation,
            CNN2DFormat format,
            LayerWorkspaceMgr workspaceMgr) {
        return super.backpropGradient(
                OneDnnHelper.inOrder(input, format, ArrayType.BP_WORKING_MEM, workspaceMgr),
                weights,
                bias,
                OneDnnHelper.inOrder(delta, format, ArrayType.BP_WORKING_MEM, workspaceMgr),
                kernel,
                strides,
                pad,
                biasGradView,
                weightGradView,
                afn,
                mode,
                bwdFilterAlgo,
                bwdDataAlgo,
                convolutionMode,
                dilation,
                format,
                workspaceMgr);
    }
}
