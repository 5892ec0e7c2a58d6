package io.github.net2net.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.examples.data.GeneratedShapes;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.experiment.Experiment;
import io.github.net2net.examples.experiment.Run;
import io.github.net2net.examples.experiment.Runner;
import io.github.net2net.examples.experiment.Setup;
import io.github.net2net.examples.experiment.Watcher;
import io.github.net2net.examples.results.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;

class QuickstartExperimentTest {
    private static List<Row> run(int batches, int batchSize, Watcher watcher) {
        ImageData data = GeneratedShapes.create(500, 50, 1);
        return run(new QuickstartExperiment(data, batches, batchSize), data, watcher);
    }

    private static List<Row> run(Experiment experiment, ImageData data, Watcher watcher) {
        return Runner.runInTemporaryFolder(new Setup(experiment, Experiment.Length.FULL, data), 1, watcher);
    }

    /** The quickstart's first run. */
    private record TeacherAlone(QuickstartExperiment quickstart) implements Experiment {
        @Override
        public About about() {
            return quickstart.about();
        }

        @Override
        public Optional<String> baseline() {
            return Optional.empty();
        }

        @Override
        public List<Run> runs(Task task, Length length) {
            return quickstart.runs(task, length).subList(0, 1);
        }
    }

    private static List<Row> of(String run, List<Row> rows) {
        return rows.stream().filter(row -> row.run().equals(run)).toList();
    }

    @Test
    void a_teacher_learns_generated_shapes_clearly_above_chance() {
        ImageData data = GeneratedShapes.create(2000, 300, 1);
        List<Row> teacher = run(new TeacherAlone(new QuickstartExperiment(data, 40, 40)), data, new Watcher() {});

        assertThat(teacher.get(teacher.size() - 1).accuracy()).isGreaterThan(0.17);
    }

    @Test
    void all_networks_are_measured_at_equal_costs_since_the_growth() {
        List<Row> rows = run(11, 10, new Watcher() {});

        for (String run : new String[] {"student", "random pad", "from scratch"}) {
            assertThat(of(run, rows)).extracting(Row::examples).containsExactly(0L, 20L, 40L, 60L, 80L, 100L, 110L);
        }
        assertThat(of("from scratch", rows))
                .extracting(Row::multiplyAdds)
                .isSorted()
                .isEqualTo(costs("student", rows));
        assertThat(last("teacher, on", rows) / last("student", rows)).isCloseTo(1, within(0.05));
        assertThat(of("teacher, on", rows).get(0).accuracy())
                .isEqualTo(of("student", rows).get(0).accuracy());
        assertThat(of("teacher", rows)).extracting(Row::seconds).isSorted();
    }

    private static List<Double> costs(String run, List<Row> rows) {
        return of(run, rows).stream().map(Row::multiplyAdds).toList();
    }

    private static double last(String run, List<Row> rows) {
        List<Double> costs = costs(run, rows);
        return costs.get(costs.size() - 1);
    }

    @Test
    void the_same_seed_gives_the_same_networks() {
        Networks one = new Networks();
        Networks other = new Networks();
        List<Row> rows = run(3, 10, one);

        assertThat(run(3, 10, other))
                .extracting(Row::accuracy)
                .isEqualTo(rows.stream().map(Row::accuracy).toList());
        assertThat(one.parameters).hasSize(5).isEqualTo(other.parameters);
    }

    /** Keeps the parameters of trained networks. */
    private static final class Networks implements Watcher {
        private final Map<String, Object> parameters = new HashMap<>();

        @Override
        public void ended(Run run, Model network) {
            parameters.put(run.name(), network.params());
        }
    }
}
