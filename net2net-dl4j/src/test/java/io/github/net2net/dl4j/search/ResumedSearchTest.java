package io.github.net2net.dl4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.collect.ImmutableList;
import io.github.net2net.dl4j.schedule.ChildProcess;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.schedule.Trainings;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** A search that is killed and resumed comes to the result of one that is left alone. */
class ResumedSearchTest {
    private static String alone;

    @TempDir
    Path folder;

    @BeforeAll
    static void searchAlone() {
        alone = Searches.text(Searches.search().run());
    }

    /** What ends a process in the middle of a trial; no failure of the trial. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Data that ends the process when it is asked for the last time. */
    @SuppressWarnings("serial") // it stays in this process
    private record Deadly(AtomicInteger left) implements SearchData<DataSetIterator> {
        @Override
        public DataSetIterator training(int epoch) {
            if (left.decrementAndGet() < 0) {
                throw new Killed();
            }
            return Trainings.shuffled(epoch);
        }

        @Override
        public DataSetIterator validation() {
            return Trainings.data(2, 64);
        }
    }

    @Test
    void search_thatIsCutOffAgainAndAgain_comesToTheSameResult() {
        int cuts = 0;
        Throwable thrown = new Killed();
        while (thrown instanceof Killed) {
            GrowthSearch<MultiLayerNetwork, DataSetIterator> cut =
                    Searches.on(new Deadly(new AtomicInteger(25))).checkpointIn(folder);
            thrown = catchThrowable(cut::run);
            cuts++;
        }
        assertThat(thrown).isNull();
        assertThat(cuts).isGreaterThan(2);
        assertThat(Searches.text(Searches.search(folder).run())).isEqualTo(alone);
    }

    /** What is killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] folder) {
            SearchResult<MultiLayerNetwork> unused = Searches.search(Path.of(folder[0]))
                    .executor(TrialExecutor.threads(2))
                    .onEvent(line -> System.out.println("EVENT " + line))
                    .run();
        }
    }

    @Test
    void search_whoseProcessIsKilled_comesToTheSameResult() throws Exception {
        Path own = folder.resolve("search");
        Random random = new Random(5);
        try (ChildProcess child = ChildProcess.start(Child.class, folder.resolve("log"), own.toString())) {
            child.waitUntil(() -> child.hasPrinted("EVENT"));
            Thread.sleep(random.nextInt(500));
            assertThat(child.kill()).isTrue();
        }
        assertThat(Searches.text(Searches.search(own).run())).isEqualTo(alone);
    }

    @Test
    void climbing_startsEachRoundFromTheBestStudentOfTheLast_alsoWhenResumed() {
        GrowthSearch<MultiLayerNetwork, DataSetIterator> search = GrowthSearch.of(
                        Searches.teacher(), new Searches.Points())
                .recipes(growth -> RecipeSource.neighbors(1.5).recipes(growth).subList(0, 2))
                .eta(10)
                .budget(Limit.iterations(6))
                .checkpointIn(folder);
        ImmutableList<SearchResult<MultiLayerNetwork>> rounds = search.climb(2);
        ImmutableList<SearchResult<MultiLayerNetwork>> again = search.climb(2);

        assertThat(rounds).hasSize(2);
        assertThat(rounds.get(1).baseline().plan().teacherParameters())
                .isEqualTo(rounds.get(0).bestStudent().orElseThrow().plan().studentParameters());
        assertThat(again.stream().map(Searches::text))
                .isEqualTo(rounds.stream().map(Searches::text).toList());
    }
}
