package io.github.net2net.spi;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/**
 * Input on which two networks are compared.
 *
 * @param <N> the framework's network type
 */
public interface Probe<N> {

    /**
     * Runs both networks; neither is changed. The student is run itself, in the state in which it will be returned, not
     * a copy of it. Where the input has no masks and the networks can take some, they are compared on generated masks
     * too.
     *
     * @return one deviation for every output, mode and stage that the framework offers
     * @throws io.github.net2net.GrowthException if the probe does not fit the networks
     */
    ImmutableList<Deviation> compare(N teacher, N student);

    /**
     * What the teacher computes, for a student that is made later. The teacher's arrays may be gone by then. By default,
     * for networks whose arrays can't go, nothing is computed before there is a student.
     *
     * @throws io.github.net2net.GrowthException if the probe does not fit the teacher
     */
    default Expected<N> expected(N teacher) {
        return student -> compare(teacher, student);
    }

    /**
     * What a teacher computes on a probe.
     *
     * @param <N> the framework's network type
     */
    interface Expected<N> {
        /** As {@link Probe#compare}, of that teacher and the student. */
        ImmutableList<Deviation> compare(N student);
    }

    /** The relative deviation up to which networks count as equal: 1e-10 in double, 1e-5 in single precision. */
    double tolerance(N teacher);

    /**
     * How far the networks are apart at one place if both compute in double precision with the weights that they have.
     * Asked only where they are further apart than the tolerance, to distinguish rounding errors of the computation from a
     * student that computes something else.
     *
     * @param place the place, and how far the networks are apart there in their own precision
     * @return that place if the teacher can't compute in double precision
     */
    Deviation inDoublePrecision(N teacher, N student, Deviation place);

    /** Hashes of the input, by what they are of, for a student's certificate; the same in every process. */
    default ImmutableMap<String, String> fingerprint() {
        return ImmutableMap.of();
    }
}
