package io.github.net2net.dl4j.schedule;

import com.google.common.hash.Hashing;
import io.github.net2net.GrowthException;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.schedule.Progress.Attempt;
import io.github.net2net.dl4j.schedule.Schedule.Stage;
import io.github.net2net.dl4j.schedule.State.Origin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;

/** Checks whether a checkpoint is of the training that is to resume from it. */
final class Resumable {
    private static final int HASH_LENGTH = 12;

    private Resumable() {}

    /** The counts are not of the structure, but DL4J writes them with it. */
    static <N extends Model> Origin origin(Task<N, ?> task, long seed) {
        String structure =
                Dl4jNetwork.of(task.network()).toJson().replaceAll("\"(iterationCount|epochCount)\"\\s*:\\s*\\d+", "");
        String network = String.format(
                "%s of %d parameters, configuration %s",
                task.network().getClass().getSimpleName(), task.network().numParams(), hash(structure));
        return new Origin(network, task.score().name(), seed);
    }

    /** Objects of classes that don't print their values print an address, which changes from process to process. */
    static String hash(Recipe recipe) {
        return hash(recipe.toString().replaceAll("\\$\\$Lambda[^\\s,\\])]*|@[0-9a-f]+", ""));
    }

    private static String hash(String text) {
        return Hashing.sha256()
                .hashString(text, StandardCharsets.UTF_8)
                .toString()
                .substring(0, HASH_LENGTH);
    }

    /**
     * @throws GrowthException if it is of another one
     */
    static <N> void check(State state, Origin given, Schedule<N> schedule, Path file) {
        Origin first = state.origin();
        if (!first.equals(given)) {
            throw new GrowthException(String.format(
                    "cannot resume from %s: it belongs to another training. Its first network was a %s, scored by %s, with seed"
                            + " %d; given are a %s, scored by %s, with seed %d. Give what it began with, or another folder.",
                    file, first.network(), first.score(), first.seed(), given.network(), given.score(), given.seed()));
        }
        List<Attempt> attempts = state.progress().attempts();
        for (int i = 0; i < Math.min(attempts.size(), schedule.stages().size()); i++) {
            check(attempts.get(i), i + 1, schedule.stages().get(i), file);
        }
    }

    private static void check(Attempt attempt, int number, Stage<?> stage, Path file) {
        Recipe recipe = stage.recipe();
        if (recipe != null && !hash(recipe).equals(attempt.recipe())) {
            throw new GrowthException(String.format(
                    "cannot resume from %s: its growth %d (%s) was done by another recipe than is given now, %s. Give"
                            + " that recipe, or another folder; only growths to come can be changed.",
                    file, number, String.join("; ", attempt.steps()), recipe));
        }
    }
}
