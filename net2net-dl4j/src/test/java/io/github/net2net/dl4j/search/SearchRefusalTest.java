package io.github.net2net.dl4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.saving.FolderLock;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.schedule.Trainings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Every refusal by its whole text. */
class SearchRefusalTest {
    @TempDir
    Path folder;

    private final GrowthSearch<MultiLayerNetwork, DataSetIterator> bare =
            GrowthSearch.of(Trainings.network(), new Searches.Points());
    private final GrowthSearch<MultiLayerNetwork, DataSetIterator> search =
            bare.recipes(Trainings.WIDEN).budget(Limit.iterations(4));

    private static void assertRefused(GrowthSearch<?, ?> refused, String message) {
        assertThatThrownBy(refused::run).isInstanceOf(GrowthException.class).hasMessage(message);
    }

    private static void assertIllegal(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void search_withoutRecipes() {
        assertRefused(
                bare.budget(Limit.iterations(4)),
                "cannot search: no recipe is given. Call recipes(..), for example with RecipeSource.neighbors(1.5).");
    }

    @Test
    void search_whoseSourceHasNoRecipe() {
        assertRefused(
                search.recipes(growth -> List.of()),
                "cannot search: the source of recipes has none for this network. Give recipes by which it can grow;"
                        + " inspect() lists what can grow.");
    }

    @Test
    void search_withoutBudget() {
        assertRefused(
                bare.recipes(Trainings.WIDEN),
                "cannot search: no budget is set. Call for example budget(Limit.multiplyAdds(1_000_000_000_000L)).");
    }

    @Test
    void recipe_thatCannotBeDone() {
        assertRefused(
                search.recipes(Trainings.WIDEN, Recipe.of().widen("second").to(5)),
                "cannot search with recipe 2: cannot widen 'second' to 5: it has 6 channels now, and a layer can only grow."
                        + " Give more than 6.");
    }

    @Test
    void budget_tooSmallForOneIteration() {
        assertRefused(
                search.budget(Limit.multiplyAdds(1000)),
                "cannot search with a budget of 1000 multiply-adds: in the first of 1 rungs a trial has 1000 multiply-adds,"
                        + " and one iteration of 'widen first 6 -> 12' on 16 examples takes 6624. Give at least 6624, or fewer"
                        + " recipes.");
        assertRefused(
                search.recipes(Searches.recipes()).eta(2).budget(Limit.iterations(3)),
                "cannot search with a budget of 3 iterations: in the first of 3 rungs a trial has 0 iterations, and one"
                        + " iteration of 'widen first 6 -> 12; widen second 6 -> 12' on 16 examples takes 1. Give at least 4, or"
                        + " fewer recipes.");
    }

    @Test
    void arguments_outOfRange() {
        assertIllegal(
                () -> search.budget(Limit.epochs(3)),
                "a budget of Epochs[most=3]; give Limit.multiplyAdds(..), iterations(..) or processorTime(..)");
        assertIllegal(() -> search.eta(1), "eta 1; give 2 or more");
        assertIllegal(() -> search.climb(0), "climbing for 0 rounds; give a number above 0");
        assertIllegal(() -> TrialExecutor.threads(0), "trials in 0 threads; give a number above 0");
        assertIllegal(() -> RecipeSource.neighbors(1), "neighbors(1.0): give a finite factor above 1, such as 1.5");
    }

    @Test
    void data_withoutBatches() {
        SearchData<DataSetIterator> empty = new SearchData<>() {
            private static final long serialVersionUID = 1L;
            private final DataSetIterator data = Trainings.data(1, 16);

            @Override
            public DataSetIterator training(int epoch) {
                data.next();
                return data;
            }

            @Override
            public DataSetIterator validation() {
                return data;
            }
        };
        assertRefused(
                GrowthSearch.of(Trainings.network(), empty)
                        .recipes(Trainings.WIDEN)
                        .budget(Limit.iterations(4)),
                "cannot search: the training data of epoch 1 has no batch. Give data whose training(epoch) returns a new"
                        + " iterator at each call.");
    }

    @Test
    void folder_inUse() throws IOException {
        try (FolderLock lock = FolderLock.of(folder).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertRefused(
                    search.checkpointIn(folder),
                    "cannot search in " + folder
                            + ": another search is using it. Wait for it to end, or give each search a"
                            + " folder of its own.");
        }
    }

    @Test
    void folder_withOtherFiles() throws IOException {
        Files.createFile(folder.resolve("notes.txt"));
        assertRefused(
                search.checkpointIn(folder),
                "cannot search in " + folder
                        + ": there is no search.json to resume from, but other files. Give the folder"
                        + " of an earlier search, or an empty one.");
    }

    @Test
    void folder_ofAnotherSearch() {
        search.checkpointIn(folder).run();
        assertRefused(
                search.checkpointIn(folder).seed(7),
                "cannot resume the search in " + folder
                        + ": it belongs to another search. Its seed was 42, and is now 7."
                        + " Give what it began with, or another folder.");
    }
}
