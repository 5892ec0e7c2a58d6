package io.github.net2net.infer;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.graph.EqualCopies;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Groups whose channels must all have the same number of copies.
 *
 * @param groups the groups
 * @param reasons the layers that need it, with the reason; those that need copies first
 * @param averages whether new channels that start as the mean of the others are exact as well
 */
public record Bundle(ImmutableSet<ChannelGroup> groups, ImmutableSet<Pin> reasons, boolean averages) {

    /** The first layer and its reason, for messages: "'fc' normalizes over its own outputs". */
    public String reason() {
        return reasons.asList().get(0).toString();
    }

    /** Why a group of this bundle can't change if another one can't. */
    Pin pin() {
        Pin first = reasons.asList().get(0);
        return new Pin(first.node(), first.reason() + ", some of which can't change");
    }

    /** The bundles of a graph: nodes that share a group share a bundle. */
    static ImmutableList<Bundle> in(NetGraph graph, Function<String, Set<ChannelGroup>> groupsOf) {
        Map<ChannelGroup, Draft> drafts = new HashMap<>();
        Set<Draft> all = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            EqualCopies copies = node.equalCopies();
            if (copies != null) {
                Draft draft = Draft.joining(groupsOf.apply(node.name()), drafts, all);
                (copies.gain() == null ? draft.strict : draft.lenient).add(new Pin(node.layer(), copies.reason()));
            }
        }
        return all.stream().map(Draft::bundle).collect(ImmutableList.toImmutableList());
    }

    /** A bundle that may still be joined with others. */
    private static final class Draft {
        private final Set<ChannelGroup> groups = new LinkedHashSet<>();
        /** The layers that need copies. */
        private final Set<Pin> strict = new LinkedHashSet<>();
        /** The layers for which means of the other channels are exact as well. */
        private final Set<Pin> lenient = new LinkedHashSet<>();

        /** The one draft that holds all of the groups, and whatever they were with before. */
        static Draft joining(Collection<ChannelGroup> groups, Map<ChannelGroup, Draft> drafts, Set<Draft> all) {
            Draft joined = groups.stream()
                    .filter(drafts::containsKey)
                    .map(drafts::get)
                    .findFirst()
                    .orElseGet(Draft::new);
            all.add(joined);
            for (ChannelGroup group : groups) {
                Draft other = drafts.put(group, joined);
                joined.groups.add(group);
                if (other != null && other != joined) {
                    joined.groups.addAll(other.groups);
                    joined.strict.addAll(other.strict);
                    joined.lenient.addAll(other.lenient);
                    other.groups.forEach(own -> drafts.put(own, joined));
                    all.remove(other);
                }
            }
            return joined;
        }

        Bundle bundle() {
            ImmutableSet<Pin> reasons =
                    ImmutableSet.<Pin>builder().addAll(strict).addAll(lenient).build();
            return new Bundle(ImmutableSet.copyOf(groups), reasons, strict.isEmpty());
        }
    }
}
