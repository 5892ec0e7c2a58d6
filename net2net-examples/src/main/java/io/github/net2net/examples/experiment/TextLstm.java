package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import io.github.net2net.examples.data.DataSource;
import io.github.net2net.rule.Baseline;
import java.time.Duration;
import java.util.List;

/**
 * An LSTM grows from 16 channels to 32. Its texts assign each of three names two values, one after the other, and ask for the
 * second value of one name, so that the LSTM has to remember and to overwrite.
 */
final class TextLstm implements Experiment {
    private static final int NARROW = 16;
    private static final int WIDE = 32;
    private static final int GROWTH = 1500;
    private static final Recipe WIDER = Recipe.of().widen("lstm").to(WIDE);

    @Override
    public About about() {
        return new About(
                "text-lstm",
                "Texts: an LSTM of twice the width",
                "Generated texts assign values to names, twice to each, and ask for the last value of one name. A teacher whose"
                        + " LSTM has 16 channels is trained; then it is trained further, and so are students with 32 channels: grown"
                        + " by Net2Net, and grown with random new weights (random pad). A network with 32 channels is trained from"
                        + " scratch on as many texts as teacher and student together. All see the same texts in the same order.",
                Duration.ofMinutes(12),
                100);
    }

    @Override
    public DataSource source() {
        return DataSource.texts(3);
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        int growth = length.of(GROWTH);
        return List.of(
                Run.fresh("teacher", "LSTM of 16", seed -> TextNetworks.lstm(task, NARROW, seed), 2 * growth),
                Run.fresh("from scratch", "LSTM of 32", seed -> TextNetworks.lstm(task, WIDE, seed), 2 * growth),
                Run.student("wider", "LSTM widened from 16 to 32", WIDER, growth),
                Run.student(
                        "random pad", "LSTM of 32, new weights random", WIDER.baseline(Baseline.RANDOM_PAD), growth));
    }
}
