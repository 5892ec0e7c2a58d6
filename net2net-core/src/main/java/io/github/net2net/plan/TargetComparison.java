package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import com.google.common.primitives.Ints;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.Quantities;
import io.github.net2net.spi.Description;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares what a student has become with the target. */
record TargetComparison(TargetAlignment aligned, Description student, Description target) {

    /** In what they differ though nothing was refused; one difference of each layer. */
    List<TargetDifference> differences() {
        Set<String> known = new LinkedHashSet<>();
        List<TargetDifference> all = new ArrayList<>();
        aligned.nodes().forEach((wantedName, ownName) -> {
            Node own = student.graph().node(ownName);
            Node wanted = target.graph().node(wantedName);
            if (!known.contains(own.layer())) {
                difference(own, wanted).ifPresent(text -> {
                    known.add(own.layer());
                    all.add(new TargetDifference(own.layer(), wanted.layer(), text));
                });
            }
        });
        return all;
    }

    private Optional<String> difference(Node own, Node wanted) {
        if (!TargetSearch.readsTheSame(aligned, own, wanted)) {
            return Optional.of("it reads " + layers(student.graph(), own) + ", in the target "
                    + layers(target.graph(), wanted) + ", and connections can't be changed");
        }
        List<String> now = facts(student.graph(), own);
        List<String> then = facts(target.graph(), wanted);
        for (int i = 0; i < Math.min(now.size(), then.size()); i++) {
            if (!now.get(i).equals(then.get(i))) {
                return Optional.of("it would have " + now.get(i) + ", in the target " + then.get(i));
            }
        }
        return TargetMatch.changed(
                        student.settings(own.layer()).computing(),
                        target.settings(wanted.layer()).computing())
                .stream()
                .findFirst();
    }

    private static List<String> layers(NetGraph graph, Node reader) {
        return reader.inputs().stream().map(input -> graph.node(input).layer()).toList();
    }

    private static List<String> facts(NetGraph graph, Node node) {
        Architecture.NodeFacts facts = Architecture.NodeFacts.of(graph, node);
        List<String> all = new ArrayList<>(List.of(facts.channels() + " channels"));
        all.add("the details " + facts.details());
        for (Param param : node.params()) {
            all.add(param.name() + " of shape " + Ints.asList(param.shape().sizes()));
        }
        return all;
    }

    /** Settings of training in which they differ, which the student does not take over. */
    ImmutableList<String> notes() {
        Map<String, Set<String>> layers = new TreeMap<>();
        addChanged(Description.NETWORK, Description.NETWORK, layers);
        aligned.nodes()
                .forEach((wanted, own) -> addChanged(
                        student.graph().node(own).layer(),
                        target.graph().node(wanted).layer(),
                        layers));
        ImmutableList.Builder<String> notes = ImmutableList.builder();
        layers.forEach((setting, own) -> notes.add("the student keeps the teacher's " + setting + ", not the target's"
                + (own.isEmpty() ? "" : ": " + Quantities.some(own))));
        String renamed = aligned.nodes().entrySet().stream()
                .map(pair -> names(
                        target.graph().node(pair.getKey()), student.graph().node(pair.getValue())))
                .filter(names -> !names.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        return renamed.isEmpty()
                ? notes.build()
                : notes.add("layers have other names than in the target: " + renamed)
                        .build();
    }

    private static String names(Node wanted, Node own) {
        return own.layer().equals(wanted.layer()) ? "" : own.layer() + " is its " + wanted.layer();
    }

    private void addChanged(String own, String wanted, Map<String, Set<String>> layers) {
        Map<String, String> now = student.settings(own).training();
        Map<String, String> then = target.settings(wanted).training();
        for (String setting : Sets.union(now.keySet(), then.keySet())) {
            if (!now.getOrDefault(setting, "").equals(then.getOrDefault(setting, ""))) {
                Set<String> named = layers.computeIfAbsent(setting, key -> new LinkedHashSet<>());
                if (!own.equals(Description.NETWORK)) {
                    named.add(own);
                }
            }
        }
    }
}
