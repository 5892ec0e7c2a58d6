package io.github.net2net.dl4j.copies;

import com.google.common.collect.ImmutableList;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the copies of a growth have diverged.
 *
 * @param iterations how many iterations the student has been watched
 * @param symmetryBreaking what the growth did to part them
 * @param layers one element for each widened layer, or layers tied together
 */
public record CopiesReport(int iterations, SymmetryBreaking symmetryBreaking, ImmutableList<LayerCopies> layers) {

    /** Whether something is to be done: copies that stay equal, or dead channels. */
    public boolean needsAttention() {
        return layers.stream()
                .anyMatch(layer -> layer.equalSets() > 0 || !layer.dead().isEmpty());
    }

    /** One line for each finding, in words, with what to do about it. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (LayerCopies layer : layers) {
            lines.add(layer.copiesInWords(iterations) + (layer.equalSets() > 0 ? advice() : ""));
            if (!layer.dead().isEmpty()) {
                lines.add(layer.deadInWords());
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    private String advice() {
        String stronger = symmetryBreaking instanceof SymmetryBreaking.ZeroSumNoise noise
                ? "more noise than " + noise.relative()
                : "zeroSumNoise(0.5)";
        return ": symmetry breaking (" + symmetryBreaking + ") is too weak; use " + stronger;
    }
}
