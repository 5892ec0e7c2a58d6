package io.github.net2net.dl4j.network;

import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks at what a network computes without touching it, through a second network with the same parameters from which
 * dropout and other noise are gone.
 */
interface ProbeNetwork {

    /** A look at the given network. */
    static ProbeNetwork of(Model network) {
        if (network instanceof MultiLayerNetwork chain) {
            return new ChainProbeNetwork(chain);
        } else if (network instanceof ComputationGraph graph) {
            return new GraphProbeNetwork(graph);
        }
        throw new IllegalArgumentException("neither a MultiLayerNetwork nor a ComputationGraph: "
                + network.getClass().getName());
    }

    /** The precision it computes in. */
    DataType dataType();

    /** A look at the same weights, computing in double precision. */
    ProbeNetwork inDoublePrecision();

    /** The names of the outputs. */
    List<String> outputs();

    /** The forms of the inputs that take masks, in the order of all inputs; unknown for the others. */
    List<Form> maskedInputs();

    /** Whether the output has an activation that can be taken away. */
    boolean has(String output, Stage stage);

    /**
     * What the network outputs, in the order of {@link #outputs()}. Where an output has no activation to take away, it
     * is the output itself at either stage.
     *
     * @throws io.github.net2net.GrowthException if the features do not fit
     */
    List<INDArray> run(Mode mode, Stage stage, Features features);

    /**
     * As {@link #run}, by the network itself in its own precision instead of a copy. Its settings, parameters and running
     * statistics are afterwards what they were.
     *
     * @throws io.github.net2net.GrowthException if the features do not fit
     */
    List<INDArray> runItself(Mode mode, Stage stage, Features features);

    /** What the given layer outputs with each batch's own statistics, as in training but without dropout. */
    INDArray activations(String layer, INDArray[] features);
}
