package io.github.net2net.dl4j.network;

import io.github.net2net.dl4j.layer.Inner;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.dl4j.layer.NodeNames;
import io.github.net2net.dl4j.layer.Preprocessors;
import io.github.net2net.dl4j.training.StudentTraining;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.Blueprint.InsertedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The configuration of a student graph: the teacher's, with new vertices put in and the student's sizes written over. */
final class GraphStudentConfiguration {
    private final ComputationGraphConfiguration configuration;
    private final Blueprint blueprint;
    private final StudentTraining training;

    GraphStudentConfiguration(ComputationGraph teacher, StudentTraining training) {
        this.configuration = ConfigurationCopy.of(teacher.getConfiguration());
        this.training = training;
        this.blueprint = training.blueprint();
    }

    ComputationGraphConfiguration build() {
        blueprint.insertions().forEach(this::insert);
        configuration.getVertices().forEach(this::resize);
        configuration.setIterationCount(training.startIteration());
        configuration.setEpochCount(training.startEpoch());
        return configuration;
    }

    private void insert(Blueprint.Insertion insertion) {
        String after = NodeNames.layerOf(insertion.after());
        String last = after;
        Map<String, List<String>> inputs = configuration.getVertexInputs();
        for (InsertedNode inserted : insertion.nodes()) {
            String name = inserted.node().name();
            if (name.equals(inserted.node().layer())) {
                configuration.getVertices().put(name, new LayerVertex(copy(inserted), null));
                inputs.put(name, new ArrayList<>(List.of(last)));
                last = name;
            }
        }
        String end = last;
        String first = NodeNames.layerOf(insertion.nodes().get(0).node().name());
        inputs.forEach((vertex, read) -> {
            if (!vertex.equals(first)) {
                read.replaceAll(input -> input.equals(after) ? end : input);
            }
        });
    }

    private NeuralNetConfiguration copy(InsertedNode inserted) {
        String template = inserted.template();
        if (template == null) {
            return InsertedLayers.dropout(configuration.getDefaultConfiguration(), inserted);
        }
        LayerVertex vertex = (LayerVertex)
                Objects.requireNonNull(configuration.getVertices().get(NodeNames.layerOf(template)), template);
        return InsertedLayers.copy(vertex.getLayerConf(), inserted);
    }

    private void resize(String name, GraphVertex vertex) {
        NetGraph student = blueprint.student();
        if (vertex instanceof LayerVertex layer) {
            LayerKinds.resize(Inner.of(layer.getLayerConf().getLayer()), name, student);
            training.writeTo(name, layer.getLayerConf().getLayer());
            if (layer.getPreProcessor() != null) {
                layer.setPreProcessor(Preprocessors.resized(layer.getPreProcessor(), name, student));
            }
        } else if (vertex instanceof PreprocessorVertex preprocessor) {
            preprocessor.setPreProcessor(Preprocessors.resized(preprocessor.getPreProcessor(), name, student));
        } else if (vertex instanceof SubsetVertex subset
                && student.node(name).behavior() instanceof ChannelBehavior.Slices slices) {
            subset.setFrom(slices.from());
            subset.setTo(slices.to() - 1);
        }
    }
}
