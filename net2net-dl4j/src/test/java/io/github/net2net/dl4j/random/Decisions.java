package io.github.net2net.dl4j.random;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomDistribution;

/** A sequence of numbers from which choices are made one after the other. Shrinks towards first choices. */
public final class Decisions {
    private final List<Integer> numbers;
    private int next;

    public Decisions(List<Integer> numbers) {
        this.numbers = numbers;
    }

    /** So many numbers to choose by. */
    public static Arbitrary<List<Integer>> numbers(int size) {
        return Arbitraries.integers()
                .between(0, 9999)
                .withDistribution(RandomDistribution.uniform())
                .list()
                .ofSize(size);
    }

    /** A number from 0 to {@code bound - 1}. */
    public int pick(int bound) {
        return next < numbers.size() ? numbers.get(next++) % bound : 0;
    }

    public int between(int from, int to) {
        return from + pick(to - from + 1);
    }

    /** Whether something happens that does so {@code percent} times in a hundred. */
    public boolean rarely(int percent) {
        return pick(100) >= 100 - percent;
    }

    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[pick(choices.length)];
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(pick(choices.size()));
    }
}
