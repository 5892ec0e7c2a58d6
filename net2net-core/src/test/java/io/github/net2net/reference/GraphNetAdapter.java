package io.github.net2net.reference;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.CalibrationData;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.ChannelStatistics;
import io.github.net2net.spi.Making;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.NewLayer;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.ArrayTensor;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import io.github.net2net.transform.Seeds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Grows {@link GraphNet}s. */
public class GraphNetAdapter implements NetworkAdapter<GraphNet> {

    @Override
    public NetGraph read(GraphNet network) {
        return network.graph();
    }

    @Override
    public Tensor parameter(GraphNet network, ParamKey key) {
        return network.params().get(key);
    }

    @Override
    public ChannelStatistics statistics(GraphNet network, String node, CalibrationData data) {
        List<double[][]> values = ((Batch) data)
                .examples().stream()
                        .map(example -> network.run(example, true).get(node))
                        .toList();
        int channels = network.graph().channels(node);
        double[][] perChannel = IntStream.range(0, channels)
                .mapToObj(channel -> values.stream()
                        .flatMap(Arrays::stream)
                        .mapToDouble(row -> row[channel])
                        .toArray())
                .toArray(double[][]::new);
        return new ChannelStatistics(
                Arrays.stream(perChannel).mapToDouble(ChannelOps::mean).toArray(),
                Arrays.stream(perChannel).mapToDouble(ChannelOps::variance).toArray());
    }

    @Override
    public StudentBuilder<GraphNet> student(GraphNet teacher, Blueprint blueprint) {
        Map<String, Op> ops = new HashMap<>(teacher.ops());
        for (Blueprint.Insertion insertion : blueprint.insertions()) {
            for (Blueprint.InsertedNode inserted : insertion.nodes()) {
                ops.put(inserted.node().name(), op(inserted.making(), ops));
            }
        }
        return new Builder(blueprint, ImmutableMap.copyOf(ops));
    }

    private static Op op(Making making, Map<String, Op> ops) {
        if (making instanceof Making.Sum) {
            return ChannelOps.join(Double::sum);
        } else if (making instanceof Making.Relu) {
            return ChannelOps.activation("relu");
        } else if (making instanceof Making.Scaling scaling) {
            return NormOps.scaling(scaling.factor());
        } else if (making instanceof Making.New wanted) {
            NewLayer layer = wanted.layer();
            return layer instanceof NewLayer.Slopes
                    ? ChannelOps::prelu
                    : layer instanceof NewLayer.Depthwise ? MixingOps::depthwise : MixingOps::dense;
        }
        return making instanceof Making.Dropout ? ChannelOps::identity : ops.get(making.template());
    }

    /** Dense layers and PReLUs, which work at every position alike, and depthwise convolutions. */
    @Override
    public Optional<NewLayer.Description> describe(
            GraphNet teacher, NewLayer layer, NewLayer.Site site, String settings) {
        int channels = site.channels();
        Node.Builder node = Node.named(site.name())
                .inputs(site.input())
                .format(site.format())
                .positions(site.format().positions());
        if (layer instanceof NewLayer.Slopes) {
            Param slopes = Param.of("alpha", Shape.of(channels).named("channels"), AxisRole.PER_INPUT);
            node.kind("PReLU").behavior(new ChannelBehavior.PerChannel()).params(slopes);
        } else if (layer instanceof NewLayer.Pointwise) {
            Param weights = Param.of("W", Shape.of(channels, channels).named("in", "out"), AxisRole.IN, AxisRole.OUT);
            Param bias = Param.of("b", Shape.of(channels).named("out"), AxisRole.OUT);
            node.kind("dense layer")
                    .behavior(new ChannelBehavior.Producer(channels))
                    .params(weights, bias);
        } else if (layer instanceof NewLayer.Depthwise depthwise) {
            int size = depthwise.kernel().dimensions().get(0).size();
            Shape shape = Shape.of(channels, 1, size).named("in", "multiplier", "width");
            Param kernel = Param.of("K", shape, AxisRole.PER_INPUT, AxisRole.FIXED, AxisRole.spatial(0));
            Param bias = Param.of("b", Shape.of(channels).named("out"), AxisRole.OUT);
            node.kind("depthwise convolution")
                    .behavior(new ChannelBehavior.Expand(FlattenOrder.CHANNEL_MAJOR, 1))
                    .kernel(depthwise.kernel())
                    .params(kernel, bias);
        } else {
            return Optional.empty();
        }
        return Optional.of(new NewLayer.Description(ImmutableList.of(node.build()), List.of()));
    }

    private static final class Builder implements StudentBuilder<GraphNet> {
        private final Blueprint blueprint;
        private final ImmutableMap<String, Op> ops;
        private final ImmutableMap.Builder<ParamKey, ArrayTensor> params = ImmutableMap.builder();

        Builder(Blueprint blueprint, ImmutableMap<String, Op> ops) {
            this.blueprint = blueprint;
            this.ops = ops;
        }

        @Override
        public TensorFactory tensors() {
            return ArrayTensor.factory();
        }

        /** Random numbers; positive, so that they suit a variance too. */
        @Override
        public Tensor initial(ParamKey key) {
            if (blueprint.initialValues().isEmpty()) {
                throw new IllegalStateException("initial values were not announced");
            }
            Node node = blueprint.student().node(key.node());
            Shape shape = node.param(key.param()).shape();
            Random random = Seeds.random(17, key.toString());
            BatchNormTraits norm = node.batchNorm();
            double least = norm == null ? -0.5 : 0.5;
            return ArrayTensor.of(
                    shape, random.doubles(shape.length(), least, least + 1).toArray());
        }

        @Override
        public Tensor set(ParamKey key, Tensor value) {
            Shape shape =
                    blueprint.student().node(key.node()).param(key.param()).shape();
            if (!shape.equals(value.shape())) {
                throw new IllegalStateException(key + " should have " + shape + ", not " + value.shape());
            }
            ArrayTensor copy = ArrayTensor.of(shape, ((ArrayTensor) value).values());
            params.put(key, copy);
            return copy;
        }

        @Override
        public GraphNet build() {
            ImmutableMap<ParamKey, ArrayTensor> all = params.buildOrThrow();
            for (Node node : blueprint.student().nodes()) {
                node.params().stream()
                        .map(param -> new ParamKey(node.name(), param.name()))
                        .filter(key -> !all.containsKey(key))
                        .forEach(key -> {
                            throw new IllegalStateException(key + " was not set");
                        });
            }
            return new GraphNet(blueprint.student(), ops, all);
        }
    }
}
