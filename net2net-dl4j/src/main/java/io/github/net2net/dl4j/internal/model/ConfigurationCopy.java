package io.github.net2net.dl4j.internal.model;

import java.util.Objects;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.constraint.BaseConstraint;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.params.BidirectionalParamInitializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;

/** Copies of configurations that can be changed without the original noticing. */
public final class ConfigurationCopy {
    private ConfigurationCopy() {}

    /**
     * A copy down to updaters, constraints and the layers inside wrappers. DL4J's own copy shares them with the
     * original, so that setting the student's learning rate would set the teacher's too.
     */
    static MultiLayerConfiguration of(MultiLayerConfiguration original) {
        MultiLayerConfiguration copy = original.clone();
        copy.getConfs().forEach(layer -> separate(layer.getLayer()));
        return copy;
    }

    /** As {@link #of(MultiLayerConfiguration)}; DL4J's own copy also forgets settings of vertices. */
    static ComputationGraphConfiguration of(ComputationGraphConfiguration original) {
        ComputationGraphConfiguration copy = original.clone();
        copy.getVertices().replaceAll((name, vertex) -> {
            GraphVertex before = Objects.requireNonNull(original.getVertices().get(name));
            if (vertex instanceof LayerVertex layer) {
                separate(layer.getLayerConf().getLayer());
            }
            return vertex.getClass() == L2Vertex.class ? before : completed(vertex, before);
        });
        return copy;
    }

    /** A copy of a layer, down to those inside it. */
    public static Layer of(Layer original) {
        Layer copy = original.clone();
        separate(copy);
        return copy;
    }

    /**
     * DL4J forgets the axis of a concatenation, a reshape's order and mask, the ε of a distance, which has no setter, and
     * perhaps updater and regularization of vertices with parameters.
     */
    private static GraphVertex completed(GraphVertex copy, GraphVertex original) {
        if (copy instanceof MergeVertex merge && original instanceof MergeVertex before) {
            merge.setMergeAxis(before.getMergeAxis());
            merge.setModified(before.isModified());
        } else if (copy instanceof ReshapeVertex reshape && original instanceof ReshapeVertex before) {
            reshape.setReshapeOrder(before.getReshapeOrder());
            reshape.setMaskShape(before.getMaskShape());
        } else if (copy instanceof FrozenVertex frozen && original instanceof FrozenVertex before) {
            completed(frozen.getUnderlying(), before.getUnderlying());
        } else if (copy instanceof SameDiffVertex to && original instanceof SameDiffVertex from) {
            complete(to, from);
        }
        return copy;
    }

    private static void complete(SameDiffVertex copy, SameDiffVertex original) {
        copy.setName(original.getName());
        copy.setRegularization(original.getRegularization());
        copy.setRegularizationBias(original.getRegularizationBias());
        copy.setUpdater(copy(original.getUpdater()));
        copy.setBiasUpdater(copy(original.getBiasUpdater()));
        copy.setGradientNormalization(original.getGradientNormalization());
        copy.setGradientNormalizationThreshold(original.getGradientNormalizationThreshold());
        copy.setDataType(original.getDataType());
    }

    private static @Nullable IUpdater copy(@Nullable IUpdater updater) {
        return updater == null ? null : updater.clone();
    }

    private static void separate(@Nullable Layer layer) {
        if (layer != null && layer.getConstraints() != null) {
            layer.setConstraints(
                    layer.getConstraints().stream().map(ConfigurationCopy::copy).toList());
        }
        if (layer instanceof BaseLayer base) {
            separate(base);
        } else if (layer instanceof BaseWrapperLayer wrapper && wrapper.getUnderlying() != null) {
            wrapper.setUnderlying(of(wrapper.getUnderlying()));
        } else if (layer instanceof FrozenLayer frozen) {
            separate(frozen.getLayer()); // a copy already, but not the layers inside it
        } else if (layer instanceof Bidirectional both) {
            both.setFwd(of(both.getFwd()));
            both.setBwd(of(both.getBwd()));
            // DL4J's copy keeps an initializer that holds the original's layer, and its sizes.
            both.setInitializer(new BidirectionalParamInitializer(both));
        }
    }

    /** DL4J's own copies forget ε, and the parameters of a constraint to be non-negative. */
    private static LayerConstraint copy(LayerConstraint constraint) {
        LayerConstraint copy = constraint.clone();
        if (constraint instanceof BaseConstraint from && copy instanceof BaseConstraint to) {
            to.setParams(from.getParams());
            to.setEpsilon(from.getEpsilon());
        }
        return copy;
    }

    private static void separate(BaseLayer layer) {
        if (layer.getIUpdater() != null) {
            layer.setIUpdater(layer.getIUpdater().clone());
        }
        if (layer.getBiasUpdater() != null) {
            layer.setBiasUpdater(layer.getBiasUpdater().clone());
        }
        if (layer.getWeightNoise() != null) {
            layer.setWeightNoise(layer.getWeightNoise().clone());
        }
    }
}
