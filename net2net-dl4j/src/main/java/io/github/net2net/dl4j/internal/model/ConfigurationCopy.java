package io.github.net2net.dl4j.internal.model;

import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.constraint.BaseConstraint;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
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

    /** As {@link #of(MultiLayerConfiguration)}; DL4J's own copy also forgets along which axis a vertex concatenates. */
    static ComputationGraphConfiguration of(ComputationGraphConfiguration original) {
        ComputationGraphConfiguration copy = original.clone();
        copy.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layer) {
                separate(layer.getLayerConf().getLayer());
            } else if (vertex instanceof MergeVertex merge
                    && original.getVertices().get(name) instanceof MergeVertex before) {
                merge.setMergeAxis(before.getMergeAxis());
                merge.setModified(before.isModified());
            } else {
                complete(vertex, original.getVertices().get(name));
            }
        });
        return copy;
    }

    /** DL4J's own copies of vertices with parameters may have neither updater nor regularization. */
    private static void complete(GraphVertex copy, @Nullable GraphVertex original) {
        if (copy instanceof FrozenVertex to && original instanceof FrozenVertex from) {
            complete(to.getUnderlying(), from.getUnderlying());
        } else if (copy instanceof SameDiffVertex to && original instanceof SameDiffVertex from) {
            to.setName(from.getName());
            to.setRegularization(from.getRegularization());
            to.setRegularizationBias(from.getRegularizationBias());
            to.setUpdater(copy(from.getUpdater()));
            to.setBiasUpdater(copy(from.getBiasUpdater()));
            to.setGradientNormalization(from.getGradientNormalization());
            to.setGradientNormalizationThreshold(from.getGradientNormalizationThreshold());
            to.setDataType(from.getDataType());
        }
    }

    private static @Nullable IUpdater copy(@Nullable IUpdater updater) {
        return updater == null ? null : updater.clone();
    }

    /** A copy of a layer, down to those inside it. */
    public static Layer of(Layer original) {
        Layer copy = original.clone();
        separate(copy);
        return copy;
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
