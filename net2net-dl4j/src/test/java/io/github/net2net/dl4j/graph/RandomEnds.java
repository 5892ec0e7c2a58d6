package io.github.net2net.dl4j.graph;

import io.github.net2net.dl4j.graph.GraphSketch.Value;
import io.github.net2net.dl4j.random.Decisions;
import io.github.net2net.dl4j.random.RandomLayers;
import io.github.net2net.dl4j.random.RandomRareLayers;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Random outputs, so that nothing in a sketch is left unread. */
final class RandomEnds {
    private final Decisions decisions;
    private final GraphSketch sketch;
    private final RandomLayers make;
    private final List<Value> outputs = new ArrayList<>();

    RandomEnds(Decisions decisions, GraphSketch sketch, RandomLayers make) {
        this.decisions = decisions;
        this.sketch = sketch;
        this.make = make;
    }

    List<Value> add() {
        List<Value> together = new ArrayList<>();
        for (Value value : sketch.unused()) {
            if (value.isImages() && decisions.pick(6) == 5) {
                addImageLoss(value);
                continue;
            } else if (value.isImages() && decisions.rarely(4)) {
                addBoxes(value);
                continue;
            }
            Value flat = value.isImages() && decisions.pick(3) == 0
                    ? sketch.layer(make.globalPooling(CNN2DFormat.NHWC), value)
                    : value;
            if (flat.isImages()) {
                flat = sketch.layer(make.dense(decisions.between(1, 4)), flat);
            }
            if (flat.stacked() == 1) {
                together.add(flat);
            } else {
                addOutput(flat);
            }
        }
        addTogether(together);
        return outputs;
    }

    private void addTogether(List<Value> values) {
        if (values.size() > 1 && decisions.pick(2) == 0) {
            addOutput(values.remove(0));
        }
        if (values.size() == 1) {
            addOutput(values.get(0));
        } else if (!values.isEmpty()) {
            addOutput(new RandomJoints(decisions, sketch).merge(values));
        }
    }

    private Activation activation() {
        return decisions.oneOf(Activation.SOFTMAX, Activation.IDENTITY, Activation.SIGMOID, Activation.TANH);
    }

    private void addOutput(Value value) {
        if (decisions.pick(8) == 7) {
            outputs.add(sketch.layer(
                    new LossLayer.Builder(LossFunction.MSE)
                            .activation(activation())
                            .build(),
                    value));
            return;
        }
        if (decisions.rarely(12)) {
            outputs.add(sketch.layer(new RandomRareLayers(decisions).output(), value));
            return;
        }
        outputs.add(sketch.layer(
                new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(decisions.between(2, 4))
                        .activation(activation())
                        .build(),
                value));
    }

    /** One or two boxes of 4 numbers, a confidence and a class each. */
    private void addBoxes(Value value) {
        int boxes = decisions.between(1, 2);
        ConvolutionLayer before = new ConvolutionLayer.Builder(1, 1)
                .nOut(6 * boxes)
                .dataFormat(value.images().getFormat())
                .convolutionMode(ConvolutionMode.Same)
                .build();
        Yolo2OutputLayer output = new Yolo2OutputLayer.Builder()
                .boundingBoxPriors(Nd4j.ones(boxes, 2))
                .build();
        outputs.add(sketch.layer(output, sketch.layer(before, value)));
    }

    private void addImageLoss(Value value) {
        outputs.add(sketch.layer(
                new CnnLossLayer.Builder(LossFunction.MSE)
                        .format(value.images().getFormat())
                        .activation(activation())
                        .build(),
                value));
    }
}
