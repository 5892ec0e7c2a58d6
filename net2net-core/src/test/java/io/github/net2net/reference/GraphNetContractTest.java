package io.github.net2net.reference;

import io.github.net2net.contract.AdapterContract;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.Probe;

/** The reference adapter fulfills the contract. */
class GraphNetContractTest extends AdapterContract<GraphNet> {
    @Override
    protected NetworkAdapter<GraphNet> adapter() {
        return new GraphNetAdapter();
    }

    @Override
    protected GraphNet teacher() {
        return Teachers.residual();
    }

    @Override
    protected GraphNet otherArchitecture() {
        return Teachers.mlp();
    }

    @Override
    protected String layer() {
        return "fc";
    }

    @Override
    protected Probe<GraphNet> probe() {
        return Batch.random(Teachers.residual(), Teachers.POSITIONS, 5);
    }
}
