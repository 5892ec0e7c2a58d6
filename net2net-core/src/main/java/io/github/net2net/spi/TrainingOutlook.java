package io.github.net2net.spi;

import java.util.List;

/**
 * What a plan prints about how training continues.
 *
 * @param summary "Adam, its state carried over (iteration 1200, epoch 3); learning rate kept"
 * @param lines what is set for which parameter and why, and what is only approximate
 */
public record TrainingOutlook(String summary, List<String> lines) {
    public TrainingOutlook {
        lines = List.copyOf(lines);
    }

    /** For networks that know nothing of training. */
    public static final TrainingOutlook NONE = new TrainingOutlook("none", List.of());
}
