package io.github.net2net.dl4j.internal.tensor;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The elements of an array in host memory, by their place in it. The array must outlive this. */
interface Memory {

    /** Adds to the element at the given place, counted from the array's first element. */
    void add(long place, double addend);

    static Memory of(INDArray array) {
        if (array.dataType() == DataType.FLOAT) {
            FloatPointer pointer = (FloatPointer) array.data().addressPointer();
            FloatIndexer floats = FloatIndexer.create(pointer.capacity(array.length()));
            return (place, addend) -> floats.put(place, (float) (floats.get(place) + addend));
        }
        DoublePointer pointer = (DoublePointer) array.data().addressPointer();
        DoubleIndexer doubles = DoubleIndexer.create(pointer.capacity(array.length()));
        return (place, addend) -> doubles.put(place, doubles.get(place) + addend);
    }
}
