package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.Node;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plans insertions of layers that start as the identity. */
record DeepenPlanner(PlanState state, Deepening deepening, Options ofRecipe) {
    private static final int MOST_NAMES = 5;

    PlanState deepenAfter(String layer) {
        DeepenSite site = DeepenSite.of(Place.after(state, layer), deepening);
        DeepenWay way = way(site);
        String refusal = way.whyNot();
        if (refusal != null) {
            throw site.place().refused(refusal);
        }
        DeepenWay.Built built = way.build();
        built.nodes().rename(deepening.names());
        PlanState deepened = built.nodes().applied();
        PlannedStep step = planned(layer, built, why(site, way));
        Node widened = deepening.width() == null ? null : way.widened(built.nodes());
        return widened == null
                ? deepened.withSteps(List.of(step))
                : new BlockWidth(deepened, site, ofRecipe).of(widened, step);
    }

    private DeepenWay way(DeepenSite site) {
        Deepening.Way named = deepening.way();
        if (named == null) {
            return best(site);
        } else if (named instanceof Deepening.IdentityUnit) {
            return new IdentityWay(site);
        } else if (named instanceof Deepening.PairIdentity) {
            return new PairWay(site);
        } else if (named instanceof Deepening.ZeroResidual residual) {
            return new ResidualWay(site, residual);
        } else if (named instanceof Deepening.ZeroRecurrent) {
            return new RecurrentWay(site);
        } else if (named instanceof Deepening.Separable) {
            return new SeparableWay(site);
        }
        return new LinearWay(site);
    }

    /**
     * An identity unit where its activation leaves everything unchanged, a linear one only after its own model; else a pair if it is of the activation's kind; else
     * a residual block, which is also taken where it keeps a batch norm; in chains, which have none, a pair with ReLU.
     */
    private static DeepenWay best(DeepenSite site) {
        boolean linear = Template.isLinear(site.template().function());
        if (linear ? site.repeatsOwnUnit() : site.isFixed()) {
            return new IdentityWay(site);
        }
        boolean branches = site.state().inserter().whyNoBranches() == null;
        boolean keepsNorm =
                site.template().batchNorm() != null && site.deepening().batchNorm() == null;
        boolean pair = PairWay.hasOwn(site) && !(branches && keepsNorm);
        return pair || !branches ? new PairWay(site) : ResidualWay.ofTwoLayers(site);
    }

    /** Why no simpler way was taken, if the user left the choice. */
    private List<String> why(DeepenSite site, DeepenWay way) {
        if (deepening.way() != null || way instanceof IdentityWay) {
            return List.of();
        }
        if (Template.isLinear(site.template().function())) {
            return List.of(
                    "not a single identity layer: without an activation, it would add no capacity to the network");
        }
        String name = site.template().function().name();
        String pair =
                way instanceof ResidualWay && !PairWay.hasOwn(site) ? ", and f(x) - f(-x) is no multiple of x" : "";
        return List.of("not a single identity layer: " + site.values() + " can arrive there, and " + name
                + " changes some of these" + pair);
    }

    private static PlannedStep planned(String after, DeepenWay.Built built, List<String> why) {
        boolean one = built.nodes().nodes().stream().map(Node::layer).distinct().count() == 1;
        String begin = "deepen after " + after + ": new layer" + (one ? " " : "s ")
                + built.nodes().layers() + ", ";
        String kernel = built.layers();
        String size = kernel.isEmpty() ? "" : kernel.contains("x") ? kernel + " " : "kernel " + kernel + ", ";
        List<String> notes = new ArrayList<>(why);
        notes.addAll(built.notes());
        return new PlannedStep(
                begin + size + built.start() + ", " + built.function(),
                notes,
                ImmutableList.of(),
                ImmutableList.of(),
                built.exactness(),
                new PlannedStep.BaselineText(begin + "initialized at random, " + built.function(), ImmutableList.of()));
    }

    /** All of a few names; of more, the first ones and the number of the others. */
    private static String names(List<String> layers) {
        int others = layers.size() - MOST_NAMES;
        return others <= 1
                ? String.join(", ", layers)
                : String.join(", ", layers.subList(0, MOST_NAMES)) + " and " + others + " others";
    }

    /**
     * Deepens after every selected layer that can be.
     *
     * @throws GrowthException if there is none
     */
    PlanState deepenAll(Layers layers) {
        Set<String> names = new LinkedHashSet<>();
        new SelectedLayers(state, "deepen after").nodes(layers).forEach(node -> names.add(node.layer()));
        PlanState deepened = state;
        Map<String, List<String>> skipped = new LinkedHashMap<>();
        int count = 0;
        for (String name : names) {
            try {
                deepened = new DeepenPlanner(deepened, deepening, ofRecipe).deepenAfter(name);
                count++;
            } catch (GrowthException refusal) {
                String message = String.valueOf(refusal.getMessage());
                skipped.computeIfAbsent(message.substring(message.indexOf(": ") + 2), reason -> new ArrayList<>())
                        .add(name);
            }
        }
        List<String> reasons = new ArrayList<>();
        skipped.forEach((reason, of) -> reasons.add("skipped " + names(of) + ": " + reason));
        if (count == 0) {
            throw new GrowthException("cannot deepen after " + layers + ": no layer can be inserted after any of them. "
                    + String.join(" ", reasons));
        }
        String headline = "deepen after " + layers + ": " + count + " of " + names.size();
        return reasons.isEmpty()
                ? deepened
                : deepened.withSteps(
                        List.of(new PlannedStep(headline, reasons, List.of(), List.of(), Exactness.FULL, null)));
    }
}
