package io.github.net2net.reference;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.graph.ActivationTraits;
import io.github.net2net.graph.ArrayFormat;
import io.github.net2net.graph.AttentionTraits;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.BatchNormTraits.VarianceForm;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.EqualCopies;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.Interval;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.graph.ValueFlow;
import io.github.net2net.tensor.ArrayTensor;
import io.github.net2net.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;

/**
 * Builds networks with random weights node by node. Each word returns the name of the node it adds. A name such as
 * {@code conv1/act} makes the node a part of the layer {@code conv1}.
 */
public final class NetSketch {
    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Op> ops = new HashMap<>();
    private final Map<ParamKey, ArrayTensor> params = new HashMap<>();
    private final Map<String, Integer> channels = new HashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final Set<String> outputs = new LinkedHashSet<>();

    public NetSketch(long seed) {
        this.random = new Random(seed);
    }

    public int channels(String node) {
        return channels.get(node);
    }

    public int positions(String node) {
        return positions.get(node);
    }

    public String source(String name, int size, int places) {
        positions.put(name, places);
        channels.put(name, size);
        nodes.add(node(name, "input").behavior(new ChannelBehavior.Source(size)).build());
        return name;
    }

    public String dense(String name, String input, int out) {
        int in = channels(input);
        Node.Builder node = node(name, "dense layer", input)
                .behavior(new ChannelBehavior.Producer(out))
                .params(
                        weights(name, Param.of("W", Shape.of(in, out).named("in", "out"), AxisRole.IN, AxisRole.OUT)),
                        bias(name, out, 1));
        return add(node, MixingOps::dense, out, positions(input));
    }

    /** An embedding of one-hot vectors. */
    public String embedding(String name, String input, int out) {
        Shape shape = Shape.of(channels(input), out).named("vocabulary", "out");
        Node.Builder node = node(name, "embedding", input)
                .behavior(new ChannelBehavior.Producer(out))
                .params(weights(name, Param.of("W", shape, AxisRole.VOCABULARY, AxisRole.OUT)), bias(name, out, 1));
        return add(node, MixingOps::dense, out, positions(input));
    }

    /** As {@link #dense}, its weights [out, in]. */
    public String denseOutIn(String name, String input, int out) {
        int in = channels(input);
        Node.Builder node = node(name, "dense layer", input)
                .behavior(new ChannelBehavior.Producer(out))
                .params(
                        weights(name, Param.of("W", Shape.of(out, in).named("out", "in"), AxisRole.OUT, AxisRole.IN)),
                        bias(name, out, 1));
        return add(node, MixingOps::dense, out, positions(input));
    }

    /** As {@link #dense}, with layer normalization of its outputs before the bias. */
    public String normalizedDense(String name, String input, int out) {
        dense(name, input, out);
        Node dense = nodes.remove(nodes.size() - 1);
        List<Param> params = new ArrayList<>(dense.params());
        params.add(filled(name, Param.of("g", Shape.of(out).named("out"), AxisRole.OUT), 0.5, 1.5));
        Node.Builder node = dense.toBuilder()
                .params(params)
                .equalCopies(EqualCopies.normalization("normalizes over its own outputs", "g"));
        return add(node, NormOps::normalizedDense, out, positions(input));
    }

    public String layerNorm(String name, String input) {
        Node.Builder node = node(name, "layer normalization", input).equalCopies("normalizes over channels");
        return keep(node, NormOps::layerNorm);
    }

    public String l2Normalize(String name, String input) {
        EqualCopies copies = EqualCopies.scaling("divides by the norm over channels", -0.5);
        return keep(node(name, "L2 normalization", input).equalCopies(copies), NormOps::l2Normalize);
    }

    /** The norm of the difference, one channel. */
    public String distance(String name, String first, String second) {
        String difference = name + "/difference";
        Node.Builder node = node(difference, "difference", first, second)
                .behavior(new ChannelBehavior.Elementwise())
                .equalCopies(EqualCopies.scaling("measures a distance over channels", 0.5));
        add(node, ChannelOps.join((a, b) -> a - b), channels(first), positions(first));
        Node.Builder norm = node(name, "distance", difference)
                .behavior(new ChannelBehavior.Producer(1))
                .notRepeatable("outputs a distance")
                .fixedBecause("outputs one distance");
        return add(norm, NormOps::norms, 1, positions(first));
    }

    /** The geometry of a window under "same" padding. */
    public static Dimension same(int size) {
        return new Dimension(size, 1, 1, Padding.SAME, 0, null);
    }

    public String convolution(String name, String input, int out, Dimension window) {
        int places = positions(input);
        Dimension geometry = new Dimension(
                window.size(), window.stride(), window.dilation(), window.padding(), window.pad(), places);
        Shape shape = Shape.of(out, channels(input), window.size()).named("out", "in", "width");
        Node.Builder node = node(name, "convolution", input)
                .behavior(new ChannelBehavior.Producer(out))
                .kernel(Kernel.of(geometry))
                .params(
                        weights(name, Param.of("W", shape, AxisRole.OUT, AxisRole.IN, AxisRole.spatial(0))),
                        bias(name, out, 1));
        return add(node, MixingOps::convolution, out, MixingOps.Windows.outputs(geometry, places));
    }

    public String depthwise(String name, String input, int multiplier, Dimension window) {
        int in = channels(input);
        Shape shape = Shape.of(in, multiplier, window.size()).named("in", "multiplier", "width");
        Node.Builder node = node(name, "depthwise convolution", input)
                .behavior(new ChannelBehavior.Expand(FlattenOrder.CHANNEL_MAJOR, multiplier))
                .kernel(Kernel.of(window))
                .params(
                        weights(name, Param.of("K", shape, AxisRole.PER_INPUT, AxisRole.FIXED, AxisRole.spatial(0))),
                        bias(name, in * multiplier, 1));
        return add(node, MixingOps::depthwise, in * multiplier, positions(input));
    }

    public String lstm(String name, String input, int out) {
        AxisRole gates = new AxisRole.Out(4);
        Shape in = Shape.of(channels(input), 4 * out).named("in", "gates");
        Shape recurrent = Shape.of(out, 4 * out).named("recurrent in", "gates");
        Node.Builder node = node(name, "LSTM", input)
                .behavior(new ChannelBehavior.Producer(out))
                .silent(true)
                .params(
                        weights(name, Param.of("W", in, AxisRole.IN, gates)),
                        weights(name, Param.of("RW", recurrent, AxisRole.RECURRENT, gates)),
                        bias(name, out, 4),
                        filled(name, Param.of("P", Shape.of(out).named("out"), AxisRole.OUT), -1, 1));
        return add(node, MixingOps::lstm, out, positions(input));
    }

    /** Attention of one value over another, and itself, with two heads of four channels. */
    public String attention(String name, String queries, String memory, int out) {
        int heads = 2;
        int size = 4;
        Shape query = Shape.of(heads, size, channels(queries)).named("heads", "size", "in");
        Shape key = Shape.of(heads, size, channels(memory)).named("heads", "size", "in");
        Shape output = Shape.of(heads * size, out).named("heads x size", "out");
        Node.Builder node = node(name, "attention", queries, memory, queries)
                .behavior(new ChannelBehavior.Producer(out))
                .attention(new AttentionTraits(heads, size, "Wk"))
                .params(
                        weights(name, Param.of("Wq", query, AxisRole.HEADS, AxisRole.HEAD_SIZE, AxisRole.IN)),
                        weights(name, Param.of("Wk", key, AxisRole.HEADS, AxisRole.HEAD_SIZE, new AxisRole.In(1))),
                        weights(name, Param.of("Wv", query, AxisRole.HEADS, AxisRole.HEAD_SIZE, new AxisRole.In(2))),
                        weights(name, Param.of("Wo", output, AxisRole.HEAD_OUTPUTS, AxisRole.OUT)));
        return add(node, AttentionOps::attention, out, positions(queries));
    }

    /** An activation: relu, leaky relu, tanh, sigmoid or identity. */
    public String activation(String name, String input, String function) {
        ActivationTraits traits = switch (function) {
            case "identity" -> ActivationTraits.IDENTITY;
            case "relu" -> ActivationTraits.RELU;
            case "leaky relu" ->
                new ActivationTraits(function, false, true)
                        .withValues(Interval.ALL, Interval.NON_NEGATIVE)
                        .withOddSlope(1.1);
            default -> new ActivationTraits(function, false, false);
        };
        return keep(node(name, function, input).activation(traits), ChannelOps.activation(function));
    }

    public String prelu(String name, String input) {
        Shape shape = Shape.of(channels(input)).named("channels");
        Node.Builder node = node(name, "PReLU", input)
                .activation(new ActivationTraits("prelu", false, true))
                .params(filled(name, Param.of("alpha", shape, AxisRole.PER_INPUT), 0, 0.5));
        return keep(node, ChannelOps::prelu);
    }

    public String batchNorm(String name, String input, VarianceForm form) {
        BatchNormTraits traits = new BatchNormTraits(1e-3, "gamma", "beta", "mean", "var", form, null);
        Shape shape = Shape.of(channels(input)).named("channels");
        Node.Builder node = node(name, "batch norm", input)
                .batchNorm(traits)
                .params(
                        filled(name, Param.of("gamma", shape, AxisRole.PER_INPUT), 0.5, 1.5),
                        filled(name, Param.of("beta", shape, AxisRole.OUT), -1, 1),
                        filled(name, Param.of("mean", shape, AxisRole.PER_INPUT), -1, 1),
                        filled(name, Param.of("var", shape, AxisRole.OUT), 0.2, 0.8));
        return keep(node, ChannelOps::batchNorm);
    }

    public String batchNorm(String name, String input) {
        return batchNorm(name, input, VarianceForm.VARIANCE);
    }

    /** A batch norm whose gamma and beta are constants. */
    public String lockedBatchNorm(String name, String input, double gamma, double beta) {
        BatchNormTraits traits = new BatchNormTraits(
                1e-3, "gamma", "beta", "mean", "var", VarianceForm.VARIANCE, new BatchNormTraits.Locked(gamma, beta));
        Shape shape = Shape.of(channels(input)).named("channels");
        Node.Builder node = node(name, "batch norm", input)
                .batchNorm(traits)
                .params(
                        filled(name, Param.of("mean", shape, AxisRole.PER_INPUT), -1, 1),
                        filled(name, Param.of("var", shape, AxisRole.PER_INPUT), 0.2, 0.8));
        return keep(node, ChannelOps::batchNorm);
    }

    /** The maximum of three neighboring positions. */
    public String maxPool(String name, String input) {
        return keep(node(name, "max pooling", input).values(ValueFlow.SELECTS), ChannelOps.pool(Math::max));
    }

    public String sumPool(String name, String input) {
        return keep(node(name, "sum pooling", input).values(ValueFlow.ADDS), ChannelOps.pool(Double::sum));
    }

    /** The maximum of all positions. */
    public String globalPool(String name, String input) {
        Node.Builder node = node(name, "global pooling", input)
                .behavior(new ChannelBehavior.PerChannel())
                .values(ValueFlow.SELECTS);
        return add(node, ChannelOps.poolAll(Math::max), channels(input), 1);
    }

    private String keep(Node.Builder node, Op op) {
        Node built = node.behavior(new ChannelBehavior.PerChannel()).build();
        String input = built.inputs().get(0);
        return add(node, op, channels(input), positions(input));
    }

    public String sum(String name, String... inputs) {
        return join(name, "sum", Double::sum, inputs);
    }

    /** An element-wise combination. */
    public String join(String name, String kind, DoubleBinaryOperator combine, String... inputs) {
        Node.Builder node = node(name, kind, inputs)
                .behavior(new ChannelBehavior.Elementwise())
                .values(kind.equals("sum") ? ValueFlow.ADDS : ValueFlow.ANY)
                .notScalable(kind.equals("product") ? "multiplies what it reads" : null);
        return add(node, ChannelOps.join(combine), channels(inputs[0]), positions(inputs[0]));
    }

    public String concat(String name, String... inputs) {
        Node.Builder node = node(name, "concatenation", inputs).behavior(new ChannelBehavior.Concat());
        int total = Arrays.stream(inputs).mapToInt(this::channels).sum();
        return add(node, ChannelOps::stack, total, positions(inputs[0]));
    }

    public String slice(String name, String input, int from, int to) {
        Node.Builder node = node(name, "slice", input).behavior(new ChannelBehavior.Slices(from, to));
        return add(node, ChannelOps::slice, to - from, positions(input));
    }

    public String flatten(String name, String input, FlattenOrder order) {
        int times = positions(input);
        Node.Builder node = node(name, "flattening", input).behavior(new ChannelBehavior.Expand(order, times));
        return add(node, ChannelOps::flatten, channels(input) * times, 1);
    }

    /** The inverse of {@link #flatten}, to {@code times} positions. */
    public String unflatten(String name, String input, FlattenOrder order, int times) {
        Node.Builder node = node(name, "unflattening", input).behavior(new ChannelBehavior.Collapse(order, times));
        return add(node, ChannelOps::unflatten, channels(input) / times, times);
    }

    public String responseNorm(String name, String input) {
        String reason = "normalizes across channels, so copies would change its result";
        Node.Builder node = node(name, "local response normalization", input)
                .behavior(new ChannelBehavior.Opaque(channels(input), reason));
        return add(node, ChannelOps::responseNorm, channels(input), positions(input));
    }

    /** A dense layer that a reader does not know what to make of; it keeps the number of channels. */
    public String opaqueDense(String name, String input, String reason) {
        int size = channels(input);
        Param weights = Param.of("W", Shape.of(size, size), AxisRole.FIXED, AxisRole.FIXED);
        Node.Builder node = node(name, "dense layer", input)
                .behavior(new ChannelBehavior.Opaque(size, reason))
                .params(weights(name, weights));
        return add(node, MixingOps::dense, size, positions(input));
    }

    public String softmax(String name, String input) {
        Node.Builder node = node(name, "softmax", input)
                .behavior(new ChannelBehavior.Opaque(channels(input), "divides by a sum over channels", null, true));
        return add(node, ChannelOps::softmax, channels(input), positions(input));
    }

    public NetSketch output(String... names) {
        outputs.addAll(List.of(names));
        return this;
    }

    public GraphNet build() {
        return new GraphNet(NetGraph.of(nodes, outputs), ImmutableMap.copyOf(ops), ImmutableMap.copyOf(params));
    }

    private static Node.Builder node(String name, String kind, String... inputs) {
        int slash = name.indexOf('/');
        return Node.named(name)
                .layer(slash < 0 ? name : name.substring(0, slash))
                .kind(kind)
                .inputs(inputs);
    }

    private String add(Node.Builder builder, Op op, int size, int places) {
        Node built = builder.build();
        boolean known = !(built.behavior() instanceof ChannelBehavior.Opaque);
        ArrayFormat format = new Places(places);
        Node node = known
                ? builder.positions((long) places).format(format).build()
                : built.toBuilder().format(format).build();
        nodes.add(node);
        ops.put(node.name(), op);
        channels.put(node.name(), size);
        positions.put(node.name(), places);
        return node.name();
    }

    private Param weights(String node, Param param) {
        double scale =
                1.5 / Math.sqrt((double) param.shape().length() / param.shape().size(0));
        return filled(node, param, -scale, scale);
    }

    private Param bias(String node, int out, int blocks) {
        return filled(node, Param.of("b", Shape.of(out * blocks).named("out"), new AxisRole.Out(blocks)), -0.5, 0.5);
    }

    private Param filled(String node, Param param, double least, double most) {
        double[] values = random.doubles(param.shape().length(), least, most).toArray();
        params.put(new ParamKey(node, param.name()), ArrayTensor.of(param.shape(), values));
        return param;
    }
}
