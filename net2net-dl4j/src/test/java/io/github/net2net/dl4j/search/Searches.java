package io.github.net2net.dl4j.search;

import io.github.net2net.Recipe;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.schedule.Trainings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** A search of five small students in three rungs, with one in two to go on. */
final class Searches {
    static final int STUDENTS = 5;
    static final int PIECES = 4;
    static final long BUDGET = 300_000;

    private Searches() {}

    /** Six batches of 16 in an epoch. */
    record Points() implements SearchData<DataSetIterator> {
        @Override
        public DataSetIterator training(int epoch) {
            return Trainings.shuffled(epoch);
        }

        @Override
        public DataSetIterator validation() {
            return Trainings.data(2, 64);
        }
    }

    /** Trained for an epoch. */
    static MultiLayerNetwork teacher() {
        MultiLayerNetwork teacher = Trainings.network();
        teacher.fit(Trainings.data(1, 96));
        return teacher;
    }

    static RecipeSource recipes() {
        Recipe none = Recipe.of();
        return RecipeSource.grid(
                List.of(List.of(none, Trainings.WIDEN), List.of(none, Trainings.WIDEN_MORE, Trainings.DEEPEN)));
    }

    static GrowthSearch<MultiLayerNetwork, DataSetIterator> search() {
        return on(new Points());
    }

    static GrowthSearch<MultiLayerNetwork, DataSetIterator> on(SearchData<DataSetIterator> data) {
        return GrowthSearch.of(teacher(), data).recipes(recipes()).eta(2).budget(Limit.multiplyAdds(BUDGET));
    }

    static GrowthSearch<MultiLayerNetwork, DataSetIterator> search(Path folder) {
        return search().checkpointIn(folder);
    }

    /** All that must be the same whatever the threads and interruptions: everything but processor times. */
    static String text(SearchResult<MultiLayerNetwork> result) {
        String trials = result.ranking().stream()
                .map(trial ->
                        trial.number() + " " + trial.name() + " " + trial.pieces() + " " + trial.multiplyAdds() + " "
                                + trial.iterations() + " "
                                + trial.progress().epochs().stream()
                                        .limit(trial.pieces())
                                        .map(piece -> String.valueOf(piece.score()))
                                        .toList()
                                + trial.failure())
                .collect(Collectors.joining("\n"));
        return trials + "\n"
                + Trainings.numbers(result.best().orElseThrow().network()).stream()
                        .map(java.util.Arrays::toString)
                        .toList();
    }
}
