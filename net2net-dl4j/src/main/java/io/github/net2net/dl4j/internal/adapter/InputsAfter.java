package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.Multimap;
import io.github.net2net.dl4j.internal.model.Structure;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.dl4j.layer.ExpectedInput;
import io.github.net2net.dl4j.layer.LayerKinds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

/**
 * What the layers after a vertex state about its output. Number of channels and format are looked for apart: global
 * pooling keeps the one and not the other.
 */
final class InputsAfter {
    private final Map<String, GraphVertex> vertices;
    private final LayerKinds kinds;
    private final Multimap<String, Reader> readers = LinkedHashMultimap.create();
    private final Map<String, Set<ActivationFormat>> formats = new HashMap<>();

    /** A vertex that reads another as one of its inputs. */
    private record Reader(String name, int input) {}

    /**
     * What is after each vertex of a network.
     *
     * @param order the vertices, every one after those that it reads
     */
    InputsAfter(Structure structure, List<String> order, LayerKinds kinds) {
        this.vertices = structure.vertices();
        this.kinds = kinds;
        structure.inputsOf().forEach((vertex, inputs) -> {
            for (int i = 0; i < inputs.size(); i++) {
                readers.put(inputs.get(i), new Reader(vertex, i));
            }
        });
        Lists.reverse(order).forEach(vertex -> formats.put(vertex, statedFormats(vertex)));
        structure.inputs().forEach(input -> formats.put(input, statedFormats(input)));
    }

    /** What the readers of the vertex state, and those of readers that output the format that they read. */
    private Set<ActivationFormat> statedFormats(String vertex) {
        Set<ActivationFormat> stated = new HashSet<>();
        for (Reader one : readers.get(vertex)) {
            GraphVertex reader = reader(one);
            Optional<ActivationFormat> own =
                    kinds.expects(reader, one.input).map(ExpectedInput::format).filter(ActivationFormat::isKnown);
            own.ifPresent(stated::add);
            if (own.isEmpty() && kinds.keepsFormat(reader)) {
                stated.addAll(formats.getOrDefault(one.name, Set.of()));
            }
        }
        return stated;
    }

    private GraphVertex reader(Reader reader) {
        return Objects.requireNonNull(vertices.get(reader.name), reader.name);
    }

    /** What the nearest layers after the vertex state; empty if none states a number of channels. */
    Optional<ExpectedInput> expected(String vertex) {
        return certainChannels(vertex)
                .or(() -> firstChannels(vertex, kinds::mayKeepChannels))
                .map(channels -> new ExpectedInput(channels, format(vertex)));
    }

    /** The number of channels that the vertex outputs unless readers spread one over several; empty if none is known. */
    Optional<Integer> knownChannels(String vertex) {
        return firstChannels(vertex, reader -> kinds.knows(reader) && kinds.mayKeepChannels(reader));
    }

    /** The number of channels that the vertex must output; empty if none is certain. */
    Optional<Integer> certainChannels(String vertex) {
        return firstChannels(vertex, kinds::keepsChannels);
    }

    /** What the nearest reader states, or one after others that leave the number of channels unchanged. */
    private Optional<Integer> firstChannels(String vertex, Predicate<GraphVertex> keepsChannels) {
        Deque<Reader> next = new ArrayDeque<>(readers.get(vertex));
        Set<Reader> seen = new HashSet<>(next);
        while (!next.isEmpty()) {
            Reader one = next.remove();
            Optional<ExpectedInput> found = kinds.expects(reader(one), one.input);
            if (found.isPresent()) {
                return found.map(ExpectedInput::channels);
            } else if (keepsChannels.test(reader(one))) {
                readers.get(one.name).stream().filter(seen::add).forEach(next::add);
            }
        }
        return Optional.empty();
    }

    /** Unknown also if layers are configured for different formats: then one of them gets what it is not made for. */
    ActivationFormat format(String vertex) {
        Set<ActivationFormat> stated = formats.getOrDefault(vertex, Set.of());
        return stated.size() == 1 ? stated.iterator().next() : ActivationFormat.unknown();
    }
}
