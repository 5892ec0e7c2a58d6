package io.github.net2net.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class GeneratedTextsTest {
    private static final int LENGTH = 25;
    private static final int QUESTION = 4;

    /** Symbols 5 to 10 are names, 11 to 16 values. */
    private static final int FIRST_NAME = 5;

    private static final int FIRST_VALUE = 11;

    private static int[] symbols(ImageSet texts, int text) {
        return IntStream.range(0, LENGTH)
                .map(at -> texts.value(text, 0, at / 5, at % 5))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void class_isTheValueThatFollowsTheNameForTheLastTime(int names) {
        ImageSet texts = GeneratedTexts.create(names, 500, 1, 7).training();

        for (int text = 0; text < texts.size(); text++) {
            int[] symbols = symbols(texts, text);
            int asked = symbols[LENGTH - 1];
            int last = IntStream.range(0, LENGTH - 1)
                    .filter(at -> symbols[at] == asked)
                    .max()
                    .orElseThrow();
            assertThat(symbols[LENGTH - 2]).isEqualTo(QUESTION);
            assertThat(symbols[last + 1] - FIRST_VALUE).isEqualTo(texts.label(text));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6})
    void everyText_hasEachValueOnce_andEachNameEquallyOften(int names) {
        ImageSet texts = GeneratedTexts.create(names, 500, 1, 7).training();

        for (int text = 0; text < texts.size(); text++) {
            int[] counts = new int[GeneratedTexts.VOCABULARY];
            Arrays.stream(symbols(texts, text)).limit(LENGTH - 1).forEach(symbol -> counts[symbol]++);
            assertThat(counts[QUESTION]).isOne();
            assertThat(Arrays.copyOfRange(counts, FIRST_NAME, FIRST_NAME + names))
                    .containsOnly(6 / names);
            assertThat(Arrays.copyOfRange(counts, FIRST_VALUE, counts.length)).containsOnly(1);
        }
    }

    /** What may still differ between bags of symbols: the fillers, and the name that is asked for. */
    @Test
    void class_isIndependentOfTheNameAndOfTheFillers() {
        ImageSet texts = GeneratedTexts.create(3, 60_000, 1, 7).training();
        double[][] byName = new double[3][6];
        double[][] byFillers = new double[LENGTH][6];
        for (int text = 0; text < texts.size(); text++) {
            int[] symbols = symbols(texts, text);
            int fillers =
                    (int) Arrays.stream(symbols).filter(symbol -> symbol == 0).count();
            byName[symbols[LENGTH - 1] - FIRST_NAME][texts.label(text)]++;
            byFillers[fillers][texts.label(text)]++;
        }

        assertUniform(byName);
        assertUniform(byFillers);
    }

    /** Within four standard deviations, where there are enough texts to say. */
    private static void assertUniform(double[][] counts) {
        for (double[] classes : counts) {
            double expected = Arrays.stream(classes).sum() / classes.length;
            for (double count : expected < 100 ? new double[0] : classes) {
                assertThat(count).isCloseTo(expected, within(4 * Math.sqrt(expected)));
            }
        }
    }

    @Test
    void sameSeed_sameTexts_andAnotherSeedOthers() {
        ImageData data = GeneratedTexts.create(3, 40, 20, 7);

        assertThat(GeneratedTexts.create(3, 40, 20, 7).training()).isEqualTo(data.training());
        assertThat(GeneratedTexts.create(3, 80, 20, 7).training().part(40, 6)).isEqualTo(data.training());
        assertThat(GeneratedTexts.create(3, 40, 20, 7).test()).isEqualTo(data.test());
        assertThat(GeneratedTexts.create(3, 40, 20, 8).training()).isNotEqualTo(data.training());
        assertThat(GeneratedTexts.create(3, 20, 40, 7).test()).isNotEqualTo(data.training());
    }

    @Test
    void texts_areIndices_andSaySo() {
        ImageData data = GeneratedTexts.create(3, 40, 20, 7);
        INDArray features =
                Batches.inOrder(data.training(), data.scaling(), 8).get(0).getFeatures();

        assertThat(features.shape()).containsExactly(8, LENGTH);
        for (int text = 0; text < 8; text++) {
            assertThat(features.getRow(text).toIntVector()).containsExactly(symbols(data.training(), text));
        }
        assertThat(data.training().part(10, 6)).hasToString("10 texts of 25 symbols in 6 classes");
        assertThat(data.description()).isEqualTo("generated texts of 3 names, seed 7");
    }

    @Test
    void noTexts_areRefused() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> GeneratedTexts.create(3, 0, 20, 7))
                .withMessage("--data generated: 0 training texts were requested. Give a number of at least 1.");
    }
}
