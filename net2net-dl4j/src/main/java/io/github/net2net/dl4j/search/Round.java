package io.github.net2net.dl4j.search;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import com.google.common.util.concurrent.Uninterruptibles;
import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.internal.adapter.Fingerprints;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.search.GrowthSearch.Course;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * One search from one teacher. All that is decided follows from the folders of the trials, so that a search that is resumed
 * decides as the one that was killed did, or would have.
 */
final class Round<N extends Model, D extends Iterator<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(GrowthSearch.class);

    private final N teacher;
    private final SearchSettings<D> settings;
    private final Course course;
    private final Growth<N> growth;
    private final ImmutableList<Recipe> recipes;

    /** A student, or the teacher itself, number 0. */
    private record Candidate(int number, GrowthPlan plan) {
        String name() {
            return number == 0 ? "teacher trained on" : String.join("; ", plan.headlines());
        }
    }

    Round(N teacher, SearchSettings<D> settings, Course course) {
        this.teacher = teacher;
        this.settings = settings;
        this.course = course;
        this.growth = settings.growth(teacher);
        this.recipes = course.source() == null
                ? ImmutableList.of()
                : course.source().recipes(growth).stream().distinct().collect(ImmutableList.toImmutableList());
    }

    /** Those recipes of a source that a network can grow by. */
    static RecipeSource possible(@Nullable RecipeSource source) {
        return growth -> requireNonNull(source).recipes(growth).stream()
                .filter(recipe -> Neighbors.isPossible(growth, recipe))
                .toList();
    }

    ImmutableList<Recipe> recipes() {
        return recipes;
    }

    SearchResult<N> run() {
        Halving halving = new Halving(recipes.size(), course.eta());
        Limit limit = required();
        Budget budget = new Budget(limit, halving.pieces(halving.rungs() - 1));
        List<Candidate> candidates = candidates();
        checkBudget(budget, candidates, halving.rungs());
        SearchJob<N, D> job = new SearchJob<>(teacher, settings, budget);
        try (SearchFolder folder = SearchFolder.of(course.folder(), origin(limit, candidates))) {
            return halve(job, halving, candidates, folder);
        }
    }

    private Limit required() {
        if (course.source() == null) {
            throw new GrowthException("cannot search: no recipe is given. Call recipes(..), for example with"
                    + " RecipeSource.neighbors(1.5).");
        } else if (recipes.isEmpty()) {
            throw new GrowthException("cannot search: the source of recipes has none for this network. Give recipes by"
                    + " which it can grow; inspect() lists what can grow.");
        } else if (course.budget() == null) {
            throw new GrowthException("cannot search: no budget is set. Call for example"
                    + " budget(Limit.multiplyAdds(1_000_000_000_000L)).");
        }
        return course.budget();
    }

    private List<Candidate> candidates() {
        return IntStream.rangeClosed(0, recipes.size())
                .mapToObj(number -> new Candidate(number, plan(number)))
                .toList();
    }

    private GrowthPlan plan(int number) {
        if (number == 0) {
            return growth.plan();
        }
        try {
            // As the trials read it.
            return growth.apply(settings.complete(
                            Recipe.fromJson(recipes.get(number - 1).toJson())))
                    .plan();
        } catch (GrowthException e) {
            throw new GrowthException("cannot search with recipe " + number + ": " + e.getMessage(), e);
        }
    }

    private void checkBudget(Budget budget, List<Candidate> candidates, int rungs) {
        long examples = BatchStream.examples(BatchStream.first(settings.data()));
        for (Candidate candidate : candidates) {
            if (budget.needsMultiplyAdds() && multiplyAdds(candidate) == 0) {
                throw new GrowthException("cannot search with a budget of multiply-adds: those of '" + candidate.name()
                        + "' are not known. Give inputTypes(..), or a budget of iterations or processor time.");
            }
        }
        Candidate largest = Collections.max(candidates, Comparator.comparingLong(Round::multiplyAdds));
        long iteration = budget.ofIteration(multiplyAdds(largest), examples);
        if (budget.upTo(1) < iteration) {
            throw new GrowthException(String.format(
                    "cannot search with a budget of %s: in the first of %d rungs a trial has %s, and one iteration of"
                            + " '%s' on %d examples takes %d. Give at least %d, or fewer recipes.",
                    budget.text(budget.most()),
                    rungs,
                    budget.text(budget.upTo(1)),
                    largest.name(),
                    examples,
                    iteration,
                    iteration * budget.pieces()));
        }
    }

    private static long multiplyAdds(Candidate candidate) {
        return candidate.plan.studentMultiplyAdds().orElse(0);
    }

    private Map<String, String> origin(Limit limit, List<Candidate> candidates) {
        StringBuilder steps = new StringBuilder();
        candidates.forEach(candidate -> steps.append(candidate.plan.recipe().toJson()));
        String hash = Hashing.sha256().hashString(steps, StandardCharsets.UTF_8).toString();
        return ImmutableMap.of(
                "teacher", String.valueOf(Fingerprints.of(teacher)),
                "recipes", recipes.size() + " with hash " + hash,
                "budget", String.valueOf(limit),
                "eta", String.valueOf(course.eta()),
                "seed", String.valueOf(settings.seed()),
                "score", settings.byAccuracy() ? "accuracy" : "loss");
    }

    private SearchResult<N> halve(
            SearchJob<N, D> job, Halving halving, List<Candidate> candidates, SearchFolder folder) {
        Map<Integer, TrialResult> results = new TreeMap<>();
        Candidate teacherTrainedOn = candidates.get(0);
        int most = halving.pieces(halving.rungs() - 1);
        try (TrialExecutor.Running running = course.executor().start(job)) {
            List<Future<?>> baseline = List.of();
            List<Candidate> left = candidates.subList(1, candidates.size());
            for (int rung = 0; rung < halving.rungs() && !left.isEmpty(); rung++) {
                report("rung " + (rung + 1) + " of " + halving.rungs() + ": " + left.size()
                        + (left.size() == 1 ? " student" : " students"));
                int pieces = halving.pieces(rung);
                List<Future<?>> students = submit(running, pieces, left, folder);
                if (rung == 0) {
                    // It is never eliminated: it runs to its end wherever students leave room.
                    baseline = submit(running, most, List.of(teacherTrainedOn), folder);
                }
                await(students);
                List<TrialResult> ended = left.stream()
                        .map(student -> result(student, pieces, folder))
                        .sorted(SearchResult.order())
                        .toList();
                ended.forEach(this::report);
                ended.forEach(trial -> results.put(trial.number(), trial));
                left = promoted(ended, halving.trials(rung + 1), candidates);
            }
            await(baseline);
        }
        TrialResult trainedOn = result(teacherTrainedOn, most, folder);
        report(trainedOn);
        results.put(0, trainedOn);
        ImmutableList<TrialResult> ranking = ImmutableList.sortedCopyOf(SearchResult.order(), results.values());
        SearchResult<N> result = new SearchResult<>(ranking, Optional.empty(), Optional.empty());
        return new SearchResult<>(
                ranking,
                result.bestStudent().map(best -> trained(job, best, folder)),
                Optional.of(trainedOn)
                        .filter(trial -> trial.failure().isEmpty())
                        .map(trial -> trained(job, trial, folder).network()));
    }

    private static List<Candidate> promoted(List<TrialResult> ended, int wanted, List<Candidate> all) {
        return ended.stream()
                .filter(trial -> trial.failure().isEmpty())
                .limit(wanted)
                .map(trial -> all.get(trial.number()))
                .toList();
    }

    private void report(TrialResult trial) {
        report(String.format(
                Locale.ROOT,
                "  %s: %s",
                trial.name(),
                trial.failure()
                        .map(reason -> "failed: " + reason)
                        .orElseGet(() -> String.format(Locale.ROOT, "score %.6g", trial.score()))));
    }

    /** What is not yet done. */
    private List<Future<?>> submit(
            TrialExecutor.Running running, int pieces, List<Candidate> candidates, SearchFolder folder) {
        List<Future<?>> submitted = new ArrayList<>();
        for (Candidate candidate : candidates) {
            TrialResult found = result(candidate, pieces, folder);
            if (found.failure().isEmpty() && found.progress().epoch() < pieces) {
                submitted.add(
                        running.submit(trial(candidate.number, candidate.name(), candidate.plan, pieces, folder)));
            }
        }
        return submitted;
    }

    private static void await(List<Future<?>> trials) {
        for (Future<?> trial : trials) {
            try {
                Uninterruptibles.getUninterruptibly(trial);
            } catch (ExecutionException e) {
                Throwables.throwIfUnchecked(e.getCause() == null ? e : e.getCause());
                throw new IllegalStateException(e);
            }
        }
    }

    private static Trial trial(int number, String name, GrowthPlan plan, int pieces, SearchFolder folder) {
        File own = folder.trial(number).folder().toFile();
        return new Trial(number, name, plan.recipe().toJson(), pieces, own);
    }

    private TrialResult result(Candidate candidate, int pieces, SearchFolder folder) {
        TrialFolder files = folder.trial(candidate.number);
        return new TrialResult(
                candidate.number,
                candidate.name(),
                candidate.plan,
                files.progress(!settings.byAccuracy()),
                pieces,
                files.certificate(),
                files.failure());
    }

    /** Nothing is trained, as it is done: the network is read. */
    private static <N extends Model> Grown<N> trained(SearchJob<N, ?> job, TrialResult best, SearchFolder folder) {
        Trial trial = trial(best.number(), best.name(), best.plan(), best.pieces(), folder);
        return job.train(trial, folder.trial(best.number()));
    }

    private void report(String line) {
        LOG.info("{}", line);
        course.receiver().accept(line);
    }
}
