package io.github.net2net.examples.study;

import io.github.net2net.Growth;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The studies there are. Every arm starts from the same teacher and trains on the same batches. */
enum Study {
    /** What becomes of the learning rate. */
    RATES("the learning rate after widening") {
        @Override
        List<StudyArm> arms() {
            return List.of(
                    StudyArm.teacher(),
                    StudyArm.grown("keep", growth -> growth.learningRate(LearningRates.keep())),
                    StudyArm.grown("tenth", growth -> growth.learningRate(LearningRates.tenth())),
                    StudyArm.grown("followTrajectory", growth -> growth.learningRate(LearningRates.followTrajectory())),
                    StudyArm.grown("balanced shares", growth -> growth.shares(Shares.balanced())),
                    StudyArm.grown("keep, optimizer reset", Growth::resetOptimizer));
        }
    },
    /** How copies are kept apart. */
    SYMMETRY("symmetry breaking after widening") {
        @Override
        List<StudyArm> arms() {
            return List.of(
                    StudyArm.teacher(),
                    breaking("none", SymmetryBreaking.none()),
                    breaking("zeroSumNoise(0.01)", SymmetryBreaking.zeroSumNoise(0.01)),
                    breaking("zeroSumNoise(0.05)", SymmetryBreaking.zeroSumNoise(0.05)),
                    breaking("zeroSumNoise(0.2)", SymmetryBreaking.zeroSumNoise(0.2)),
                    breaking("zeroSumNoise(0.5)", SymmetryBreaking.zeroSumNoise(0.5)),
                    breaking("zeroSumNoise(1)", SymmetryBreaking.zeroSumNoise(1)),
                    breaking("unevenShares(0.5)", SymmetryBreaking.unevenShares(0.5)),
                    breaking("incomingNoise(0.01)", SymmetryBreaking.incomingNoise(0.01)),
                    breaking("incomingNoise(0.05)", SymmetryBreaking.incomingNoise(0.05)),
                    breaking("incomingNoise(0.2)", SymmetryBreaking.incomingNoise(0.2)),
                    breaking("dropout(0.2)", SymmetryBreaking.dropout(0.2)));
        }
    };

    private final String title;

    Study(String title) {
        this.title = title;
    }

    private static StudyArm breaking(String name, SymmetryBreaking rule) {
        return StudyArm.grown(name, (Growth<MultiLayerNetwork> growth) -> growth.breakSymmetry(rule));
    }

    /** What is compared, for people. */
    String title() {
        return title;
    }

    /** The ways to go on that are compared. */
    abstract List<StudyArm> arms();
}
