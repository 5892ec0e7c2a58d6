package io.github.net2net.examples.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Generated texts that ask for something said earlier in them. A text assigns values to names among meaningless filler
 * symbols, and ends with a question mark and a name. Its class is the value assigned to this name, the last one if there are
 * several: "b3 . a1 , b2 : ? b" is of class 2.
 *
 * <p>Each text contains each value once and each name equally often, besides the name that it asks for, which is independent
 * of the class. So counts of symbols do not tell the class: only their order does.
 *
 * <p>The same seed gives the same texts: text {@code i} does not depend on the number of texts.
 */
public final class GeneratedTexts {
    /** The number of different symbols: fillers from 0, the question mark, names, values. */
    public static final int VOCABULARY = 17;

    private static final int SIDE = 5;
    private static final int LENGTH = SIDE * SIDE;
    private static final int VALUES = 6;
    private static final int FILLERS = 4;
    private static final int QUESTION = FILLERS;
    private static final int FIRST_NAME = QUESTION + 1;
    private static final int FIRST_VALUE = FIRST_NAME + VALUES;
    private static final long TEST_STREAM = 0x5DEECE66DL;

    private GeneratedTexts() {}

    /**
     * Texts, each stored as an image whose pixels are the symbols.
     *
     * @param names number of different names, a divisor of 6; each is assigned 6 / {@code names} values
     * @throws InputException if one of the parts would be empty, or more than fit in memory
     */
    public static ImageData create(int names, int trainingTexts, int testTexts, long seed) {
        require("training", trainingTexts);
        require("test", testTexts);
        ImageData.requireMemory("--data generated", (long) trainingTexts + testTexts, LENGTH);
        return new ImageData(
                "generated texts of " + names + " names, seed " + seed,
                write(names, trainingTexts, seed),
                write(names, testTexts, seed ^ TEST_STREAM),
                List.of());
    }

    private static void require(String part, int texts) {
        if (texts < 1) {
            throw new InputException(
                    "--data generated: " + texts + " " + part + " texts were requested. Give a number of at least 1.");
        }
    }

    private static ImageSet write(int names, int texts, long seed) {
        byte[] symbols = new byte[texts * LENGTH];
        int[] labels = new int[texts];
        for (int text = 0; text < texts; text++) {
            var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + text);
            labels[text] = write(names, random, symbols, text * LENGTH);
        }
        return ImageSet.texts(SIDE, symbols, labels, VALUES);
    }

    /**
     * Writes one text from {@code offset} on. The order in which random numbers are drawn is part of the format.
     *
     * @return its class
     */
    private static int write(int names, SplittableRandom random, byte[] symbols, int offset) {
        int[] name = shuffled(VALUES, random);
        int[] value = shuffled(VALUES, random);
        int asked = random.nextInt(names);
        int answer = -1;
        int at = offset;
        int end = offset + LENGTH - 2;
        for (int assigned = 0; at < end; ) {
            int assignments = VALUES - assigned;
            int fillers = end - at - 2 * assignments;
            if (random.nextInt(assignments + fillers) < fillers) {
                symbols[at++] = (byte) random.nextInt(FILLERS);
            } else {
                int assignee = name[assigned] % names;
                answer = assignee == asked ? value[assigned] : answer;
                symbols[at++] = (byte) (FIRST_NAME + assignee);
                symbols[at++] = (byte) (FIRST_VALUE + value[assigned++]);
            }
        }
        symbols[at++] = QUESTION;
        symbols[at] = (byte) (FIRST_NAME + asked);
        return answer;
    }

    /** 0 to {@code size - 1} in random order. */
    private static int[] shuffled(int size, SplittableRandom random) {
        int[] numbers = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            numbers[i] = numbers[j];
            numbers[j] = i;
        }
        return numbers;
    }
}
