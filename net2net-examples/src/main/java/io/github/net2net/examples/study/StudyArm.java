package io.github.net2net.examples.study;

import io.github.net2net.Growth;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/**
 * One way to go on from the teacher.
 *
 * @param name what tables and pictures call it
 * @param wish what is said of the growth besides how much; null to train the teacher on
 */
record StudyArm(String name, @Nullable UnaryOperator<Growth<MultiLayerNetwork>> wish) {

    static StudyArm grown(String name, UnaryOperator<Growth<MultiLayerNetwork>> wish) {
        return new StudyArm(name, wish);
    }

    static StudyArm teacher() {
        return new StudyArm("teacher trained on", null);
    }
}
