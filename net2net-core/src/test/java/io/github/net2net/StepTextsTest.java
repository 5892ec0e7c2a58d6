package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.plan.Amount;
import io.github.net2net.plan.Factorize;
import io.github.net2net.plan.Merge;
import io.github.net2net.plan.ShrinkAndPerturb;
import io.github.net2net.plan.Step;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StepTextsTest {

    static Stream<Arguments> steps() {
        return Stream.of(
                Arguments.of(new Factorize("fc", 3, false, null), "factorize 'fc' to 3"),
                Arguments.of(new Merge(List.of(), true), "merge equal channels"),
                Arguments.of(new ShrinkAndPerturb(0.4, 0.1), "shrink and perturb"),
                Arguments.of(new Step.DeepenAll(Layers.all(), Deepening.exact()), "deepen after all layers"),
                Arguments.of(
                        new Step.ExtendVocabulary("words", new Amount.By(4)), "extend the vocabulary of 'words' by 4"));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void messagesNameTheStep(Step step, String text) {
        assertThat(step.text()).isEqualTo(text);
    }
}
