package io.github.net2net.examples.study;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/** What the networks of a study train with. */
enum Optimizer {
    /** Gradient descent with Nesterov momentum 0.9, rate 0.01. */
    MOMENTUM("sgd+momentum") {
        @Override
        IUpdater updater() {
            return new Nesterovs(0.01, 0.9);
        }
    },
    /** Adam, rate 0.001. */
    ADAM("adam") {
        @Override
        IUpdater updater() {
            return new Adam(0.001);
        }
    };

    private final String title;

    Optimizer(String title) {
        this.title = title;
    }

    abstract IUpdater updater();

    String title() {
        return title;
    }
}
