package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Everything of a network that growing it must leave alone. */
public record TeacherSnapshot(
        MultiLayerNetwork network,
        INDArray params,
        String configuration,
        INDArray state,
        List<TrainingListener> listeners) {

    public static TeacherSnapshot of(MultiLayerNetwork network) {
        INDArray state = network.getUpdater().getStateViewArray();
        return new TeacherSnapshot(
                network,
                network.params().dup(),
                json(network),
                state == null ? null : state.dup(),
                List.copyOf(network.getListeners()));
    }

    /** Counts of iterations and epochs are part of the JSON. */
    private static String json(MultiLayerNetwork network) {
        return network.getLayerWiseConfigurations().toJson() + network.getIterationCount() + " "
                + network.getEpochCount();
    }

    public void assertUnchanged() {
        assertThat(network.params()).as("parameters").isEqualTo(params);
        assertThat(network.params().dup().data().asDouble())
                .as("parameters, bit for bit")
                .isEqualTo(params.data().asDouble());
        assertThat(json(network)).as("configuration").isEqualTo(configuration);
        if (state != null) {
            assertThat(network.getUpdater().getStateViewArray().dup().data().asDouble())
                    .as("updater state")
                    .isEqualTo(state.data().asDouble());
        }
        assertThat(network.getListeners()).as("listeners").isEqualTo(listeners);
    }
}
