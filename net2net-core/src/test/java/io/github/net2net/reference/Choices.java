package io.github.net2net.reference;

import java.util.List;

/** A list of numbers read as decisions, so that a shorter list or smaller numbers make a simpler network. */
public final class Choices {
    private final List<Integer> numbers;
    private int position;

    public Choices(List<Integer> numbers) {
        this.numbers = numbers;
    }

    /** A number from 0 to {@code bound} - 1; 0 when the list is used up. */
    public int next(int bound) {
        return position < numbers.size() ? numbers.get(position++) % bound : 0;
    }

    /** A number from {@code least} to {@code most}. */
    public int between(int least, int most) {
        return least + next(most - least + 1);
    }

    public <T> T of(List<T> options) {
        return options.get(next(options.size()));
    }

    /** One of the last few options, the last first. */
    public <T> T recent(List<T> options) {
        return options.get(options.size() - 1 - next(Math.min(5, options.size())));
    }

    public boolean isUsedUp() {
        return position >= numbers.size();
    }
}
