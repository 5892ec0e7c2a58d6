package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Multimap;
import io.github.net2net.dl4j.internal.model.Structure;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.dl4j.layer.ExpectedInput;
import io.github.net2net.dl4j.layer.LayerKinds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

/**
 * What the layers behind a vertex state about its output. Number of channels and format are looked for apart: global
 * pooling keeps the one and not the other.
 */
final class InputsBehind {
    private final Map<String, GraphVertex> vertices;
    private final LayerKinds kinds;
    private final Multimap<String, Reader> readers = LinkedHashMultimap.create();

    /** A vertex that reads another as one of its inputs. */
    private record Reader(String name, int input) {}

    InputsBehind(Structure structure, LayerKinds kinds) {
        this.vertices = structure.vertices();
        this.kinds = kinds;
        structure.inputsOf().forEach((vertex, inputs) -> {
            for (int i = 0; i < inputs.size(); i++) {
                readers.put(inputs.get(i), new Reader(vertex, i));
            }
        });
    }

    /** What the nearest layers behind the vertex state; empty if none states a number of channels. */
    Optional<ExpectedInput> expected(String vertex) {
        return certainChannels(vertex)
                .or(() -> firstChannels(vertex, kinds::mayKeepChannels))
                .map(channels -> new ExpectedInput(channels, format(vertex)));
    }

    /** The number of channels that the vertex must output; empty if none is certain. */
    Optional<Integer> certainChannels(String vertex) {
        return firstChannels(vertex, kinds::keepsChannels);
    }

    private Optional<Integer> firstChannels(String vertex, Predicate<GraphVertex> keepsChannels) {
        return stated(vertex, input -> input.map(ExpectedInput::channels), keepsChannels).stream()
                .findFirst();
    }

    /** Unknown also if layers are configured for different formats: then one of them gets what it is not made for. */
    private ActivationFormat format(String vertex) {
        Set<ActivationFormat> stated = Set.copyOf(stated(
                vertex,
                input -> input.map(ExpectedInput::format).filter(ActivationFormat::isKnown),
                kinds::keepsFormat));
        return stated.size() == 1 ? stated.iterator().next() : ActivationFormat.unknown();
    }

    /** What is stated, nearest first, by the readers of the vertex, and of others that leave unchanged what is searched for. */
    private <T> List<T> stated(
            String vertex, Function<Optional<ExpectedInput>, Optional<T>> stating, Predicate<GraphVertex> keeps) {
        List<T> stated = new ArrayList<>();
        Deque<Reader> next = new ArrayDeque<>(readers.get(vertex));
        Set<Reader> seen = new HashSet<>(next);
        while (!next.isEmpty()) {
            Reader one = next.remove();
            GraphVertex reader = Objects.requireNonNull(vertices.get(one.name), one.name);
            Optional<T> found = stating.apply(kinds.expects(reader, one.input));
            if (found.isPresent()) {
                stated.add(found.get());
            } else if (keeps.test(reader)) {
                readers.get(one.name).stream().filter(seen::add).forEach(next::add);
            }
        }
        return stated;
    }
}
