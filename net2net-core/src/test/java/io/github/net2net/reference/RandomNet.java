package io.github.net2net.reference;

import io.github.net2net.graph.BatchNormTraits.VarianceForm;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** Draws a network from a list of decisions: every behavior, in the combinations that are hard to get right. */
public final class RandomNet {
    private static final int WIDEST = 40;
    private static final List<String> FUNCTIONS = List.of("relu", "relu", "leaky relu", "tanh", "sigmoid", "identity");

    private final Choices choices;
    private final NetSketch net;
    private final List<String> values = new ArrayList<>();
    private final Set<String> read = new HashSet<>();
    private int count;

    private RandomNet(Choices choices) {
        this.choices = choices;
        this.net = new NetSketch(choices.next(1000));
    }

    /**
     * A network of up to {@code steps} random pieces.
     *
     * @param positions of the sources
     */
    public static GraphNet draw(Choices choices, int positions, int steps) {
        RandomNet random = new RandomNet(choices);
        int sources = choices.between(1, 2);
        for (int i = 0; i < sources; i++) {
            random.values.add(random.net.source(random.fresh("in"), choices.between(1, 4), positions));
        }
        random.dense(random.recent());
        for (int i = 0; i < steps && !choices.isUsedUp(); i++) {
            random.piece();
        }
        return random.finished();
    }

    private String fresh(String word) {
        return word + ++count;
    }

    private String recent() {
        return use(choices.recent(values));
    }

    private String use(String value) {
        read.add(value);
        return value;
    }

    private void put(String value) {
        if (!values.contains(value)) {
            values.add(value);
        }
    }

    private void piece() {
        switch (choices.next(23)) {
            case 0 -> dense(recent());
            case 1 -> convolutionUnit(recent());
            case 2 -> put(net.lstm(fresh("lstm"), recent(), choices.between(1, 4)));
            case 3 -> keep(recent());
            case 4 -> put(net.activation(fresh("act"), recent(), choices.of(FUNCTIONS)));
            case 5, 6, 7 -> residual(recent());
            case 8 -> joinAny();
            case 9, 10 -> concat();
            case 11, 12 -> slice(recent());
            case 13 -> splitJoin(recent());
            case 14 -> flatten(recent(), order());
            case 15 -> flattenJoined(recent());
            case 16 -> depthwise(recent());
            case 17 -> sameTwice(recent());
            case 18 -> joinOfFlattens(recent());
            case 19 -> unflatten(recent());
            case 20, 21 -> normalized(recent());
            default -> rare(recent());
        }
    }

    private FlattenOrder order() {
        return choices.of(List.of(FlattenOrder.CHANNEL_MAJOR, FlattenOrder.CHANNEL_MINOR));
    }

    private VarianceForm form() {
        return choices.of(List.of(VarianceForm.VARIANCE, LogVariance.INSTANCE));
    }

    private void dense(String input) {
        put(unit(net.dense(fresh("dense"), input, choices.between(1, 6))));
    }

    /** Perhaps a batch norm, and an activation, as layers of their own or as a part of the layer. */
    private String unit(String producer) {
        String value = choices.next(3) == 2 ? net.batchNorm(producer + "bn", producer, form()) : producer;
        String act = producer + (choices.next(2) == 0 ? "act" : "/act");
        return net.activation(act, value, choices.of(FUNCTIONS));
    }

    private Dimension window() {
        return switch (choices.next(5)) {
            case 0 -> NetSketch.same(choices.between(1, 4));
            case 1 -> new Dimension(choices.between(1, 3), 1, 2, Padding.SAME, 0, null);
            case 2 -> new Dimension(choices.between(1, 3), 1, choices.between(1, 2), Padding.CAUSAL, 0, null);
            case 3 -> new Dimension(3, 1, 1, Padding.EXPLICIT, 1, null);
            default -> new Dimension(choices.between(1, 3), 2, 1, Padding.SAME, 0, null);
        };
    }

    private void convolutionUnit(String input) {
        put(unit(net.convolution(fresh("conv"), input, choices.between(1, 6), window())));
    }

    /** A layer with the width of the given value and as many positions. */
    private String like(String value, String input) {
        int width = net.channels(value);
        return choices.next(2) == 0
                ? net.denseOutIn(fresh("like"), input, width)
                : net.convolution(fresh("like"), input, width, NetSketch.same(3));
    }

    private DoubleBinaryOperator combination(int kind) {
        return switch (kind) {
            case 0 -> Double::sum;
            case 1 -> (a, b) -> a * b / (1 + Math.abs(a * b)); // a product that stays small
            case 2 -> Math::max;
            case 3 -> (a, b) -> (a + b) / 2;
            default -> (a, b) -> a - b;
        };
    }

    private String joined(String... inputs) {
        int kind = choices.next(5);
        String word =
                List.of("sum", "product", "maximum", "average", "difference").get(kind);
        return net.join(fresh("join"), word, combination(kind), inputs);
    }

    private void residual(String trunk) {
        String branch = like(trunk, net.activation(fresh("act"), trunk, choices.of(FUNCTIONS)));
        put(joined(trunk, branch));
        if (choices.next(3) == 1) {
            values.add(use(trunk)); // drawn again soon: a trunk with many readers
        }
    }

    private List<String> sameShape(String value) {
        return values.stream()
                .filter(other ->
                        net.channels(other) == net.channels(value) && net.positions(other) == net.positions(value))
                .toList();
    }

    private void joinAny() {
        String first = recent();
        String second = use(choices.of(sameShape(first)));
        put(choices.next(2) == 0 ? joined(first, second) : joined(first, second, like(first, first)));
    }

    private void concat() {
        String first = recent();
        List<String> fitting = values.stream()
                .filter(other -> net.positions(other) == net.positions(first))
                .toList();
        String second = use(choices.of(fitting));
        String third = use(choices.of(fitting));
        int total = net.channels(first) + net.channels(second) + net.channels(third);
        if (total <= WIDEST) {
            put(
                    choices.next(2) == 0
                            ? net.concat(fresh("concat"), first, second)
                            : net.concat(fresh("concat"), third, first, second));
        }
    }

    private void slice(String input) {
        int size = net.channels(input);
        int from = choices.next(size);
        String first = net.slice(fresh("slice"), input, from, choices.between(from + 1, size));
        put(first);
        if (from > 0 && choices.next(2) == 0) {
            put(net.slice(fresh("slice"), input, 0, from));
        }
        if (choices.next(2) == 0) {
            put(joined(first, like(first, first)));
        }
    }

    /** add(concat(a, b), c): a group that must be split where its parts meet. */
    private void splitJoin(String whole) {
        int size = net.channels(whole);
        if (size < 2) {
            residual(whole);
            return;
        }
        int left = choices.between(1, size - 1);
        String a = net.dense(fresh("part"), whole, left);
        String b = net.dense(fresh("part"), whole, size - left);
        put(joined(net.concat(fresh("concat"), a, b), whole));
        put(choices.next(2) == 0 ? a : b);
    }

    private boolean fits(String input) {
        return net.channels(input) * net.positions(input) <= WIDEST;
    }

    private void flatten(String input, FlattenOrder order) {
        if (fits(input)) {
            put(net.flatten(fresh("flat"), input, order));
        }
    }

    private void unflatten(String input) {
        List<Integer> times = IntStream.rangeClosed(1, 4)
                .filter(count -> net.channels(input) % count == 0)
                .boxed()
                .toList();
        if (net.positions(input) == 1) {
            put(net.unflatten(fresh("unflat"), input, order(), times.get(times.size() - 1)));
        } else {
            convolutionUnit(input);
        }
    }

    private void flattenJoined(String input) {
        if (fits(input)) {
            String flat = net.flatten(fresh("flat"), input, order());
            put(joined(flat, net.dense(fresh("dense"), flat, net.channels(flat))));
        }
    }

    private void joinOfFlattens(String input) {
        if (fits(input)) {
            String other = like(input, input);
            FlattenOrder first = order();
            FlattenOrder second = choices.next(3) == 2 ? order() : first;
            put(joined(net.flatten(fresh("flat"), input, first), net.flatten(fresh("flat"), other, second)));
            put(other);
        }
    }

    private void depthwise(String input) {
        int multiplier = choices.between(1, 3);
        if (net.channels(input) * multiplier <= WIDEST) {
            Dimension window = choices.next(2) == 0 ? NetSketch.same(3) : NetSketch.same(2);
            put(net.depthwise(fresh("depthwise"), input, multiplier, window));
        }
    }

    private void sameTwice(String input) {
        put(
                choices.next(2) == 0 || 2 * net.channels(input) > WIDEST
                        ? joined(input, input)
                        : net.concat(fresh("concat"), input, input));
    }

    private void keep(String input) {
        switch (choices.next(4)) {
            case 0 -> put(net.batchNorm(fresh("bn"), input, form()));
            case 1 -> put(net.prelu(fresh("prelu"), input));
            case 2 -> put(net.maxPool(fresh("pool"), input));
            default -> put(net.sumPool(fresh("pool"), input));
        }
    }

    /** What needs equal numbers of copies. */
    private void normalized(String input) {
        switch (choices.next(4)) {
            case 0 -> put(net.layerNorm(fresh("norm"), input));
            case 1 -> put(net.l2Normalize(fresh("norm"), input));
            case 2 -> put(net.distance(fresh("distance"), input, use(choices.of(sameShape(input)))));
            default -> put(net.normalizedDense(fresh("normed"), input, choices.between(2, 6)));
        }
    }

    private void rare(String input) {
        switch (choices.next(3)) {
            case 0 -> put(net.responseNorm(fresh("lrn"), input));
            case 1 -> put(net.softmax(fresh("softmax"), input));
            default -> put(net.globalPool(fresh("pool"), input));
        }
    }

    /** What nothing reads gets a head; now and then it is an output itself. */
    private GraphNet finished() {
        for (String value : List.copyOf(values)) {
            if (!read.contains(value)) {
                boolean direct = choices.next(8) == 7;
                net.output(direct ? value : net.dense(fresh("head"), value, choices.between(1, 3)));
            }
        }
        if (choices.next(10) == 9) {
            net.output(choices.of(values));
        }
        return net.build();
    }
}
