package io.github.net2net.examples.quickstart;

import java.util.List;
import java.util.OptionalLong;

/**
 * Everything a run measured.
 *
 * @param data what was trained on
 * @param growthPoint images the teacher had seen when it was grown
 * @param testImages the number of images accuracy was measured on
 * @param curves one per {@link Arm}
 */
record Comparison(String data, long growthPoint, int testImages, List<Curve> curves) {
    Comparison {
        curves = List.copyOf(curves);
    }

    Curve curve(Arm arm) {
        return curves.stream()
                .filter(curve -> curve.arm() == arm)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no curve of " + arm));
    }

    /** The teacher's accuracy when it was grown. */
    double accuracyAtGrowth() {
        return curve(Arm.TEACHER).points().stream()
                .filter(point -> point.images() == growthPoint)
                .findFirst()
                .orElseThrow()
                .accuracy();
    }

    /** Images after growth until the student first was as good as the network from scratch at its end, if it was. */
    OptionalLong imagesToMatchScratch() {
        double goal = curve(Arm.SCRATCH).last().accuracy();
        return curve(Arm.STUDENT).points().stream()
                .filter(point -> point.accuracy() >= goal)
                .mapToLong(point -> point.images() - growthPoint)
                .findFirst();
    }

    /** Differences of accuracy below this are likely chance: two standard errors of a difference of two arms. */
    double chance() {
        double accuracy = curve(Arm.STUDENT).last().accuracy();
        return 2 * Math.sqrt(2 * accuracy * (1 - accuracy) / testImages);
    }
}
