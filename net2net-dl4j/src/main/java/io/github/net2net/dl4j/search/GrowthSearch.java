package io.github.net2net.dl4j.search;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.GrowthException;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.schedule.Limit;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.jspecify.annotations.Nullable;

/**
 * Tries many growths of one network and keeps the best.
 *
 * <pre>{@code
 * SearchResult<MultiLayerNetwork> result = GrowthSearch.of(teacher, data)
 *         .recipes(RecipeSource.neighbors(1.5))
 *         .budget(Limit.multiplyAdds(1_000_000_000_000L))
 *         .executor(TrialExecutor.threads(4))
 *         .checkpointIn(folder)
 *         .run();
 * }</pre>
 *
 * <p>Each trial starts from the teacher with its optimizer's state. Trials are eliminated by successive halving (Jamieson
 * and Talwalkar 2016, arXiv 1502.07943), and compared at equal cost only. The teacher itself is trained on as well, at the
 * same cost; it is never eliminated, so that every student is compared with it.
 *
 * <p>The same seed gives the same ranking, on any number of threads, if the budget is not one of processor time: each trial
 * computes in one thread. A search with a folder that was killed continues where it was. A trial that fails is reported, and
 * the search goes on.
 *
 * <p>Networks with layers of one's own can't be searched. Immutable: every prefix of the chain is a value. The teacher is
 * never changed.
 *
 * @param <N> the network type
 * @param <D> DataSetIterator or MultiDataSetIterator
 */
@CheckReturnValue
public final class GrowthSearch<N extends Model, D extends Iterator<?>> {
    private static final int ETA = 3;
    private static final long SEED = 42;

    private final N teacher;
    private final SearchSettings<D> settings;
    private final Course course;

    /**
     * How the search goes.
     *
     * @param source of the recipes, null if none is given yet
     * @param budget of each trial, null if none is given yet
     * @param folder of the search, null for a temporary one
     */
    record Course(
            @Nullable RecipeSource source,
            @Nullable Limit budget,
            int eta,
            TrialExecutor executor,
            @Nullable Path folder,
            Consumer<? super String> receiver) {
        Course in(Path newFolder) {
            return new Course(source, budget, eta, executor, newFolder, receiver);
        }

        Course by(RecipeSource newSource) {
            return new Course(newSource, budget, eta, executor, folder, receiver);
        }
    }

    private GrowthSearch(N teacher, SearchSettings<D> settings, Course course) {
        this.teacher = teacher;
        this.settings = settings;
        this.course = course;
    }

    /**
     * A search that scores by the loss on the validation data.
     *
     * @param teacher a MultiLayerNetwork or ComputationGraph
     */
    public static <N extends Model, D extends Iterator<?>> GrowthSearch<N, D> of(N teacher, SearchData<D> data) {
        return new GrowthSearch<>(
                teacher,
                new SearchSettings<>(data, ImmutableList.of(), false, SEED),
                new Course(null, null, ETA, TrialExecutor.threads(1), null, line -> {}));
    }

    private GrowthSearch<N, D> with(SearchSettings<D> newSettings) {
        return new GrowthSearch<>(teacher, newSettings, course);
    }

    private GrowthSearch<N, D> with(Course newCourse) {
        return new GrowthSearch<>(teacher, settings, newCourse);
    }

    /** The students: one for each of these recipes. Batch norms that they calibrate, they calibrate on the first batch. */
    public GrowthSearch<N, D> recipes(Recipe... recipes) {
        return recipes(RecipeSource.of(recipes));
    }

    /** The students: one for each recipe of the source. */
    public GrowthSearch<N, D> recipes(RecipeSource source) {
        return with(course.by(source));
    }

    /**
     * What training may cost for each trial that comes to the last rung. All trials together cost at most this times the
     * number of rungs, times about one, or up to {@code eta} where the number of recipes is not a power of it.
     *
     * @param perTrial {@link Limit#multiplyAdds}, {@link Limit#iterations} or {@link Limit#processorTime}
     * @throws IllegalArgumentException if it is a limit of another kind
     */
    public GrowthSearch<N, D> budget(Limit perTrial) {
        checkArgument(
                Budget.counts(perTrial),
                "a budget of %s; give Limit.multiplyAdds(..), iterations(..) or processorTime(..)",
                perTrial);
        return with(new Course(course.source, perTrial, course.eta, course.executor, course.folder, course.receiver));
    }

    /**
     * One trial in how many goes on to the next rung, where each costs so many times as much; 3 by default.
     *
     * @throws IllegalArgumentException if it is below 2
     */
    public GrowthSearch<N, D> eta(int eta) {
        checkArgument(eta >= 2, "eta %s; give 2 or more", eta);
        return with(new Course(course.source, course.budget, eta, course.executor, course.folder, course.receiver));
    }

    /** Scores by the accuracy on the validation data instead of the loss. */
    public GrowthSearch<N, D> scoreByAccuracy() {
        return with(new SearchSettings<>(settings.data(), settings.types(), true, settings.seed()));
    }

    /** The sizes of the inputs, for networks whose layers don't state. */
    public GrowthSearch<N, D> inputTypes(InputType... types) {
        return with(new SearchSettings<>(
                settings.data(), ImmutableList.copyOf(types), settings.byAccuracy(), settings.seed()));
    }

    /** The seed of what is drawn while training, 42 by default. Growths have the seeds of their recipes. */
    public GrowthSearch<N, D> seed(long seed) {
        return with(new SearchSettings<>(settings.data(), settings.types(), settings.byAccuracy(), seed));
    }

    /** Where trials run: one after another in this process by default. */
    public GrowthSearch<N, D> executor(TrialExecutor executor) {
        return with(new Course(course.source, course.budget, course.eta, executor, course.folder, course.receiver));
    }

    /**
     * Keeps every trial there, and resumes from it. Without it a search can't be resumed.
     *
     * @param folder of this search alone; made if it is not there
     */
    public GrowthSearch<N, D> checkpointIn(Path folder) {
        return with(course.in(folder));
    }

    /** Receives what happens as lines of text, besides the log, from the thread that calls {@link #run()}. */
    public GrowthSearch<N, D> onEvent(Consumer<? super String> receiver) {
        return with(new Course(course.source, course.budget, course.eta, course.executor, course.folder, receiver));
    }

    /**
     * Searches, from where an earlier process was killed if there is a folder.
     *
     * @throws GrowthException if there is no recipe or no budget; if a recipe can't be done on the teacher; if the budget
     *     is too small for one iteration of some student; if the folder can't be used, or holds another search
     */
    public SearchResult<N> run() {
        return new Round<>(teacher, settings, course).run();
    }

    /**
     * Hill climbing: searches again and again, each time from the best student of the last. It ends after so many rounds,
     * or where no student is better than its teacher trained on at equal cost, or where none of the recipes can be done any
     * more. Each round has the whole budget, and a folder of its own in that of the search.
     *
     * @return the result of each round
     * @throws IllegalArgumentException if the number of rounds is not above 0
     * @throws GrowthException as {@link #run()}, in the first round
     */
    public ImmutableList<SearchResult<N>> climb(int rounds) {
        checkArgument(rounds > 0, "climbing for %s rounds; give a number above 0", rounds);
        ImmutableList.Builder<SearchResult<N>> results = ImmutableList.builder();
        N start = teacher;
        for (int round = 1; round <= rounds; round++) {
            Course own = course.folder == null ? course : course.in(course.folder.resolve("round-" + round));
            if (round > 1) {
                own = own.by(Round.possible(course.source));
            }
            Round<N, D> search = new Round<>(start, settings, own);
            if (round > 1 && search.recipes().isEmpty()) {
                break;
            }
            SearchResult<N> result = search.run();
            results.add(result);
            if (!result.improves()) {
                break;
            }
            start = result.best().orElseThrow().network();
        }
        return results.build();
    }
}
