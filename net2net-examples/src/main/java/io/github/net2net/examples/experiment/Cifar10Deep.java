package io.github.net2net.examples.experiment;

import java.time.Duration;
import java.util.List;

/** smounsav's network for CIFAR-10, deepened from 4 layers to 6 and 8. */
final class Cifar10Deep extends StepwiseDeepening {
    Cifar10Deep() {
        super(
                "cifar10-deep",
                Duration.ofMinutes(40),
                new Shape(4, 1, 1, 1),
                new Shape(8, 2, 3, 2),
                List.of(new Step(6, List.of("b1", "c1")), new Step(8, List.of("a1", "b1"))));
    }
}
