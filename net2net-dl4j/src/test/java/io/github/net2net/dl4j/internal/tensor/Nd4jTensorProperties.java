package io.github.net2net.dl4j.internal.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.net2net.channel.ChannelMap;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Shares;
import io.github.net2net.tensor.ArrayTensor;
import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.SliceAddend;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.transform.Net2Wider;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Both ways of moving slices against the reference, on arrays of every memory layout. */
class Nd4jTensorProperties {

    /** How an array lies in memory. */
    enum Memory {
        C,
        F,
        VIEW_WITH_OFFSET,
        VIEW_WITH_GAPS,
        PERMUTED
    }

    @Property(tries = 500)
    void gather_agrees_with_the_reference(
            @ForAll Memory memory, @ForAll boolean single, @ForAll boolean byOperations, @ForAll long seed) {
        Random random = new Random(seed);
        Case given = Case.random(memory, single, random);
        Gather gather = gather(given.shape(), random);
        Shape target = gather.resultShape(given.shape());
        boolean filled = random.nextBoolean();
        Case background = Case.of(target, Memory.values()[random.nextInt(5)], single, random);
        Tensor expected = given.reference().gather(gather, filled ? background.reference() : null);
        Statistics.label("fresh slices").collect(gather.hasFresh());
        Tensor tensor = byOperations ? Nd4jTensor.byOperations(given.array()) : Nd4jTensor.of(given.array());
        Tensor actual = tensor.gather(gather, filled ? Nd4jTensor.of(background.array()) : null);
        assertSame(expected, actual, single);
        assertThat(Case.values(given.array())).isEqualTo(given.reference().values());
        assertThat(Case.values(background.array()))
                .isEqualTo(background.reference().values());
    }

    @Property(tries = 300)
    void statistics_scale_as_the_elements_do(
            @ForAll Memory memory,
            @ForAll boolean single,
            @ForAll @IntRange(min = -110, max = 120) int exponent,
            @ForAll long seed) {
        Case given = Case.random(memory, single, new Random(seed));
        double scale = Math.scalb(1.0, single ? exponent : 8 * exponent);
        Tensor scaled = Nd4jTensor.of(given.array().mul(scale));
        double tolerance = single ? Tolerances.FLOAT : Tolerances.DOUBLE;
        assertThat(scaled.mean() / scale).isCloseTo(given.reference().mean(), offset(tolerance));
        assertThat(scaled.standardDeviation() / scale)
                .isCloseTo(given.reference().standardDeviation(), offset(tolerance));
    }

    @Property(tries = 200)
    void embed_agrees_with_the_reference(@ForAll Memory memory, @ForAll boolean single, @ForAll long seed) {
        Random random = new Random(seed);
        Case given = Case.random(memory, single, random);
        Shape target = given.shape();
        int[] offset = new int[target.rank()];
        for (int axis = 0; axis < offset.length; axis++) {
            offset[axis] = random.nextInt(3);
            target = target.with(axis, target.size(axis) + offset[axis] + random.nextInt(3));
        }
        Case background = Case.of(target, Memory.values()[random.nextInt(5)], single, random);
        boolean filled = random.nextBoolean();
        Tensor expected = given.reference().embed(target, offset, filled ? background.reference() : null);
        Tensor actual =
                Nd4jTensor.of(given.array()).embed(target, offset, filled ? Nd4jTensor.of(background.array()) : null);
        assertSame(expected, actual, single);
        assertThat(Case.values(background.array()))
                .isEqualTo(background.reference().values());
    }

    @Property(tries = 200)
    void sums_agree_with_the_reference(
            @ForAll Memory memory,
            @ForAll boolean single,
            @ForAll boolean byOperations,
            @ForAll @IntRange(max = 3) int axis,
            @ForAll long seed) {
        Random random = new Random(seed);
        Case given = Case.random(memory, single, random);
        int along = axis % given.shape().rank();
        int length = Math.toIntExact(given.shape().length() / given.shape().size(along));
        double[][] addends = new double[given.shape().size(along)][];
        Arrays.setAll(addends, j -> random.doubles(length).toArray());
        SliceAddend addend = random.nextBoolean() ? withOpposites(addends) : (j, i) -> j % 3 == 0 ? 0 : addends[j][i];
        Tensor tensor = byOperations ? Nd4jTensor.byOperations(given.array()) : Nd4jTensor.of(given.array());
        assertSame(given.reference().plusSlices(along, addend), tensor.plusSlices(along, addend), single);
        assertSame(given.reference().plusNoise(along, 0.3, addend), tensor.plusNoise(along, 0.3, addend), single);
        Case other = Case.of(given.shape(), Memory.values()[random.nextInt(5)], single, random);
        assertSame(given.reference().plus(other.reference()), tensor.plus(Nd4jTensor.of(other.array())), single);
        assertThat(tensor.maxAbsDifference(Nd4jTensor.of(other.array())))
                .isCloseTo(
                        given.reference().maxAbsDifference(other.reference()),
                        org.assertj.core.data.Offset.offset(single ? Tolerances.FLOAT : Tolerances.DOUBLE));
        assertThat(tensor.standardDeviation())
                .isCloseTo(
                        given.reference().standardDeviation(),
                        org.assertj.core.data.Offset.offset(single ? Tolerances.FLOAT : Tolerances.DOUBLE));
        assertThat(Case.values(given.array())).isEqualTo(given.reference().values());
    }

    /** Of each three slices the last one is the opposite of the first one. */
    private static SliceAddend withOpposites(double[][] addends) {
        return new SliceAddend() {
            @Override
            public double at(int slice, int position) {
                return slice % 3 == 2 ? -at(slice - 2, position) : addends[slice][position];
            }

            @Override
            public int opposite(int slice) {
                int other = slice + 2 - 2 * (slice % 3);
                return slice % 3 == 1 || other >= addends.length ? -1 : other;
            }
        };
    }

    @Property(tries = 200)
    void channels_with_positions_agree_with_the_reference(
            @ForAll @IntRange(min = 1, max = 6) int positions,
            @ForAll @IntRange(min = 1, max = 5) int channels,
            @ForAll @IntRange(min = 1, max = 9) int wider,
            @ForAll Memory memory,
            @ForAll long seed) {
        Random random = new Random(seed);
        Case given = Case.of(Shape.of(channels * positions, 3), memory, true, random);
        int[] source = random.ints(wider, 0, channels).toArray();
        int[] rows = IntStream.range(0, wider * positions)
                .map(i -> source[i / positions] * positions + i % positions)
                .toArray();
        double[] factors = new double[rows.length];
        Arrays.setAll(factors, i -> 1.0 / (1 + source[i / positions] % 2));
        for (Gather gather : List.of(
                Gather.nothing().along(0, rows),
                Gather.nothing().along(0, rows, factors),
                Gather.nothing().along(0, rows, random.doubles(rows.length).toArray()))) {
            assertSame(
                    given.reference().gather(gather, null),
                    Nd4jTensor.of(given.array()).gather(gather, null),
                    true);
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'c', 'f'})
    void noise_isTheSame_forAnyNumberOfThreads_andByOperations(char order) throws Exception {
        ChannelMap map = Donors.random().choose(300, 2000, new Random(1));
        double[] shares = Shares.equal().shares(map, new Random(2));
        INDArray weights = Nd4j.rand(DataType.FLOAT, 300, 3000).dup(order);
        Function<Tensor, INDArray> noisy = tensor -> ((Nd4jTensor)
                        Net2Wider.zeroSumNoise(Net2Wider.consumer(tensor, 0, map, shares), 0, map, 0.5, 3))
                .array();
        INDArray alone = new ForkJoinPool(1)
                .submit(() -> noisy.apply(Nd4jTensor.of(weights)))
                .get();
        INDArray together = new ForkJoinPool(4)
                .submit(() -> noisy.apply(Nd4jTensor.of(weights)))
                .get();

        assertThat(together).isEqualTo(alone);
        assertThat(alone.sub(noisy.apply(Nd4jTensor.byOperations(weights)))
                        .amaxNumber()
                        .doubleValue())
                .isLessThan(Tolerances.FLOAT);
    }

    @Test
    void chains_writtenIntoAStudent_areWhatTheirParts_are() {
        INDArray array = Nd4j.rand(DataType.DOUBLE, 4, 3);
        INDArray student = Nd4j.rand(DataType.DOUBLE, 6, 5).dup('f');
        INDArray initial = student.dup();
        Gather rows =
                Gather.nothing().along(0, new int[] {0, 1, 2, 3, 1, Gather.FRESH}, new double[] {1, 2, 1, 1, 2, 1});
        Gather columns = Gather.nothing().along(1, new int[] {0, 1, 2, 2, Gather.FRESH});
        Tensor grown = Nd4jTensor.of(array).gather(rows).gather(columns, Nd4jTensor.of(student));
        ((Nd4jTensor) grown.plusSlices(1, (j, i) -> j)).writeTo(student);

        assertThat(student.getDouble(4, 3)).isEqualTo(2 * array.getDouble(1, 2) + 3);
        assertThat(student.getDouble(5, 2)).isEqualTo(2);
        assertThat(student.getDouble(3, 4)).isEqualTo(initial.getDouble(3, 4) + 4);
    }

    @Test
    void hasNonFinite_nanOrInfinityAnywhere_isSeen() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            INDArray array = Nd4j.zeros(DataType.FLOAT, 3, 4);
            assertThat(Nd4jTensor.of(array).hasNonFinite()).isFalse();
            array.putScalar(2, 3, bad);
            assertThat(Nd4jTensor.of(array).hasNonFinite()).as("%s", bad).isTrue();
        }
    }

    @Test
    void maxAbsDifference_nanInEither_isNan() {
        INDArray array = Nd4j.zeros(DataType.DOUBLE, 2, 2);
        INDArray broken = Nd4j.zeros(DataType.DOUBLE, 2, 2).putScalar(1, 1, Double.NaN);
        assertThat(Nd4jTensor.of(array).maxAbsDifference(Nd4jTensor.of(broken))).isNaN();
        assertThat(Nd4jTensor.of(broken).maxAbsDifference(Nd4jTensor.of(array))).isNaN();
    }

    @Test
    void embed_doesNotFit_isMisuse() {
        Tensor tensor = Nd4jTensor.of(Nd4j.ones(DataType.DOUBLE, 2, 2));
        assertThatThrownBy(() -> tensor.embed(Shape.of(2, 3), new int[] {0, 2}, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertSame(Tensor expected, Tensor actual, boolean single) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double[] is = Case.values(((Nd4jTensor) actual).array());
        double[] should = ((ArrayTensor) expected).values();
        assertThat(is).containsExactly(should, within(single));
    }

    private static org.assertj.core.data.Offset<Double> within(boolean single) {
        return org.assertj.core.data.Offset.offset(single ? Tolerances.FLOAT : Tolerances.DOUBLE);
    }

    /** Sources along random axes: copies, fresh slices, factors of which some are 1. */
    private static Gather gather(Shape shape, Random random) {
        Gather gather = Gather.nothing();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (random.nextInt(3) > 0) {
                int size = shape.size(axis);
                boolean fresh = random.nextInt(3) == 0;
                int[] source = IntStream.range(0, 1 + random.nextInt(2 * size))
                        .map(j -> fresh && random.nextInt(3) == 0 ? Gather.FRESH : random.nextInt(size))
                        .toArray();
                double[] factors = Arrays.stream(source)
                        .mapToDouble(j -> random.nextBoolean() ? 1 : random.nextGaussian())
                        .toArray();
                gather = random.nextBoolean() ? gather.along(axis, source) : gather.along(axis, source, factors);
            }
        }
        return gather;
    }

    /** The same numbers as an ND4J array and for the reference. */
    private record Case(Shape shape, INDArray array, ArrayTensor reference) {

        static Case random(Memory memory, boolean single, Random random) {
            int[] sizes = IntStream.range(0, 1 + random.nextInt(4))
                    .map(axis -> 1 + random.nextInt(5))
                    .toArray();
            return of(Shape.of(sizes), memory, single, random);
        }

        static Case of(Shape shape, Memory memory, boolean single, Random random) {
            long[] sizes = Arrays.stream(shape.sizes()).asLongStream().toArray();
            INDArray array = empty(sizes, memory, single ? DataType.FLOAT : DataType.DOUBLE);
            INDArray values = Nd4j.createFromArray(
                            random.doubles(shape.length(), -1, 1).toArray())
                    .reshape('c', sizes);
            array.assign(values);
            return new Case(shape, array, ArrayTensor.of(shape, values(array)));
        }

        private static INDArray empty(long[] sizes, Memory memory, DataType type) {
            return switch (memory) {
                case C -> Nd4j.create(type, sizes, 'c');
                case F -> Nd4j.create(type, sizes, 'f');
                case VIEW_WITH_OFFSET -> {
                    long length = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
                    INDArray long1 = Nd4j.create(type, 7 + length);
                    yield long1.get(NDArrayIndex.interval(5, 5 + length)).reshape('f', sizes);
                }
                case VIEW_WITH_GAPS -> {
                    long[] larger = Arrays.stream(sizes).map(size -> size + 3).toArray();
                    INDArrayIndex[] inner = Arrays.stream(sizes)
                            .mapToObj(size -> NDArrayIndex.interval(2, 2 + size))
                            .toArray(INDArrayIndex[]::new);
                    yield Nd4j.create(type, larger, 'c').get(inner);
                }
                case PERMUTED -> {
                    int rank = sizes.length;
                    long[] reversed = IntStream.range(0, rank)
                            .mapToLong(i -> sizes[rank - 1 - i])
                            .toArray();
                    int[] order =
                            IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
                    yield Nd4j.create(type, reversed, 'c').permute(order);
                }
            };
        }

        static double[] values(INDArray array) {
            double[] values = new double[Math.toIntExact(array.length())];
            long[] shape = array.shape();
            for (int i = 0; i < values.length; i++) {
                int[] index = new int[shape.length];
                int rest = i;
                for (int axis = shape.length - 1; axis >= 0; axis--) {
                    index[axis] = (int) (rest % shape[axis]);
                    rest /= (int) shape[axis];
                }
                values[i] = array.getDouble(index);
            }
            return values;
        }
    }
}
