package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.model.Structure;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.spi.Description;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Settings of layers as DL4J's JSON states them, without the sizes that the graph of a network holds. */
final class LayerSettings {
    /** Lower-case names, because DL4J spells some in two ways. */
    private static final ImmutableSet<String> SIZES = ImmutableSet.of(
            "nin",
            "nout",
            "layername",
            "name",
            "headsize",
            "nheads",
            "inputsize",
            "outputsize",
            "inputshape",
            "featuredim",
            "encoderlayersizes",
            "decoderlayersizes",
            "newshape",
            "from",
            "to");

    private static final ImmutableSet<String> KERNELS = ImmutableSet.of("kernelsize", "padding");
    private static final ImmutableSet<String> IMPLEMENTATION = ImmutableSet.of(
            "cudnnalgomode",
            "cudnnfwdalgo",
            "cudnnbwdfilteralgo",
            "cudnnbwddataalgo",
            "cudnnallowfallback",
            "helperallowfallback",
            "legacybatchscaledl2",
            "defaultvalueoverriden",
            "defaultvalueoverridden",
            "datatype",
            "pretrain",
            "layerparams",
            "vertexparams");

    private static final ImmutableSet<String> TRAINING = ImmutableSet.of(
            "iupdater",
            "updater",
            "biasupdater",
            "regularization",
            "regularizationbias",
            "idropout",
            "weightnoise",
            "constraints",
            "weightinitfn",
            "weightinitfnrecurrent",
            "weightinit",
            "biasinit",
            "gaininit",
            "forgetgatebiasinit",
            "gradientnormalization",
            "gradientnormalizationthreshold",
            "lossfn",
            "lossfunction",
            "decay",
            "gamma",
            "beta",
            "isminibatch",
            "minibatch");

    private static final String NO_ACTIVATION = ActivationIdentity.class.getSimpleName();

    /** Names of DL4J's that its builders do not have. */
    private static final ImmutableMap<String, String> NAMES = ImmutableMap.of(
            "iupdater", "updater",
            "iUpdater", "updater",
            "idropout", "dropout",
            "iDropout", "dropout",
            "activationFn", "activation");

    private final Set<String> skipped;
    private final Map<String, String> computing = new LinkedHashMap<>();
    private final Map<String, String> training = new LinkedHashMap<>();

    private LayerSettings(List<Node> nodes) {
        ImmutableSet.Builder<String> known = ImmutableSet.builder();
        if (nodes.stream().anyMatch(node -> node.kernel() != null)) {
            known.addAll(KERNELS);
        }
        if (nodes.stream().anyMatch(node -> node.activation() != null)) {
            known.add("activationfn");
        }
        this.skipped = known.build();
    }

    /** The settings of all layers and vertices, and of the network. */
    static ImmutableMap<String, Description.Settings> of(Dl4jNetwork<?> network, Structure structure, NetGraph graph) {
        ImmutableMap.Builder<String, Description.Settings> all = ImmutableMap.builder();
        structure
                .vertices()
                .forEach((name, vertex) -> all.put(name, new LayerSettings(graph.layer(name)).read(vertex)));
        ImmutableMap<String, String> whole =
                ImmutableMap.of("data type", network.dataType().toString());
        return all.put(Description.NETWORK, new Description.Settings(ImmutableMap.of(), whole))
                .buildOrThrow();
    }

    private Description.Settings read(GraphVertex vertex) {
        Object configuration =
                vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : vertex;
        JsonNode json = NeuralNetConfiguration.mapper().valueToTree(configuration);
        collect(json);
        return new Description.Settings(ImmutableMap.copyOf(computing), ImmutableMap.copyOf(training));
    }

    private void collect(JsonNode json) {
        json.fields().forEachRemaining(field -> {
            String name = field.getKey();
            String known = name.toLowerCase(Locale.ROOT);
            JsonNode value = field.getValue();
            if (SIZES.contains(known)
                    || IMPLEMENTATION.contains(known)
                    || skipped.contains(known)
                    || text(value).equals(NO_ACTIVATION)) {
                return;
            } else if (TRAINING.contains(known)) {
                training.put(NAMES.getOrDefault(name, name), text(value));
            } else if (value.has("layerName") || value.has("nin")) {
                collect(value);
            } else {
                computing.put(NAMES.getOrDefault(name, name), text(value));
            }
        });
    }

    /** A class by its simple name, with its settings if it has some. */
    private static String text(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(LayerSettings::text)
                    .collect(Collectors.joining(", ", "[", "]"));
        } else if (!value.isObject()) {
            return value.asText();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        value.fields().forEachRemaining(field -> {
            if (!field.getValue().isNull()) {
                fields.put(field.getKey(), text(field.getValue()));
            }
        });
        String type = String.valueOf(fields.remove("@class"));
        String name = type.substring(type.lastIndexOf('.') + 1);
        return fields.isEmpty() ? name : name + fields;
    }
}
