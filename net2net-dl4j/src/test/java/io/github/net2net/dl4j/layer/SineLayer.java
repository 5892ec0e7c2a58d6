package io.github.net2net.dl4j.layer;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer of a user's own: sin(x·W + b). */
public class SineLayer extends SameDiffLayer {
    private static final long serialVersionUID = 1L;
    private long nIn;
    private long nOut;

    /** A layer that outputs {@code nOut} channels. */
    public SineLayer(String name, long nOut) {
        setLayerName(name);
        this.nOut = nOut;
    }

    /** For DL4J's JSON. */
    SineLayer() {}

    public long getNIn() {
        return nIn;
    }

    public void setNIn(long newNIn) {
        nIn = newNIn;
    }

    public long getNOut() {
        return nOut;
    }

    public void setNOut(long newNOut) {
        nOut = newNOut;
    }

    @Override
    public SDVariable defineLayer(
            SameDiff sameDiff, SDVariable input, Map<String, SDVariable> params, SDVariable mask) {
        return sameDiff.math().sin(input.mmul(params.get("W")).add(params.get("b")));
    }

    @Override
    public void defineParameters(SDLayerParams params) {
        params.addWeightParam("W", nIn, nOut);
        params.addBiasParam("b", 1, nOut);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> params) {
        initWeights(Math.toIntExact(nIn), Math.toIntExact(nOut), WeightInit.XAVIER, params.get("W"));
        params.get("b").assign(0);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return InputType.feedForward(nOut);
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        nIn = ((InputType.InputTypeFeedForward) inputType).getSize();
    }
}
