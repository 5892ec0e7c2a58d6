package io.github.net2net.examples.experiment;

import io.github.net2net.Recipe;
import io.github.net2net.examples.data.DataSource;
import io.github.net2net.examples.experiment.TextNetworks.Attention;
import io.github.net2net.rule.Baseline;
import java.time.Duration;
import java.util.List;

/**
 * A self-attention classifier grows from 1 head to 2, and from 16 channels to 32. Its texts assign a value to each of six
 * names, once: attention without positions cannot tell an earlier assignment from a later one.
 */
final class TextAttention implements Experiment {
    private static final int GROWTH = 1500;
    private static final Attention SMALL = new Attention(16, 1);
    private static final Attention LARGE = new Attention(32, 2);
    private static final Recipe HEADS = Recipe.of().nHeads("attention").to(LARGE.heads());
    private static final Recipe WIDER =
            HEADS.widen("convolution").to(LARGE.channels()).widen("attention").to(LARGE.channels());

    @Override
    public About about() {
        return new About(
                "text-attention",
                "Texts: self-attention with more heads and channels",
                "Generated texts assign values to names, and ask for the value of one name. A teacher with one attention head"
                        + " and 16 channels is trained; then it is trained further, and so are students: with a second head (more"
                        + " heads), with a second head and 32 channels (wider), and the same with random new weights (random pad). A"
                        + " network of the wider student's shape is trained from scratch on as many texts as teacher and student"
                        + " together. All see the same texts in the same order.",
                Duration.ofMinutes(20),
                100);
    }

    @Override
    public DataSource source() {
        return DataSource.texts(6);
    }

    @Override
    public List<Run> runs(Task task, Length length) {
        int growth = length.of(GROWTH);
        return List.of(
                Run.fresh("teacher", "1 head, 16 channels", seed -> SMALL.network(task, seed), 2 * growth),
                Run.fresh("from scratch", "2 heads, 32 channels", seed -> LARGE.network(task, seed), 2 * growth),
                Run.student("more heads", "1 head to 2", HEADS, growth),
                Run.student("wider", "1 head to 2, 16 channels to 32", WIDER, growth),
                Run.student("random pad", "the same, new weights random", WIDER.baseline(Baseline.RANDOM_PAD), growth));
    }
}
