package io.github.net2net.dl4j.internal.adapter;

import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.graph.NetGraph;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;

/**
 * Vertices that make series as long as axis 2 of an input of the network, which they don't read. Where the input has its
 * channels last, DL4J 1.0.0-M2.1 takes their number for that of the steps.
 */
final class StepCounts {
    private StepCounts() {}

    /**
     * Refuses a student that such a vertex would make series of another length for.
     *
     * @param teacher not asked for where there is no such vertex
     */
    static void check(ComputationGraphConfiguration graph, Supplier<Reading> teacher, NetGraph student) {
        graph.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof DuplicateToTimeSeriesVertex repetition) {
                String input = repetition.getInputName();
                if (channelsAreLast(teacher.get(), input)
                        && teacher.get().graph().channels(input) != student.channels(input)) {
                    throw new GrowthException(
                            "cannot add channels to '" + input + "', because DL4J repeats '" + name
                                    + "' as often as axis 2 of '" + input
                                    + "' is long, and in NWC that is the number of its channels. Give the network series in NCW.");
                }
            }
        });
    }

    private static boolean channelsAreLast(Reading teacher, String input) {
        return teacher.formats().getOrDefault(input, ActivationFormat.unknown()).channelsLast();
    }
}
