package io.github.net2net.dl4j.schedule;

import io.github.net2net.Recipe;
import java.util.Optional;

/**
 * Says how a network is grown next.
 *
 * <p>It must depend on its arguments alone: a run that was killed before the growth was on disk asks again.
 *
 * @param <N> the network type
 */
@FunctionalInterface
public interface GrowthRule<N> {

    /**
     * The next growth, or none if there is nothing more to grow.
     *
     * @param network not to be modified
     */
    Optional<Recipe> next(Progress progress, N network);
}
