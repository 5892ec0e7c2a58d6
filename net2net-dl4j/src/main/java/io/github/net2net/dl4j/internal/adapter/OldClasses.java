package io.github.net2net.dl4j.internal.adapter;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The part of a student's output that is of its teacher's classes. */
final class OldClasses {
    private OldClasses() {}

    /**
     * The student's output without new classes, which are after the old ones; the output itself if there are none.
     *
     * @param probabilities whether all classes sum to 1, or to 0 where masked; those of the old ones then do so in the
     *     result
     */
    static INDArray of(INDArray teacher, INDArray student, boolean probabilities) {
        Integer axis = grownAxis(teacher, student);
        if (axis == null) {
            return student;
        }
        INDArrayIndex[] indices = new INDArrayIndex[student.rank()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i == axis ? NDArrayIndex.interval(0, teacher.size(axis)) : NDArrayIndex.all();
        }
        INDArray old = student.get(indices).dup();
        if (!probabilities) {
            return old;
        }
        INDArray sums = old.sum(true, axis);
        return old.divi(sums.addi(sums.eq(0).castTo(sums.dataType())).broadcast(old.shape()));
    }

    /** The only axis on which the student has more entries; null if there is none. */
    private static @Nullable Integer grownAxis(INDArray teacher, INDArray student) {
        if (teacher.rank() != student.rank()) {
            return null;
        }
        int[] differing = IntStream.range(0, teacher.rank())
                .filter(axis -> teacher.size(axis) != student.size(axis))
                .toArray();
        return differing.length == 1 && student.size(differing[0]) > teacher.size(differing[0]) ? differing[0] : null;
    }
}
