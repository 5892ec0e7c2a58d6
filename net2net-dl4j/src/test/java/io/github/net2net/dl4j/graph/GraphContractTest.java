package io.github.net2net.dl4j.graph;

import com.google.common.collect.ImmutableList;
import io.github.net2net.contract.AdapterContract;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.internal.adapter.Dl4jAdapter;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.Probe;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** The adapter of graphs fulfills core's contract. */
class GraphContractTest extends AdapterContract<ComputationGraph> {
    @Override
    protected NetworkAdapter<ComputationGraph> adapter() {
        return new Dl4jAdapter<>(LayerKinds.standard(), ImmutableList.of());
    }

    @Override
    protected ComputationGraph teacher() {
        ComputationGraph teacher =
                GraphTeachers.residual(TestNetworks.settings().updater(new Adam(0.01)));
        INDArray memory = teacher.getUpdater(true).getStateViewArray();
        memory.assign(TestNetworks.random(3, DataType.DOUBLE, memory.shape()));
        return teacher;
    }

    @Override
    protected ComputationGraph otherArchitecture() {
        return GraphTeachers.sliced();
    }

    @Override
    protected String layer() {
        return "b1";
    }

    @Override
    protected Probe<Model> probe() {
        return Probes.features(GraphTeachers.images());
    }
}
