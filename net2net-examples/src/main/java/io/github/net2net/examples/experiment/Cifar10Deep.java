package io.github.net2net.examples.experiment;

import java.time.Duration;
import java.util.List;

/** smounsav's way from 4 layers over 6 to 8 for CIFAR-10. */
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
