package io.github.net2net.plan;

import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One way for new layers to start as the identity at a site. */
interface DeepenWay {

    /** Why it does not exist at its site, as sentences with a remedy; null if it does. */
    @Nullable
    String whyNot();

    /**
     * The layer whose output channels {@link Deepening#width} means, and which is widened to as many; null if the way sees to
     * them itself.
     */
    default @Nullable Node widened(NewNodes nodes) {
        return null;
    }

    /**
     * The new layers.
     *
     * @throws io.github.net2net.GrowthException if what was specified contradicts it
     */
    Built build();

    /**
     * New layers.
     *
     * @param nodes their nodes
     * @param layers what a plan prints of the layers: "3x3", empty for nothing
     * @param start how they start: "identity"
     * @param function what a plan prints of their activation: "relu (a second relu changes nothing)"
     * @param notes further lines
     * @param exactness where they are the identity
     */
    record Built(
            NewNodes nodes, String layers, String start, String function, List<String> notes, Exactness exactness) {
        public Built {
            notes = List.copyOf(notes);
        }

        /** Exact but perhaps for masks. */
        static Built of(DeepenSite site, NewNodes nodes, String start, String function, List<String> notes) {
            List<String> all = new ArrayList<>(notes);
            List<String> masks = site.changesOfMasks(nodes.nodes(), !start.startsWith("zero"));
            all.addAll(masks);
            all.addAll(kernelNotes(site, nodes));
            return new Built(nodes, sizes(nodes), start, function, all, new Exactness(true, true, masks.isEmpty()));
        }

        /** The same, exact in inference only. */
        Built inInferenceOnly() {
            return new Built(nodes, layers, start, function, notes, exactness.and(new Exactness(true, false, true)));
        }

        private static String sizes(NewNodes nodes) {
            return nodes.nodes().stream()
                    .map(Node::kernel)
                    .filter(kernel -> kernel != null)
                    .findFirst()
                    .map(Kernel::sizes)
                    .orElse("");
        }

        private static List<String> kernelNotes(DeepenSite site, NewNodes nodes) {
            Unit unit = site.template().unit();
            Kernel template = unit == null ? null : unit.producer().kernel();
            if (template == null) {
                return List.of();
            }
            boolean same = sizes(nodes).isEmpty() || sizes(nodes).equals(template.sizes());
            return same || site.deepening().kernel() != null
                    ? List.of()
                    : List.of("its kernel is " + sizes(nodes) + ", because one of " + template.sizes()
                            + " with the same padding on both sides would shift what it reads");
        }
    }
}
