package io.github.net2net.transform;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelMap;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** Which teacher channels the additional student channels copy. The first n channels always copy themselves. */
public sealed interface DonorRule {

    /**
     * The map from {@code studentSize} channels to {@code teacherSize}.
     *
     * @throws GrowthException if the rule has no answer for these sizes
     */
    ChannelMap choose(int teacherSize, int studentSize, Random random);

    private static ChannelMap extend(int teacherSize, int studentSize, IntUnaryOperator donorOf) {
        checkArgument(studentSize >= teacherSize, "from %s channels to %s", teacherSize, studentSize);
        int[] source = new int[studentSize];
        for (int j = 0; j < studentSize; j++) {
            source[j] = j < teacherSize ? j : donorOf.applyAsInt(j);
        }
        return ChannelMap.of(teacherSize, source);
    }

    /** Uniformly random donors: Net2Net, arXiv 1511.05641, section 2.2. */
    record RandomDonors() implements DonorRule {
        @Override
        public ChannelMap choose(int teacherSize, int studentSize, Random random) {
            return extend(teacherSize, studentSize, j -> random.nextInt(teacherSize));
        }
    }

    /** Channel j copies j mod n, so that numbers of copies differ by at most one. */
    record CyclicDonors() implements DonorRule {
        @Override
        public ChannelMap choose(int teacherSize, int studentSize, Random random) {
            return extend(teacherSize, studentSize, j -> j % teacherSize);
        }
    }

    /**
     * The given donors.
     *
     * @param donors for each additional channel the teacher channel that it copies
     */
    record GivenDonors(ImmutableIntArray donors) implements DonorRule {
        public GivenDonors {
            donors.forEach(donor ->
                    checkArgument(donor >= 0, "a donor of %s; give numbers of channels, counted from 0", donor));
        }

        @Override
        public ChannelMap choose(int teacherSize, int studentSize, Random random) {
            if (donors.length() != studentSize - teacherSize) {
                throw new GrowthException(String.format(
                        "from %d to %d channels, %d are added, but donors(given(..)) gives %d. Give one donor for each"
                                + " added channel; widenings of different sizes take donors of their own, in"
                                + " widen(..).donors(given(..)).",
                        teacherSize, studentSize, studentSize - teacherSize, donors.length()));
            }
            donors.stream().filter(donor -> donor >= teacherSize).findFirst().ifPresent(donor -> {
                throw new GrowthException(String.format(
                        "donors(given(..)) names channel %d of %d. Give donors from 0 to %d.",
                        donor, teacherSize, teacherSize - 1));
            });
            return extend(teacherSize, studentSize, j -> donors.get(j - teacherSize));
        }
    }

    /**
     * No donors: new channels start with the layer's own initializer and are read with zero weights, as in Network
     * Morphism (Wei et al. 2016).
     */
    record FreshChannels() implements DonorRule {
        @Override
        public ChannelMap choose(int teacherSize, int studentSize, Random random) {
            return extend(teacherSize, studentSize, j -> ChannelMap.FRESH);
        }
    }
}
