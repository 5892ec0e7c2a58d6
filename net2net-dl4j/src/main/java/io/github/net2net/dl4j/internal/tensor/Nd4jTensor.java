package io.github.net2net.dl4j.internal.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.SliceAddend;
import io.github.net2net.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * An {@link INDArray} as a tensor. The array may be a view of a network's parameters; it is never written to.
 *
 * <p>Operations are not carried out before their result is needed, so that {@link #writeTo} moves and changes elements in the
 * student's memory without an array in between. Until then the arrays that were given must not change.
 */
public final class Nd4jTensor implements Tensor {
    private final Shape shape;
    private final DataType type;
    private final char order;
    private final Gatherer gatherer;
    private final Consumer<INDArray> writer;
    private @Nullable INDArray array;

    private Nd4jTensor(Shape shape, DataType type, char order, Gatherer gatherer, Consumer<INDArray> writer) {
        this.shape = shape;
        this.type = type;
        this.order = order;
        this.gatherer = gatherer;
        this.writer = writer;
    }

    /** The array itself, not a copy. Slices move through the array's memory on the CPU, else by ND4J operations. */
    public static Nd4jTensor of(INDArray array) {
        return of(array, gatherer(array.dataType(), array.rank() > 0 && !array.isEmpty()));
    }

    /** As {@link #of(INDArray)}, always by ND4J operations. */
    static Nd4jTensor byOperations(INDArray array) {
        return of(array, new OpGatherer());
    }

    private static Nd4jTensor of(INDArray array, Gatherer gatherer) {
        Shape shape =
                Shape.of(Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray());
        Nd4jTensor tensor = new Nd4jTensor(
                shape, array.dataType(), NewArrays.order(array), gatherer, target -> target.assign(array));
        tensor.array = array;
        return tensor;
    }

    /** The elements that {@code writer} writes over an array of the shape. */
    static Nd4jTensor written(Shape shape, DataType type, Consumer<INDArray> writer) {
        return new Nd4jTensor(shape, type, 'c', gatherer(type, shape.rank() > 0 && shape.length() > 0), writer);
    }

    private static Gatherer gatherer(DataType type, boolean hasSlices) {
        return hasSlices && HostGatherer.reaches(type) ? new HostGatherer() : new OpGatherer();
    }

    private Nd4jTensor derived(Shape result, Consumer<INDArray> newWriter) {
        return new Nd4jTensor(result, type, order, gatherer, newWriter);
    }

    /** The array itself, not a copy. */
    public INDArray array() {
        INDArray known = array;
        if (known == null) {
            known = newArray();
            array = known;
        }
        return known;
    }

    private INDArray newArray() {
        INDArray made = NewArrays.uninitialized(type, order, shape);
        writer.accept(made);
        return made;
    }

    /** Writes this tensor over {@code target}, which has its shape. */
    public void writeTo(INDArray target) {
        INDArray known = array;
        if (known == null) {
            writer.accept(target);
        } else {
            target.assign(known);
        }
    }

    /** Passes on the array, or one that exists during the call only. */
    private void use(Consumer<INDArray> user) {
        INDArray known = array;
        if (known != null) {
            user.accept(known);
            return;
        }
        INDArray temporary = newArray();
        try {
            user.accept(temporary);
        } finally {
            temporary.close();
        }
    }

    /** Another tensor of ND4J's. */
    private static Nd4jTensor nd4j(Tensor tensor) {
        checkArgument(tensor instanceof Nd4jTensor, "not an ND4J tensor: %s", tensor);
        return (Nd4jTensor) tensor;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public double at(int... index) {
        return array().getDouble(index);
    }

    @Override
    public double[] slice(int axis, int j) {
        // Not by INDArray.slice, which returns empty arrays for some views of a network's parameters.
        Tensor slice = of(array(), gatherer).gather(Gather.nothing().along(axis, new int[] {j}));
        return nd4j(slice).array().dup('c').data().asDouble();
    }

    @Override
    public Tensor gather(Gather gather, @Nullable Tensor background) {
        Shape target = gather.resultShape(shape);
        checkBackground(target, background);
        Consumer<INDArray> filled = background == null ? null : nd4j(background)::writeTo;
        return derived(target, result -> use(source -> gatherer.gather(source, gather, filled, result)));
    }

    private static void checkBackground(Shape target, @Nullable Tensor background) {
        checkArgument(
                background == null || background.shape().equals(target), "the background is not of shape %s", target);
    }

    @Override
    public Tensor embed(Shape target, int[] offset, @Nullable Tensor background) {
        checkBackground(target, background);
        INDArrayIndex[] where = new INDArrayIndex[shape.rank()];
        for (int axis = 0; axis < where.length; axis++) {
            checkArgument(
                    offset[axis] >= 0 && offset[axis] + shape.size(axis) <= target.size(axis),
                    "shape %s does not fit into %s at %s of axis %s",
                    shape,
                    target,
                    offset[axis],
                    axis);
            where[axis] = NDArrayIndex.interval(offset[axis], offset[axis] + shape.size(axis));
        }
        Consumer<INDArray> filled = background == null ? all -> all.assign(0) : nd4j(background)::writeTo;
        return derived(
                target,
                result -> use(source -> {
                    // Not in the result, of which INDArray.get is empty if it is one of some views of a network's
                    // parameters.
                    INDArray larger = NewArrays.uninitialized(type, order, target);
                    filled.accept(larger);
                    larger.get(where).assign(source);
                    result.assign(larger);
                    larger.close();
                }));
    }

    @Override
    public Tensor plus(Tensor addend) {
        checkSameShape(addend);
        INDArray sum = NewArrays.uninitialized(type, order, shape);
        writeTo(sum);
        nd4j(addend).use(sum::addi);
        return of(sum, gatherer);
    }

    @Override
    public Tensor plusSlices(int axis, SliceAddend addend) {
        return plus(axis, result -> 1, addend);
    }

    @Override
    public Tensor plusNoise(int axis, double relative, SliceAddend noise) {
        return plus(axis, result -> relative * of(result).standardDeviation(), noise);
    }

    private Tensor plus(int axis, ToDoubleFunction<INDArray> scaleIn, SliceAddend addend) {
        return derived(shape, result -> {
            writeTo(result);
            double scale = scaleIn.applyAsDouble(result);
            if (scale != 0) {
                gatherer.addSlices(result, axis, scale, addend);
            }
        });
    }

    @Override
    public double maxAbsDifference(Tensor other) {
        checkSameShape(other);
        INDArray difference = array().sub(nd4j(other).array());
        if (OpGatherer.count(difference, Conditions.isNan()) > 0) {
            return Double.NaN;
        }
        return difference.isEmpty()
                ? 0
                : Transforms.abs(difference, false).maxNumber().doubleValue();
    }

    private void checkSameShape(Tensor other) {
        checkArgument(shape.equals(other.shape()), "shapes differ: %s and %s", shape, other.shape());
    }

    @Override
    public double mean() {
        return shape.length() == 0 ? 0 : gatherer.moments(array()).mean();
    }

    @Override
    public double standardDeviation() {
        return shape.length() == 0 ? 0 : gatherer.moments(array()).deviation();
    }

    @Override
    public boolean hasNonFinite() {
        return shape.length() > 0 && !gatherer.isFinite(array());
    }

    @Override
    public String toString() {
        return shape.toString();
    }
}
