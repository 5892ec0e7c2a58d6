package io.github.net2net.dl4j.layer;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** A vertex of a user's own: half of what it reads. */
public class HalveVertex extends SameDiffLambdaVertex {
    private static final long serialVersionUID = 1L;

    @Override
    public SDVariable defineVertex(SameDiff sameDiff, VertexInputs inputs) {
        return inputs.getInput(0).mul(0.5);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        return inputs[0];
    }

    /** What net2net needs to know of it. */
    record Kind() implements LayerKind<HalveVertex> {
        @Override
        public Class<HalveVertex> type() {
            return HalveVertex.class;
        }

        @Override
        public void describe(HalveVertex vertex, LayerScope scope) {
            scope.addPerChannel("half", scope.format());
        }

        @Override
        public boolean isLinear(HalveVertex vertex) {
            return true;
        }
    }
}
