package io.github.net2net.dl4j.schedule;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.onednn.OneDnn;
import java.io.File;
import java.io.IOException;
import java.util.Collection;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What MultiLayerNetwork and ComputationGraph have in common for training, and DL4J gives no interface to. */
interface NetworkKind<N extends Model> {

    /** For networks whose layers don't tell the sizes of their inputs. */
    NetworkKind<N> withInputTypes(InputType... types);

    Growth<N> growth(N network);

    N load(File file) throws IOException;

    /** How many numbers its optimizer keeps. */
    long stateLength(N network);

    Collection<TrainingListener> listeners(N network);

    String configuration(N network);

    boolean isEngaged(N network);

    void engage(N network);

    private static long length(@Nullable INDArray state) {
        return state == null ? 0 : state.length();
    }

    record MultiLayer(ImmutableList<InputType> inputTypes) implements NetworkKind<MultiLayerNetwork> {
        @Override
        public NetworkKind<MultiLayerNetwork> withInputTypes(InputType... types) {
            if (types.length != 1) {
                throw new GrowthException(
                        "a MultiLayerNetwork has one input, and " + types.length + " input types are given. Give one.");
            }
            return new MultiLayer(ImmutableList.copyOf(types));
        }

        @Override
        public Growth<MultiLayerNetwork> growth(MultiLayerNetwork network) {
            return inputTypes.isEmpty() ? Net2Net.from(network) : Net2Net.from(network, inputTypes.get(0));
        }

        @Override
        public MultiLayerNetwork load(File file) throws IOException {
            return ModelSerializer.restoreMultiLayerNetwork(file, true);
        }

        @Override
        public long stateLength(MultiLayerNetwork network) {
            return NetworkKind.length(network.getUpdater().getStateViewArray());
        }

        @Override
        public Collection<TrainingListener> listeners(MultiLayerNetwork network) {
            return ImmutableList.copyOf(network.getListeners());
        }

        @Override
        public String configuration(MultiLayerNetwork network) {
            return network.getLayerWiseConfigurations().toJson();
        }

        @Override
        public boolean isEngaged(MultiLayerNetwork network) {
            return OneDnn.isEngaged(network);
        }

        @Override
        public void engage(MultiLayerNetwork network) {
            OneDnn.engage(network);
        }
    }

    record Graph(ImmutableList<InputType> inputTypes) implements NetworkKind<ComputationGraph> {
        @Override
        public NetworkKind<ComputationGraph> withInputTypes(InputType... types) {
            return new Graph(ImmutableList.copyOf(types));
        }

        @Override
        public Growth<ComputationGraph> growth(ComputationGraph network) {
            return inputTypes.isEmpty()
                    ? Net2Net.from(network)
                    : Net2Net.from(network, inputTypes.toArray(InputType[]::new));
        }

        @Override
        public ComputationGraph load(File file) throws IOException {
            return ModelSerializer.restoreComputationGraph(file, true);
        }

        @Override
        public long stateLength(ComputationGraph network) {
            return NetworkKind.length(network.getUpdater().getStateViewArray());
        }

        @Override
        public Collection<TrainingListener> listeners(ComputationGraph network) {
            return ImmutableList.copyOf(network.getListeners());
        }

        @Override
        public String configuration(ComputationGraph network) {
            return network.getConfiguration().toJson();
        }

        @Override
        public boolean isEngaged(ComputationGraph network) {
            return OneDnn.isEngaged(network);
        }

        @Override
        public void engage(ComputationGraph network) {
            OneDnn.engage(network);
        }
    }
}
