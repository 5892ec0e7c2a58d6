package io.github.net2net.tensor;

/**
 * What is added to the elements of a tensor's slices along an axis. The same for the same arguments, and safe to ask from several
 * threads at once.
 */
@FunctionalInterface
public interface SliceAddend {

    /**
     * The addend of one element, 0 for none.
     *
     * @param slice the element's slice
     * @param position the element's position in the slice, in row-major order of the other axes
     */
    double at(int slice, int position);

    /** Whether the slice has addends other than 0. */
    default boolean changes(int slice) {
        return true;
    }

    /** Another slice whose addends are this one's times -1, position by position; negative if none is known. */
    default int opposite(int slice) {
        return -1;
    }
}
