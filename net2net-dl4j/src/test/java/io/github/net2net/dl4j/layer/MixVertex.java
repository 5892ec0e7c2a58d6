package io.github.net2net.dl4j.layer;

import java.util.Map;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitUtil;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex of a user's own with parameters: tanh(x·V + y·W). */
public class MixVertex extends SameDiffVertex {
    private static final long serialVersionUID = 1L;
    private long nInX;
    private long nInY;
    private long nOut;

    /** A vertex that outputs {@code nOut} channels. */
    public MixVertex(long nInX, long nInY, long nOut) {
        this.nInX = nInX;
        this.nInY = nInY;
        this.nOut = nOut;
    }

    /** For DL4J's JSON. */
    MixVertex() {}

    public long getNInX() {
        return nInX;
    }

    public void setNInX(long newNInX) {
        nInX = newNInX;
    }

    public long getNInY() {
        return nInY;
    }

    public void setNInY(long newNInY) {
        nInY = newNInY;
    }

    public long getNOut() {
        return nOut;
    }

    public void setNOut(long newNOut) {
        nOut = newNOut;
    }

    @Override
    public SDVariable defineVertex(
            SameDiff sameDiff,
            Map<String, SDVariable> inputs,
            Map<String, SDVariable> params,
            Map<String, SDVariable> masks) {
        SDVariable x = inputs.get("x").mmul(params.get("V"));
        return sameDiff.math().tanh(x.add(inputs.get("y").mmul(params.get("W"))));
    }

    @Override
    public void defineParametersAndInputs(SDVertexParams params) {
        params.defineInputs("x", "y");
        params.addWeightParam("V", nInX, nOut);
        params.addWeightParam("W", nInY, nOut);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> params) {
        params.values()
                .forEach(array -> WeightInitUtil.initWeights(
                        array.rows(), array.columns(), array.shape(), WeightInit.XAVIER, null, 'c', array));
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        return InputType.feedForward(nOut);
    }

    @Override
    public GraphVertex clone() {
        return new MixVertex(nInX, nInY, nOut);
    }
}
