package io.github.net2net;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.net2net.spi.Deviation;

/**
 * How student and teacher were compared, for a certificate.
 *
 * @param tolerance the relative deviation up to which they count as equal
 * @param inDoublePrecision what was found where they are further apart than that, when the same weights compute in
 *     double precision
 * @param teacher hashes of the teacher as it was, by what they are of; empty if the adapter has none
 * @param student likewise, of the student as it was grown
 * @param probe likewise, of the input they were compared on
 */
public record Verification(
        double tolerance,
        ImmutableList<Deviation> inDoublePrecision,
        ImmutableMap<String, String> teacher,
        ImmutableMap<String, String> student,
        ImmutableMap<String, String> probe) {}
