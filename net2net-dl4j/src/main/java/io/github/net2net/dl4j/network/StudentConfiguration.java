package io.github.net2net.dl4j.network;

import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.dl4j.layer.NodeNames;
import io.github.net2net.dl4j.layer.Preprocessors;
import io.github.net2net.dl4j.training.StudentTraining;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.spi.Blueprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/**
 * The student's configuration: a copy of the teacher's with new layers put in and the student's sizes written over.
 * What a layer sets besides its sizes stays as it is, because it is never read.
 */
final class StudentConfiguration {
    private final MultiLayerConfiguration configuration;
    private final Blueprint blueprint;
    private final StudentTraining training;
    private final List<Entry> entries = new ArrayList<>();

    /** One layer with its preprocessor. */
    private record Entry(
            String name,
            NeuralNetConfiguration configuration,
            @Nullable InputPreProcessor processor) {}

    StudentConfiguration(MultiLayerNetwork teacher, StudentTraining training) {
        this.configuration = ConfigurationCopy.of(teacher.getLayerWiseConfigurations());
        this.training = training;
        this.blueprint = training.blueprint();
        List<String> names = MultiLayerReader.names(teacher);
        for (int i = 0; i < names.size(); i++) {
            entries.add(new Entry(names.get(i), configuration.getConf(i), configuration.getInputPreProcess(i)));
        }
    }

    MultiLayerConfiguration build() {
        blueprint.insertions().forEach(this::insert);
        NetGraph student = blueprint.student();
        Map<Integer, InputPreProcessor> processors = new HashMap<>();
        List<NeuralNetConfiguration> configurations = new ArrayList<>();
        for (Entry entry : entries) {
            LayerKinds.resize(entry.configuration.getLayer(), entry.name, student);
            training.writeTo(entry.name, entry.configuration.getLayer());
            if (entry.processor != null) {
                processors.put(configurations.size(), Preprocessors.resized(entry.processor, entry.name, student));
            }
            configurations.add(entry.configuration);
        }
        configuration.setConfs(configurations);
        configuration.setInputPreProcessors(processors);
        configuration.setIterationCount(training.startIteration());
        configuration.setEpochCount(training.startEpoch());
        return configuration;
    }

    private void insert(Blueprint.Insertion insertion) {
        int place = indexOf(insertion.after()) + 1;
        for (Blueprint.InsertedNode inserted : insertion.nodes()) {
            if (inserted.node().name().equals(inserted.node().layer())) {
                entries.add(place++, new Entry(inserted.node().name(), copy(inserted), null));
            }
        }
    }

    private NeuralNetConfiguration copy(Blueprint.InsertedNode inserted) {
        String template = inserted.template();
        return template == null
                ? InsertedLayers.dropout(entries.get(0).configuration, inserted)
                : InsertedLayers.copy(entries.get(indexOf(template)).configuration, inserted);
    }

    private int indexOf(String node) {
        String layer = NodeNames.layerOf(node);
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).name.equals(layer)) {
                return i;
            }
        }
        throw new IllegalStateException("no layer for node " + node);
    }
}
