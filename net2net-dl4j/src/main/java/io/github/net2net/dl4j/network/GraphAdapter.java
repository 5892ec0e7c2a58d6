package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableList;
import io.github.net2net.dl4j.layer.NodeNames;
import io.github.net2net.dl4j.layer.Weights;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.tensor.Nd4jTensor;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.CalibrationData;
import io.github.net2net.spi.ChannelStatistics;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.Tensor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Grows ComputationGraphs.
 *
 * @param inputTypes the forms of the inputs in their order, empty if the layers tell
 */
public record GraphAdapter(ImmutableList<InputType> inputTypes) implements NetworkAdapter<ComputationGraph> {

    @Override
    public NetGraph read(ComputationGraph network) {
        Growable.check(network, network.getConfiguration().getDataType());
        return new GraphReader(network, inputTypes).read().graph();
    }

    @Override
    public Tensor parameter(ComputationGraph network, ParamKey key) {
        return Nd4jTensor.of(Weights.of(network.getLayer(NodeNames.layerOf(key.node())), key.param()));
    }

    @Override
    public StudentBuilder<ComputationGraph> student(ComputationGraph teacher, Blueprint blueprint) {
        Student<ComputationGraph> student =
                Student.of(new GraphStudentConfiguration(teacher, blueprint).build(), blueprint.needsInitialValues());
        if (OneDnn.isEngaged(teacher)) {
            OneDnn.engage(student.network());
        }
        return student;
    }

    @Override
    public ChannelStatistics statistics(ComputationGraph network, String node, CalibrationData data) {
        String vertex = NodeNames.layerOf(node);
        Reading reading = new GraphReader(network, inputTypes).read();
        return Statistics.measure(
                features -> ProbeNetwork.of(network).activations(vertex, features),
                Statistics.form(reading, vertex),
                data);
    }
}
