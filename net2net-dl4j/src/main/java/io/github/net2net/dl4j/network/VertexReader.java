package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableSet;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.dl4j.layer.LayerScope.Arrival;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.MaskUse;
import io.github.net2net.graph.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.jspecify.annotations.Nullable;

/**
 * What the vertices without layers do to channels.
 *
 * @param name the vertex
 * @param arrivals what it reads, in order
 * @param channelsBehind asked only for vertices of unknown kind
 */
record VertexReader(String name, List<Arrival> arrivals, ChannelsBehind channelsBehind) {

    private static final ImmutableSet<Class<?>> JOINING =
            ImmutableSet.of(MergeVertex.class, ElementWiseVertex.class, StackVertex.class);

    /** How many channels the vertex outputs, if only what reads it can tell. */
    interface ChannelsBehind {
        int orElse(int channels);
    }

    /** A node for the vertex, and what follows it reads. */
    record Result(Node node, Arrival arrival) {}

    Result read(GraphVertex vertex) {
        Class<?> type = vertex.getClass();
        if (JOINING.contains(type) && differentFormats().size() > 1) {
            int channels = type == MergeVertex.class ? total() : first().channels();
            return opaque(
                    type.getSimpleName(),
                    "joins " + String.join(" with ", differentFormats()) + ", whose channels lie on different axes",
                    channelsBehind.orElse(channels));
        } else if (type == MergeVertex.class) {
            return merge((MergeVertex) vertex);
        } else if (type == ElementWiseVertex.class) {
            return elementWise((ElementWiseVertex) vertex);
        } else if (type == SubsetVertex.class) {
            return subset((SubsetVertex) vertex);
        } else if (type == StackVertex.class) {
            return stacked("stack of examples", new ChannelBehavior.Elementwise());
        } else if (type == UnstackVertex.class) {
            return stacked("part of a stack", new ChannelBehavior.PerChannel());
        } else if (type == ScaleVertex.class) {
            return keeps("scaling");
        } else if (type == ShiftVertex.class) {
            return node("shift", new ChannelBehavior.PerChannel(), "adds a constant", first().form());
        } else if (type == PoolHelperVertex.class) {
            return first().form() instanceof Form.Images images && images.format() == CNN2DFormat.NCHW
                    ? resizes("pool helper", new Form.Images(images.format(), null, null))
                    : opaque("pool helper", "cuts off rows and columns of NCHW images but gets " + memory());
        }
        return unknown(vertex);
    }

    /** What the known inputs are, "NCHW images", each once. */
    private Set<String> differentFormats() {
        return arrivals.stream()
                .map(Arrival::form)
                .filter(form -> !(form instanceof Form.Unknown))
                .map(Form::memory)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private int total() {
        return arrivals.stream().mapToInt(Arrival::channels).sum();
    }

    private Arrival first() {
        return arrivals.get(0);
    }

    private String memory() {
        return first().form().memory();
    }

    private Result merge(MergeVertex vertex) {
        int channels = total();
        Form form = knownForm();
        if (form instanceof Form.Unknown) {
            return opaque("concatenation", "concatenates an unknown form", channelsBehind.orElse(channels));
        } else if (vertex.getMergeAxis() != form.channelAxis()) {
            return opaque(
                    "concatenation",
                    "concatenates along axis " + vertex.getMergeAxis() + " of " + form.memory()
                            + ", which is not channels",
                    first().channels());
        }
        return node("concatenation", new ChannelBehavior.Concat(), channels, form);
    }

    private Result elementWise(ElementWiseVertex vertex) {
        String kind = switch (vertex.getOp()) {
            case Add -> "sum";
            case Subtract -> "difference";
            case Product -> "product";
            case Average -> "average";
            case Max -> "maximum";
        };
        int channels = arrivals.stream().mapToInt(Arrival::channels).max().orElse(0);
        if (arrivals.stream().anyMatch(arrival -> arrival.channels() != channels)) {
            return opaque(kind, "spreads one channel over many", channels);
        }
        String notScalable = vertex.getOp() == ElementWiseVertex.Op.Product ? "multiplies what it reads" : null;
        return node(kind, new ChannelBehavior.Elementwise(), notScalable, joinedForm());
    }

    /** The first form that is known. */
    private Form knownForm() {
        return arrivals.stream()
                .map(Arrival::form)
                .filter(form -> !(form instanceof Form.Unknown))
                .findFirst()
                .orElse(new Form.Unknown());
    }

    /** DL4J repeats images of one pixel over the others' pixels. */
    private Form joinedForm() {
        Form form = knownForm();
        boolean same = arrivals.stream().allMatch(arrival -> arrival.form().equals(form));
        return !same && form instanceof Form.Images images ? new Form.Images(images.format(), null, null) : form;
    }

    private Result subset(SubsetVertex vertex) {
        if (first().form().channelAxis() != 1) {
            return opaque("subset", "takes a range of axis 1 of " + memory() + ", which is not channels");
        }
        ChannelBehavior slices = new ChannelBehavior.Slices(vertex.getFrom(), vertex.getTo() + 1);
        return node("subset", slices, vertex.getTo() + 1 - vertex.getFrom(), first().form());
    }

    private Result unknown(GraphVertex vertex) {
        if (vertex.numParams(true) > 0) {
            throw new GrowthException("cannot read the network: vertex '" + name + "' ("
                    + vertex.getClass().getSimpleName() + ") has parameters of its own, and net2net copies those of"
                    + " layers only. Use the layer of the kind, such as SelfAttentionLayer for an AttentionVertex, or a"
                    + " network without it.");
        }
        String type = vertex.getClass().getSimpleName();
        if (vertex instanceof L2NormalizeVertex) {
            return opaque(
                    type,
                    "divides each channel by the norm of all, so copies would change the result",
                    first().channels(),
                    first().form());
        } else if (vertex instanceof L2Vertex) {
            return opaque(
                    type,
                    "measures a distance over all channels, so copies would change it",
                    1,
                    new Form.FeedForward());
        } else if (vertex instanceof ReshapeVertex) {
            return opaque(
                    type,
                    "reshapes to fixed sizes, which tell nothing about channels",
                    channelsBehind.orElse(first().channels()));
        }
        return opaque(
                type,
                "is a " + type + ", which net2net does not know how to grow through",
                channelsBehind.orElse(first().channels()));
    }

    private Result keeps(String kind) {
        return keeps(kind, first().form());
    }

    private Result keeps(String kind, Form form) {
        return node(kind, new ChannelBehavior.PerChannel(), first().channels(), form);
    }

    /** DL4J stacks masks of steps, and takes those of pixels for such. */
    private Result stacked(String kind, ChannelBehavior behavior) {
        MaskUse masks = first().form() instanceof Form.Images ? MaskUse.DISTORTS : MaskUse.PASSES;
        Node node = builder(kind, behavior).maskUse(masks).build();
        return new Result(node, new Arrival(name, first().channels(), first().form()));
    }

    /** DL4J hands masks on at their old size. */
    private Result resizes(String kind, Form form) {
        Node node = builder(kind, new ChannelBehavior.PerChannel())
                .maskUse(MaskUse.DISTORTS)
                .build();
        return new Result(node, new Arrival(name, first().channels(), form));
    }

    private Result opaque(String kind, String reason) {
        return opaque(kind, reason, first().channels());
    }

    private Result opaque(String kind, String reason, int channels) {
        return opaque(kind, reason, channels, new Form.Unknown());
    }

    private Result opaque(String kind, String reason, int channels, Form form) {
        return node(kind, new ChannelBehavior.Opaque(channels, reason), channels, form);
    }

    private Result node(String kind, ChannelBehavior behavior, int channels, Form form) {
        return new Result(builder(kind, behavior).build(), new Arrival(name, channels, form));
    }

    private Result node(String kind, ChannelBehavior behavior, @Nullable String notScalable, Form form) {
        Node node = builder(kind, behavior).notScalable(notScalable).build();
        return new Result(node, new Arrival(name, first().channels(), form));
    }

    private Node.Builder builder(String kind, ChannelBehavior behavior) {
        return Node.named(name)
                .kind(kind)
                .inputs(arrivals.stream().map(Arrival::node).toList())
                .behavior(behavior);
    }
}
