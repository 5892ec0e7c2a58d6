package io.github.net2net.examples.experiment;

import java.time.Duration;
import java.util.List;

/** smounsav's network for CIFAR-10, deepened from 8 layers to 12, 16 and 20. */
final class Cifar10Deep20 extends StepwiseDeepening {
    Cifar10Deep20() {
        super(
                "cifar10-deep20",
                Duration.ofHours(2),
                new Shape(8, 2, 3, 2),
                new Shape(20, 6, 7, 6),
                List.of(
                        new Step(12, List.of("a1", "a2", "b1", "c1")),
                        new Step(16, List.of("a1", "b2", "c1", "c2")),
                        new Step(20, List.of("a2", "b1", "b3", "c1"))));
    }
}
