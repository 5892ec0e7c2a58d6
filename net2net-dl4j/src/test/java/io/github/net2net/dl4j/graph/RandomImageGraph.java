package io.github.net2net.dl4j.graph;

import io.github.net2net.dl4j.graph.GraphSketch.Value;
import io.github.net2net.dl4j.random.Decisions;
import io.github.net2net.dl4j.random.RandomConstraints;
import io.github.net2net.dl4j.random.RandomLayers;
import io.github.net2net.dl4j.random.RandomRareLayers;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.api.buffer.DataType;

/** A random graph among images and features. */
final class RandomImageGraph {
    private static final int LARGEST = 12;

    private final Decisions decisions;
    private final RandomLayers make;
    private final CNN2DFormat format;
    private final GraphSketch sketch;
    private final RandomJoints joints;

    private RandomImageGraph(Decisions decisions) {
        this.decisions = decisions;
        this.make = new RandomLayers(decisions);
        this.format = decisions.pick(2) == 0 ? CNN2DFormat.NCHW : CNN2DFormat.NHWC;
        this.sketch = new GraphSketch(
                decisions.pick(4) == 3 ? DataType.FLOAT : DataType.DOUBLE,
                layer -> RandomConstraints.put(decisions, layer));
        this.joints = new RandomJoints(decisions, sketch);
    }

    static RandomTeacher from(Decisions decisions) {
        RandomImageGraph random = new RandomImageGraph(decisions);
        random.addInputs();
        int count = decisions.between(3, 14);
        for (int i = 0; i < count; i++) {
            random.tryToAdd();
        }
        return RandomTeacher.of(random.sketch, new RandomEnds(decisions, random.sketch, random.make).add(), decisions);
    }

    private void addInputs() {
        int height = decisions.between(4, 8);
        int width = decisions.between(4, 8);
        int images = decisions.pick(4) == 3 ? 2 : 1;
        for (int i = 0; i < images; i++) {
            CNN2DFormat own = i > 0 && decisions.pick(2) == 1 ? other(format) : format;
            sketch.input(InputType.convolutional(height, width, decisions.between(1, 3), own));
        }
        if (decisions.pick(4) == 3) {
            sketch.input(InputType.feedForward(decisions.between(1, 5)));
        }
        if (decisions.rarely(8)) {
            int vocabulary = decisions.between(2, 6);
            EmbeddingLayer embedding = new EmbeddingLayer.Builder()
                    .nIn(vocabulary)
                    .nOut(decisions.between(1, 4))
                    .hasBias(decisions.pick(2) == 0)
                    .build();
            sketch.words(embedding, InputType.feedForward(vocabulary));
        }
    }

    private static CNN2DFormat other(CNN2DFormat format) {
        return format == CNN2DFormat.NCHW ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
    }

    private RandomConvolutions convolutions(Value value) {
        return new RandomConvolutions(decisions, make, value.images().getFormat());
    }

    /** Adds what is drawn, or nothing where its settings are impossible on what there is. */
    private void tryToAdd() {
        try {
            Value value = recent();
            if (value.isImages()) {
                addToImages(value);
            } else {
                addToFeatures(value);
            }
        } catch (RuntimeException impossible) {
            assert impossible.getMessage() != null || impossible.getCause() == null;
        }
    }

    private Value recent() {
        List<Value> values = sketch.values();
        int back = Math.min(values.size(), decisions.oneOf(1, 1, 2, 3, 20));
        return values.get(values.size() - 1 - decisions.pick(back));
    }

    private void addToImages(Value value) {
        switch (decisions.pick(20)) {
            case 0, 1, 2, 3 -> add(convolutions(value).convolution(), value);
            case 4, 5 -> add(convolutions(value).other(value.images()), value);
            case 6, 7 -> addTrunk(value);
            case 8, 9, 10 -> add(make.amongImages(value.type(), value.images().getFormat()), value);
            case 11 -> addRareImages(value);
            case 12, 13, 14 -> joints.addElementWise(value);
            case 15, 16 -> joints.addMerge(value);
            case 17 -> joints.addSubset(value);
            case 18 -> joints.addStack(value, both -> add(convolutions(both).convolution(), both));
            default -> addScaleOrShift(value);
        }
    }

    private Value add(Layer layer, Value value) {
        Layer chosen = switch (RandomRareLayers.canFreeze(layer) ? decisions.pick(20) : 0) {
            case 18 -> new FrozenLayer(layer);
            case 19 -> new FrozenLayerWithBackprop(layer);
            default -> layer;
        };
        Value added = sketch.layer(chosen, value);
        if (added.isImages()
                && Math.max(added.images().getHeight(), added.images().getWidth()) > LARGEST) {
            return sketch.layer(make.globalPooling(added.images().getFormat()), added);
        }
        return added;
    }

    /** A residual trunk: blocks that each add to what they read. */
    private void addTrunk(Value from) {
        Value trunk = from;
        int blocks = decisions.between(1, 3);
        for (int i = 0; i < blocks; i++) {
            Value branch = trunk;
            int depth = decisions.between(1, 2);
            for (int j = 0; j < depth; j++) {
                int width = j == depth - 1 ? trunk.channels() : decisions.between(1, 4);
                branch = add(convolutions(branch).keepingSize(width), branch);
                if (decisions.pick(3) == 0) {
                    branch = add(make.batchNorm(branch.images().getFormat()), branch);
                }
            }
            trunk = joints.add(ElementWiseVertex.Op.Add, List.of(trunk, branch));
        }
    }

    private void addRareImages(Value value) {
        switch (decisions.pick(5)) {
            case 4 -> addCapsules(value);
            case 0, 1 -> joints.addPoolHelper(value);
            case 2 -> add(make.globalPooling(value.images().getFormat()), value);
            default -> addFlattenVertex(value);
        }
    }

    /** Capsules of 2 dimensions, perhaps routed to others, and their strengths. */
    private void addCapsules(Value value) {
        int channels = decisions.between(1, 2);
        PrimaryCapsules primary = new PrimaryCapsules.Builder(2, channels)
                .kernelSize(2, 2)
                .stride(1, 1)
                .build();
        Value capsules = sketch.layer(primary, value);
        if (decisions.pick(2) == 0) {
            capsules = sketch.layer(new CapsuleLayer.Builder(3, 2, 2).build(), capsules);
        }
        sketch.layer(new CapsuleStrengthLayer.Builder().build(), capsules);
    }

    private void addFlattenVertex(Value value) {
        InputType.InputTypeConvolutional images = value.images();
        CnnToFeedForwardPreProcessor flatten = new CnnToFeedForwardPreProcessor(
                images.getHeight(), images.getWidth(), images.getChannels(), images.getFormat());
        InputType flat = InputType.feedForward(value.type().arrayElementsPerExample());
        sketch.vertex(new PreprocessorVertex(flatten), flat, value.stacked(), List.of(value));
    }

    private void addScaleOrShift(Value value) {
        sketch.vertex(decisions.pick(2) == 0 ? new ScaleVertex(-0.7) : new ShiftVertex(0.3), value);
    }

    private void addToFeatures(Value value) {
        switch (decisions.pick(14)) {
            case 0, 1, 2 -> add(make.dense(decisions.between(1, 6)), value);
            case 3, 4 -> add(make.amongFeatures(value.type()), value);
            case 5, 6, 7 -> joints.addElementWise(value);
            case 8, 9 -> joints.addMerge(value);
            case 10 -> joints.addSubset(value);
            case 11 -> joints.addRareFeatures(value);
            case 12 -> joints.addStack(value, both -> add(make.dense(decisions.between(1, 6)), both));
            default -> addScaleOrShift(value);
        }
    }
}
