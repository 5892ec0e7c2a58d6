package io.github.net2net.example;

import io.github.net2net.Tolerances;
import io.github.net2net.contract.AdapterContract;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.Probe;

/** The adapter of docs/adapters.md fulfills the contract. */
class PlainMlpContractTest extends AdapterContract<PlainMlp> {
    @Override
    protected NetworkAdapter<PlainMlp> adapter() {
        return new PlainMlpAdapter();
    }

    @Override
    protected PlainMlp teacher() {
        return PlainMlpProbe.network(4, 3, 6, 5, 2);
    }

    @Override
    protected PlainMlp otherArchitecture() {
        return PlainMlpProbe.network(4, 3, 6, 7, 2);
    }

    @Override
    protected String layer() {
        return "layer1";
    }

    @Override
    protected Probe<PlainMlp> probe() {
        return new PlainMlpProbe(new double[] {0.3, -1.2, 0.8}, Tolerances.DOUBLE);
    }
}
