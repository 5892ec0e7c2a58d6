package io.github.net2net.rule;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.primitives.Ints;
import io.github.net2net.GrowthException;
import io.github.net2net.channel.ChannelMap;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** Which teacher channels the additional student channels copy. The first n channels always copy themselves. */
public sealed interface Donors {

    /**
     * The map from {@code studentSize} channels to {@code teacherSize}.
     *
     * @throws GrowthException if the rule has no answer for these sizes
     */
    ChannelMap choose(int teacherSize, int studentSize, Random random);

    /** Uniformly random, from the seed: Net2Net, arXiv 1511.05641, section 2.2, and the default. */
    static Donors random() {
        return new Uniform();
    }

    /** Channel j copies j mod n: deterministic, and the numbers of copies differ by at most one. */
    static Donors cyclic() {
        return new Cyclic();
    }

    /**
     * The given ones.
     *
     * @param donors for each additional channel the number of the channel it copies, counted from 0
     * @throws IllegalArgumentException if a number is negative
     */
    static Donors given(int... donors) {
        return new Given(
                Ints.asList(requireNonNull(donors, "given(null): give the number of a channel for each added one")));
    }

    /**
     * None: new channels start as the layer's initializer makes them and are read with weight zero, as in Network
     * Morphism (Wei et al. 2016). Exact as well.
     */
    static Donors fresh() {
        return new Fresh();
    }

    /** Whether new channels copy some of the teacher's. */
    default boolean copies() {
        return true;
    }

    private static ChannelMap extend(int teacherSize, int studentSize, IntUnaryOperator donorOf) {
        checkArgument(studentSize >= teacherSize, "from %s channels to %s", teacherSize, studentSize);
        int[] source = new int[studentSize];
        for (int j = 0; j < studentSize; j++) {
            source[j] = j < teacherSize ? j : donorOf.applyAsInt(j);
        }
        return ChannelMap.of(teacherSize, source);
    }

    /** See {@link #random()}. */
    record Uniform() implements Donors {
        @Override
        public ChannelMap choose(int teacherSize, int studentSize, Random random) {
            return extend(teacherSize, studentSize, j -> random.nextInt(teacherSize));
        }
    }

    /** See {@link #cyclic()}. */
    record Cyclic() implements Donors {
        @Override
        public ChannelMap choose(int teacherSize, int studentSize, Random random) {
            return extend(teacherSize, studentSize, j -> j % teacherSize);
        }
    }

    /** See {@link #given(int...)}. */
    record Given(List<Integer> channels) implements Donors {
        public Given {
            channels = List.copyOf(channels);
            channels.forEach(donor ->
                    checkArgument(donor >= 0, "a donor of %s; give numbers of channels, counted from 0", donor));
        }

        @Override
        public ChannelMap choose(int teacherSize, int studentSize, Random random) {
            int added = studentSize - teacherSize;
            if (channels.size() != added) {
                throw new GrowthException(String.format(
                        "from %d to %d channels, %d are added, but donors(given(..)) gives %d. Give one donor for each"
                                + " added channel; widenings of different sizes take donors of their own, in"
                                + " widen(..).donors(given(..)).",
                        teacherSize, studentSize, added, channels.size()));
            }
            channels.stream().filter(donor -> donor >= teacherSize).findFirst().ifPresent(donor -> {
                throw new GrowthException(String.format(
                        "donors(given(..)) names channel %d of %d. Give donors from 0 to %d.",
                        donor, teacherSize, teacherSize - 1));
            });
            return extend(teacherSize, studentSize, j -> channels.get(j - teacherSize));
        }
    }

    /** See {@link #fresh()}. */
    record Fresh() implements Donors {
        @Override
        public ChannelMap choose(int teacherSize, int studentSize, Random random) {
            return extend(teacherSize, studentSize, j -> ChannelMap.FRESH);
        }

        @Override
        public boolean copies() {
            return false;
        }
    }
}
