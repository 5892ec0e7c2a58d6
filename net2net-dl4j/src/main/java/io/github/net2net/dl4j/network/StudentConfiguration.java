package io.github.net2net.dl4j.network;

import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.dl4j.layer.Preprocessors;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.spi.Blueprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/**
 * The student's configuration: a copy of the teacher's with new layers put in and the student's sizes written over.
 * What a layer sets besides its sizes stays as it is, because it is never read.
 */
final class StudentConfiguration {
    private final MultiLayerConfiguration configuration;
    private final Blueprint blueprint;
    private final List<Entry> entries = new ArrayList<>();

    /** One layer with its preprocessor. */
    private record Entry(
            String name,
            NeuralNetConfiguration configuration,
            @Nullable InputPreProcessor processor) {}

    StudentConfiguration(MultiLayerNetwork teacher, Blueprint blueprint) {
        this.configuration = ConfigurationCopy.of(teacher.getLayerWiseConfigurations());
        this.blueprint = blueprint;
        List<String> names = MultiLayerReader.names(teacher);
        for (int i = 0; i < names.size(); i++) {
            InputPreProcessor processor = configuration.getInputPreProcess(i);
            entries.add(
                    new Entry(names.get(i), configuration.getConf(i), processor == null ? null : processor.clone()));
        }
    }

    MultiLayerConfiguration build() {
        blueprint.insertions().forEach(this::insert);
        NetGraph student = blueprint.student();
        Map<Integer, InputPreProcessor> processors = new HashMap<>();
        List<NeuralNetConfiguration> configurations = new ArrayList<>();
        for (Entry entry : entries) {
            LayerKinds.resize(entry.configuration.getLayer(), entry.name, student);
            if (entry.processor != null) {
                Preprocessors.resize(entry.processor, imageChannels(student, entry.name));
                processors.put(configurations.size(), entry.processor);
            }
            configurations.add(entry.configuration);
        }
        configuration.setConfs(configurations);
        configuration.setInputPreProcessors(processors);
        configuration.setIterationCount(0);
        configuration.setEpochCount(0);
        return configuration;
    }

    /** The channels of the images in front of, or behind, the layer's preprocessor. */
    private static int imageChannels(NetGraph student, String layer) {
        for (Node node : student.layer(layer)) {
            if (node.behavior() instanceof ChannelBehavior.Spreads) {
                return student.channels(node.inputs().get(0));
            } else if (node.behavior() instanceof ChannelBehavior.Collects) {
                return student.channels(node.name());
            }
        }
        return student.channels(student.node(layer).inputs().get(0));
    }

    private void insert(Blueprint.Insertion insertion) {
        int place = indexOf(insertion.after()) + 1;
        for (Blueprint.InsertedNode inserted : insertion.nodes()) {
            if (inserted.node().name().equals(inserted.node().layer())) {
                entries.add(place++, new Entry(inserted.node().name(), copy(inserted, place - 1), null));
            }
        }
    }

    private NeuralNetConfiguration copy(Blueprint.InsertedNode inserted, int place) {
        String template = inserted.template();
        NeuralNetConfiguration copy = template == null
                ? entries.get(place - 1).configuration.clone()
                : entries.get(indexOf(template)).configuration.clone();
        Layer layer = copy.getLayer();
        if (inserted.dropoutRate() != null) {
            layer = dropout(inserted.dropoutRate());
            copy.setLayer(layer);
        }
        layer.setLayerName(inserted.node().name());
        copy.clearVariables();
        withoutNoise(layer, inserted.dropoutRate() == null);
        return copy;
    }

    /** A layer with all of DL4J's defaults: one without an updater would make the saved student unreadable. */
    private static Layer dropout(double rate) {
        DropoutLayer layer = new DropoutLayer(1 - rate);
        return new NeuralNetConfiguration.Builder().layer(layer).build().getLayer();
    }

    /** A new unit starts as the identity in training too, so it has neither its template's dropout nor weight noise. */
    private static void withoutNoise(Layer layer, boolean isUnit) {
        if (isUnit) {
            layer.setIDropout(null);
            if (layer instanceof BaseLayer base) {
                base.setWeightNoise(null);
            }
        }
    }

    private int indexOf(String node) {
        return MultiLayerReader.indexOf(entries.stream().map(Entry::name).toList(), node);
    }
}
