package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.AttentionTraits;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Node;
import io.github.net2net.rule.Deepening;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out what a layer can do by planning it: what is planned here can be done, and what is refused can't. */
public record Inspector(PlanState state) {
    /** The call of a widening. */
    public static final String WIDEN = "widen";

    private static final int WIDTHS = 3;

    /**
     * A way to grow a layer, tried by its smallest step.
     *
     * @param call the method of the recipe: "widen"
     * @param step the one that was tried
     * @param planned what the step comes to, null if it is refused
     * @param refusal why it is refused, empty if it is not
     */
    public record Attempt(String call, Step step, @Nullable PlannedStep planned, String refusal) {}

    /** Whether the step's layer can grow in the way of the step, by whatever amount. */
    public boolean allows(Step step) {
        String layer = step.layer();
        return layer == null
                || attempts(layer).stream()
                        .anyMatch(attempt -> attempt.planned != null && attempt.step.getClass() == step.getClass());
    }

    /** All ways that a layer of its kind has. */
    public ImmutableList<Attempt> attempts(String layer) {
        ImmutableList.Builder<Attempt> attempts = ImmutableList.builder();
        List<Node> nodes = state.graph().layer(layer);
        Node producer = state.graph().producerOf(layer);
        if (producer != null) {
            int width =
                    nextWidths(layer).stream().findFirst().orElse(state.graph().channels(producer.name()) + 1);
            attempts.add(attempt(WIDEN, new Step.Widen(layer, new Amount.To(width), null, null)));
        }
        if (nodes.stream().noneMatch(node -> node.behavior() instanceof ChannelBehavior.Source)) {
            attempts.add(deepening(layer));
        }
        if (producer != null) {
            int inputs = state.graph().channels(producer.inputs().get(0));
            Factorize most = new Factorize(layer, inputs, false, null);
            if (attempt("factorize", most).planned != null) {
                int enough = Math.toIntExact(new FactorPlanner(state, most).enough());
                attempts.add(attempt("factorize", new Factorize(layer, Math.min(inputs, enough), false, null)));
            }
        }
        nodes.forEach(node -> attempts.addAll(ofNode(layer, node)));
        return attempts.build();
    }

    private ImmutableList<Attempt> ofNode(String layer, Node node) {
        ImmutableList.Builder<Attempt> attempts = ImmutableList.builder();
        Kernel kernel = node.kernel();
        AttentionTraits attention = node.attention();
        if (kernel != null) {
            attempts.add(attempt("enlargeKernel", new Step.EnlargeKernel(layer, larger(kernel))));
        }
        if (attention != null) {
            attempts.add(attempt("nHeads", new Step.NHeads(layer, attention.heads() + 1)));
            attempts.add(attempt("headSize", new Step.HeadSize(layer, attention.headSize() + 1)));
        }
        if (VocabularyPlanner.isEmbedding(node)) {
            attempts.add(attempt("extendVocabulary", new Step.ExtendVocabulary(layer, new Amount.By(1))));
        }
        if (node.behavior() instanceof ChannelBehavior.Source) {
            attempts.add(moreInputs(layer));
        } else if (state.graph().outputs().contains(node.name())) {
            attempts.add(attempt("addClasses", new Step.AddClasses(layer, 1)));
        }
        return attempts.build();
    }

    /** One more; or, of images in rows, as many as it has, which are whole images. */
    private Attempt moreInputs(String layer) {
        Attempt one = attempt("addInputs", new Step.AddInputs(layer, 1));
        Attempt all =
                attempt("addInputs", new Step.AddInputs(layer, state.graph().channels(layer)));
        return one.planned == null && all.planned != null ? all : one;
    }

    private Attempt deepening(String layer) {
        Deepening exact = Deepening.exact();
        Attempt plain = deepening(layer, exact, "");
        return Stream.of(
                        plain,
                        deepening(
                                layer,
                                exact.batchNorm(Deepening.uncalibrated()),
                                "; with batchNorm(calibratedOn(data)), exact in inference; or withoutBatchNorm()"),
                        deepening(layer, exact.withoutBatchNorm(), "; with withoutBatchNorm()"))
                .filter(attempt -> attempt.planned != null)
                .findFirst()
                .orElse(plain);
    }

    /** An attempt that says what it takes. */
    private Attempt deepening(String layer, Deepening deepening, String with) {
        Attempt attempt = attempt("deepenAfter", new Step.Deepen(layer, deepening));
        PlannedStep planned = attempt.planned;
        return planned == null
                ? attempt
                : new Attempt(attempt.call, attempt.step, planned.withHeadline(planned.headline() + with), "");
    }

    private Attempt attempt(String call, Step step) {
        try {
            List<PlannedStep> steps = Planner.apply(state, step, Options.NONE).steps();
            return new Attempt(call, step, steps.get(0), "");
        } catch (GrowthException refusal) {
            return new Attempt(call, step, null, String.valueOf(refusal.getMessage()));
        }
    }

    private static List<Integer> larger(Kernel kernel) {
        return kernel.dimensions().stream()
                .map(dimension -> dimension.size() + 2)
                .toList();
    }

    /** The smallest widths above the present one that a layer with channels of its own can have; empty if there are none. */
    public ImmutableList<Integer> nextWidths(String layer) {
        Node producer = new LayerLookup(state).producer(WIDEN, layer);
        EqualCopying copying = new EqualCopying(state, Settings.of(Options.NONE).donors());
        Widths widths = new Widths(state.channels().layout(producer.name()), state.channels(), copying::bundle);
        ImmutableList.Builder<Integer> next = ImmutableList.builder();
        int extra = 0;
        for (int i = 0; i < WIDTHS && !widths.noneFree(); i++) {
            extra = widths.reachableAround(extra + 1)[0] == extra + 1
                    ? extra + 1
                    : widths.reachableAround(extra + 1)[1];
            next.add(state.graph().channels(producer.name()) + extra);
        }
        return next.build();
    }
}
