package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.tensor.ArrayTensor;
import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.transform.Net2Wider;
import io.github.net2net.transform.Seeds;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The check that students pass is failed by every fault known from published implementations. */
class SabotageTest {
    private static final int[] DONORS = {2, 2, 0, 5};

    /** Channels 0 to 5, then copies: 2 three times, 0 and 5 twice, the others once. */
    private static final ChannelMap MAP = Donors.given(DONORS).choose(6, 10, Seeds.random(0));

    private static GraphNet grown(GraphNet teacher, UnaryOperator<Growth<GraphNet>> recipe) {
        Growth<GraphNet> growth = Growth.of(new GraphNetAdapter(), teacher)
                .donors(Donors.given(DONORS))
                .breakSymmetry(SymmetryBreaking.none());
        GraphNet student = recipe.apply(growth).grow().network();
        assertThat(batch(teacher).deviation(teacher, student)).isLessThanOrEqualTo(Tolerances.DOUBLE);
        return student;
    }

    private static Batch batch(GraphNet teacher) {
        return Batch.random(teacher, Teachers.POSITIONS, 7);
    }

    private static void assertCaught(GraphNet teacher, GraphNet faulty) {
        assertThat(batch(teacher).deviation(teacher, faulty)).isGreaterThan(Tolerances.FAULT);
    }

    private static ArrayTensor consumed(ArrayTensor weights, int axis, double[] shares) {
        return (ArrayTensor) Net2Wider.consumer(weights, axis, MAP, shares);
    }

    @Test
    void division_by_copies_left_out_is_caught() {
        GraphNet teacher = Teachers.mlp();
        GraphNet student = grown(teacher, growth -> growth.widen("fc1").to(10));
        double[] undivided = new double[10];
        Arrays.fill(undivided, 1);

        assertCaught(teacher, student.with("fc2", "W", consumed(teacher.param("fc2", "W"), 0, undivided)));
    }

    @Test
    void division_by_the_counts_of_another_index_is_caught() {
        GraphNet teacher = Teachers.mlp();
        GraphNet student = grown(teacher, growth -> growth.widen("fc1").to(10));
        double[] wrong = new double[10];
        Arrays.setAll(wrong, j -> 1.0 / MAP.copies()[j % 6]);

        assertCaught(teacher, student.with("fc2", "W", consumed(teacher.param("fc2", "W"), 0, wrong)));
    }

    @Test
    void the_next_layer_made_from_the_wrong_matrix_is_caught() {
        NetSketch net = new NetSketch(1);
        net.source("in", 6, 1);
        net.activation("fc1/act", net.dense("fc1", "in", 6), "relu");
        net.dense("out", net.dense("fc2", "fc1/act", 6), 4);
        GraphNet teacher = net.output("out").build();
        GraphNet student = grown(teacher, growth -> growth.widen("fc1").to(10));
        double[] shares = new double[10];
        Arrays.setAll(shares, j -> 1.0 / MAP.copies()[MAP.source(j)]);

        assertCaught(teacher, student.with("fc2", "W", consumed(teacher.param("fc1", "W"), 0, shares)));
    }

    @Test
    void maps_of_their_own_on_a_residual_trunk_are_caught() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 1);
        net.activation("fc1/act", net.dense("fc1", "in", 6), "relu");
        net.sum("add", "fc1/act", net.dense("dense2", "fc1/act", 6));
        net.dense("out", "add", 4);
        GraphNet teacher = net.output("out").build();
        GraphNet student = grown(teacher, growth -> growth.widen("fc1").to(10));
        ChannelMap other = Donors.cyclic().choose(6, 10, Seeds.random(0));
        Tensor bias = Net2Wider.producer(teacher.param("dense2", "b"), 0, other);
        Tensor weights = teacher.param("dense2", "W").gather(gather(student, "dense2"));

        GraphNet faulty = student.with("dense2", "b", (ArrayTensor) bias)
                .with("dense2", "W", (ArrayTensor) Net2Wider.producer(weights, 1, other));
        assertCaught(teacher, faulty);
    }

    /** The input axis of a layer that reads the widened channels, divided rightly. */
    private static Gather gather(GraphNet student, String node) {
        double[] shares = new double[student.param(node, "W").shape().size(0)];
        Arrays.setAll(shares, j -> 1.0 / MAP.copies()[MAP.source(j)]);
        return Gather.nothing().along(0, MAP.sources(), shares);
    }

    @Test
    void flattening_in_the_wrong_order_is_caught() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, Teachers.POSITIONS);
        net.convolution("conv", "in", 6, NetSketch.same(3));
        net.dense("out", net.flatten("flat", "conv", FlattenOrder.CHANNEL_MAJOR), 4);
        GraphNet teacher = net.output("out").build();
        GraphNet student = grown(teacher, growth -> growth.widen("conv").to(10));
        ChannelMap minor = MAP.tile(Teachers.POSITIONS);
        double[] shares = new double[minor.size()];
        Arrays.setAll(shares, j -> 1.0 / minor.copies()[minor.source(j)]);

        assertCaught(teacher, student.with("out", "W", (ArrayTensor)
                Net2Wider.consumer(teacher.param("out", "W"), 0, minor, shares)));
    }

    @Test
    void gates_treated_as_one_block_are_caught() {
        GraphNet teacher = Teachers.recurrent();
        GraphNet student = growCyclic(teacher);
        ChannelMap oneBlock = Donors.cyclic().choose(16, 24, Seeds.random(0));

        assertCaught(teacher, student.with("lstm", "W", (ArrayTensor)
                Net2Wider.producer(teacher.param("lstm", "W"), 1, oneBlock)));
    }

    private static GraphNet growCyclic(GraphNet teacher) {
        return grown(
                teacher, growth -> growth.donors(Donors.cyclic()).widen("lstm").to(6));
    }

    @Test
    void recurrent_weights_not_divided_are_caught() {
        GraphNet teacher = Teachers.recurrent();
        GraphNet student = growCyclic(teacher);
        ChannelMap map = Donors.cyclic().choose(4, 6, Seeds.random(0));
        Tensor gates = Net2Wider.producer(teacher.param("lstm", "RW"), 1, map.tile(4));

        assertCaught(teacher, student.with("lstm", "RW", (ArrayTensor) Net2Wider.producer(gates, 0, map)));
    }

    private static GraphNet deepened(GraphNet teacher) {
        return grown(
                teacher,
                growth -> growth.deepenAfter("conv3", Deepening.identityUnit().batchNorm(Deepening.uncalibrated())));
    }

    /** A convolution's weights with ones where the test says. */
    private static ArrayTensor ones(Shape shape, boolean offDiagonal, int tap) {
        double[] values = new double[(int) shape.length()];
        for (int o = 0; o < shape.size(0); o++) {
            for (int i = 0; i < shape.size(1); i++) {
                values[(o * shape.size(1) + i) * shape.size(2) + tap] = offDiagonal || o == i ? 1 : 0;
            }
        }
        return ArrayTensor.of(shape, values);
    }

    @Test
    void an_identity_with_ones_between_all_channels_is_caught() {
        GraphNet teacher = Teachers.residual();
        GraphNet student = deepened(teacher);
        Shape shape = student.param("conv3_1", "W").shape();

        assertThat(student.param("conv3_1", "W").maxAbsDifference(ones(shape, false, 1)))
                .isZero();
        assertCaught(teacher, student.with("conv3_1", "W", ones(shape, true, 1)));
    }

    @Test
    void an_identity_off_its_center_is_caught() {
        GraphNet teacher = Teachers.residual();
        GraphNet student = deepened(teacher);

        assertCaught(
                teacher,
                student.with("conv3_1", "W", ones(student.param("conv3_1", "W").shape(), false, 2)));
    }

    @Test
    void a_batch_norm_scaled_by_the_variance_is_caught() {
        GraphNet teacher = Teachers.residual();
        GraphNet student = grown(
                teacher,
                growth -> growth.deepenAfter(
                        "conv3", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(batch(teacher)))));

        assertCaught(teacher, student.with("bn3_1", "gamma", student.param("bn3_1", "var")));
    }

    private static ArrayTensor change(ArrayTensor tensor, int from, UnaryOperator<Double> change) {
        double[] values = tensor.values();
        for (int i = from; i < values.length; i++) {
            values[i] = change.apply(values[i]);
        }
        return ArrayTensor.of(tensor.shape(), values);
    }

    @Test
    void running_statistics_of_copies_reset_are_caught() {
        GraphNet teacher = Teachers.residual();
        GraphNet student = grown(teacher, growth -> growth.widen("conv3").to(12));

        assertCaught(
                teacher,
                student.with("bn3", "mean", change(student.param("bn3", "mean"), 8, value -> 0.0))
                        .with("bn3", "var", change(student.param("bn3", "var"), 8, value -> 1.0)));
    }

    @Test
    void values_for_the_last_copy_only_are_caught() {
        GraphNet teacher = Teachers.residual();
        GraphNet student = grown(teacher, growth -> growth.widen("conv3").to(12));
        double[] beta = student.param("bn3", "beta").values();
        Arrays.fill(beta, 8, 11, 0);

        assertCaught(teacher, student.with("bn3", "beta", ArrayTensor.of(Shape.of(12), beta)));
    }

    @Test
    void a_slice_whose_border_stays_is_caught() {
        GraphNet teacher = Teachers.sliced();
        GraphNet student = grown(
                teacher,
                growth -> growth.donors(Donors.given(0, 2)).widen("left").to(5));
        NetGraph unmoved = student.graph().mapNodes(SabotageTest::unmoved);

        assertThat(student.graph().node("second").behavior()).isEqualTo(new ChannelBehavior.Slices(5, 9));
        assertCaught(teacher, student.with(unmoved));
    }

    private static Node unmoved(Node node) {
        return node.name().equals("second")
                ? node.toBuilder().behavior(new ChannelBehavior.Slices(3, 7)).build()
                : node;
    }

    @Test
    void a_sum_of_differences_misses_what_the_largest_difference_shows() {
        GraphNet teacher = Teachers.mlp();
        double[] bias = teacher.param("out", "b").values();
        bias[0] += 5;
        bias[1] -= 5;
        GraphNet faulty = teacher.with("out", "b", ArrayTensor.of(Shape.of(4), bias));
        var example = batch(teacher).examples().get(0);
        double[] before = teacher.run(example, false).get("out")[0];
        double[] after = faulty.run(example, false).get("out")[0];

        assertThat(Math.abs(Arrays.stream(before).sum() - Arrays.stream(after).sum()))
                .isLessThan(Tolerances.DOUBLE);
        assertCaught(teacher, faulty);
    }
}
