package io.github.net2net.dl4j;

import com.google.common.collect.ImmutableList;
import io.github.net2net.contract.AdapterContract;
import io.github.net2net.dl4j.internal.adapter.Dl4jAdapter;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.Probe;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/** The adapter of chains fulfills core's contract. */
class ChainContractTest extends AdapterContract<MultiLayerNetwork> {
    @Override
    protected NetworkAdapter<MultiLayerNetwork> adapter() {
        return new Dl4jAdapter<>(LayerKinds.standard(), ImmutableList.of());
    }

    @Override
    protected MultiLayerNetwork teacher() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Adam(0.01));
        teacher.getUpdater()
                .getStateViewArray()
                .assign(TestNetworks.random(
                        3,
                        DataType.DOUBLE,
                        teacher.getUpdater().getStateViewArray().shape()));
        return teacher;
    }

    @Override
    protected MultiLayerNetwork otherArchitecture() {
        return TestNetworks.cnn();
    }

    @Override
    protected String layer() {
        return "second";
    }

    @Override
    protected Probe<Model> probe() {
        return Probes.features(TestNetworks.random(5, DataType.DOUBLE, 6, 4));
    }
}
