package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.github.net2net.dl4j.internal.model.ConfigurationCopy;
import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.dl4j.internal.model.Structure;
import io.github.net2net.dl4j.internal.model.Wrappers;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.graph.ArrayFormat;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Node;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.Making;
import io.github.net2net.spi.NewLayer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/**
 * Inserts new layers into a student's configuration.
 *
 * @param structure the configuration, with everything inserted before
 * @param defaults the network's own configuration
 * @param readers for each vertex those that read it, so that an insertion does not look at all vertices
 */
record InsertedLayers(Structure structure, NeuralNetConfiguration defaults, SetMultimap<String, String> readers) {

    InsertedLayers(Structure structure, NeuralNetConfiguration defaults) {
        this(structure, defaults, LinkedHashMultimap.create());
        findReaders();
    }

    private void findReaders() {
        readers.clear();
        structure.inputsOf().forEach((name, read) -> read.forEach(input -> readers.put(input, name)));
    }

    /** Inserts the layers that the nodes belong to; a layer's first node tells how it is made, and what it reads. */
    void insert(Blueprint.Insertion insertion) {
        if (insertion.reader() != null) {
            insertBefore(insertion, NodeNames.layerOf(insertion.reader()));
            findReaders();
            return;
        }
        Map<String, GraphVertex> vertices = new LinkedHashMap<>();
        Map<String, List<String>> inputs = new LinkedHashMap<>();
        for (Blueprint.InsertedNode inserted : insertion.nodes()) {
            Node node = inserted.node();
            if (!vertices.containsKey(node.layer())) {
                vertices.put(node.layer(), vertex(node, inserted.making()));
                inputs.put(
                        node.layer(),
                        node.inputs().stream().map(NodeNames::layerOf).toList());
            }
        }
        String end = NodeNames.layerOf(insertion.end());
        String after = NodeNames.layerOf(insertion.after());
        Set<String> rewired = readers.removeAll(after);
        structure.insertAfter(after, vertices, inputs, end, rewired);
        readers.putAll(end, rewired);
        inputs.forEach((name, read) -> read.forEach(input -> readers.put(input, name)));
    }

    /**
     * Drops preprocessors for series before layers that read inserted features. DL4J puts them after global pooling.
     * Forward they return features as they are; backward they make series of their gradients, which pooling takes and other
     * layers don't.
     */
    void dropIdlePreprocessors(List<Blueprint.Insertion> insertions) {
        Set<String> ends = new HashSet<>();
        for (Blueprint.Insertion insertion : insertions) {
            Node last = insertion.nodes().get(insertion.nodes().size() - 1).node();
            if (last.format() instanceof ActivationFormat format && format.kind() == ActivationFormat.Kind.FEATURES) {
                ends.add(NodeNames.layerOf(insertion.end()));
            }
        }
        structure.vertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex reader
                    && reader.getPreProcessor() instanceof RnnToFeedForwardPreProcessor
                    && ends.contains(Objects.requireNonNull(structure.inputsOf().get(name))
                            .get(0))) {
                reader.setPreProcessor(null);
            }
        });
    }

    /** The first new layer takes over what the reader did to its input: dropout, and the preprocessor. */
    private void insertBefore(Blueprint.Insertion insertion, String reader) {
        Map<String, LayerVertex> chain = new LinkedHashMap<>();
        for (Blueprint.InsertedNode inserted : insertion.nodes()) {
            Node node = inserted.node();
            chain.computeIfAbsent(node.layer(), name -> new LayerVertex(layer(node, inserted.making()), null));
        }
        Layer reading = model(reader);
        Layer first = chain.values().iterator().next().getLayerConf().getLayer();
        first.setIDropout(reading.getIDropout());
        reading.setIDropout(null);
        structure.insertBefore(reader, chain);
    }

    private GraphVertex vertex(Node node, Making making) {
        if (making instanceof Making.Sum) {
            return new ElementWiseVertex(ElementWiseVertex.Op.Add);
        } else if (making instanceof Making.Scaling scaling) {
            return new ScaleVertex(scaling.factor());
        }
        return new LayerVertex(layer(node, making), null);
    }

    private NeuralNetConfiguration layer(Node node, Making making) {
        if (making instanceof Making.Copy copy) {
            return copy(copy.template(), node);
        } else if (making instanceof Making.LinearCopy copy) {
            NeuralNetConfiguration linear = copy(copy.template(), node);
            ((BaseLayer) Wrappers.innermost(linear.getLayer())).setActivationFn(new ActivationIdentity());
            return linear;
        } else if (making instanceof Making.ActivationOf activation) {
            return activation(functionOf(activation.template()), node.layer());
        } else if (making instanceof Making.Relu) {
            return activation(new ActivationReLU(), node.layer());
        } else if (making instanceof Making.Dropout dropout) {
            return dropout(dropout.rate(), node.layer());
        } else if (making instanceof Making.New wanted) {
            return Objects.requireNonNull(withoutModel(node, wanted), node.name());
        }
        throw new IllegalStateException(making + " is no layer");
    }

    private Layer model(String template) {
        GraphVertex vertex = structure.vertices().get(NodeNames.layerOf(template));
        return Wrappers.unwrap(
                ((LayerVertex) Objects.requireNonNull(vertex)).getLayerConf().getLayer());
    }

    private IActivation functionOf(String template) {
        Layer layer = Wrappers.innermost(model(template));
        if (layer instanceof LocallyConnected1D local) {
            return local.getActivation().getActivationFunction();
        } else if (layer instanceof LocallyConnected2D local) {
            return local.getActivation().getActivationFunction();
        } else if (layer instanceof RecurrentAttentionLayer attention) {
            return attention.getActivation().getActivationFunction();
        }
        return layer instanceof ActivationLayer activation
                ? activation.getActivationFn()
                : ((BaseLayer) layer).getActivationFn();
    }

    private @Nullable NeuralNetConfiguration withoutModel(Node node, Making.New wanted) {
        ArrayFormat format = Objects.requireNonNull(node.format());
        int channels = 1; // replaced by the student's sizes
        NewLayer.Site site = new NewLayer.Site(node.layer(), node.inputs().get(0), channels, format);
        return NewLayers.configuration(defaults, wanted.layer(), site, model(wanted.template()));
    }

    /**
     * A copy of the template under the new layer's name. It is not frozen, and has neither dropout nor weight noise, so
     * that it starts as the identity in training too. Where its kernel covers one position the padding makes no
     * difference but to masks: only with "same" does DL4J hand on those that it has merged.
     */
    private NeuralNetConfiguration copy(String template, Node node) {
        GraphVertex vertex = structure.vertices().get(NodeNames.layerOf(template));
        NeuralNetConfiguration copy =
                ((LayerVertex) Objects.requireNonNull(vertex)).getLayerConf().clone();
        Layer layer = Wrappers.unfreeze(ConfigurationCopy.of(copy.getLayer()));
        for (Layer part = layer; part != null; part = Wrappers.inner(part)) {
            part.setIDropout(null);
            if (part instanceof BaseLayer base) {
                base.setWeightNoise(null);
            }
            if (part instanceof ConvolutionLayer convolution && coversOnePosition(node.kernel())) {
                convolution.setConvolutionMode(ConvolutionMode.Same);
            }
        }
        return named(copy, layer, node.layer());
    }

    private static boolean coversOnePosition(@Nullable Kernel kernel) {
        return kernel != null
                && kernel.dimensions().stream().allMatch(dimension -> dimension.size() == 1 && dimension.pad() == 0);
    }

    private NeuralNetConfiguration activation(IActivation function, String name) {
        return withDefaults(new ActivationLayer(function), name);
    }

    /** DL4J counts what is kept. */
    private NeuralNetConfiguration dropout(double rate, String name) {
        return withDefaults(new DropoutLayer(1 - rate), name);
    }

    /** With all of DL4J's defaults: a layer without an updater would make the saved student unreadable. */
    private NeuralNetConfiguration withDefaults(Layer plain, String name) {
        Layer layer = new NeuralNetConfiguration.Builder().layer(plain).build().getLayer();
        return named(defaults.clone(), layer, name);
    }

    private static NeuralNetConfiguration named(NeuralNetConfiguration conf, Layer layer, String name) {
        layer.setLayerName(name);
        conf.setLayer(layer);
        conf.clearVariables();
        return conf;
    }
}
