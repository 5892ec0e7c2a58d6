package io.github.net2net.examples.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.examples.data.GeneratedShapes;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.experiment.Experiment.Length;
import io.github.net2net.examples.experiment.Run;
import io.github.net2net.examples.experiment.Runner;
import io.github.net2net.examples.experiment.Setup;
import io.github.net2net.examples.experiment.Watcher;
import io.github.net2net.examples.results.SeedFolder;
import io.github.net2net.examples.study.StudyCommand.Part;
import io.github.net2net.examples.study.StudyExperiment.Optimizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
    private static final ImageData DATA = GeneratedShapes.create(100, 20, 1);
    private static final int RUNS = 1 + Study.RATES.recipes().size();

    @TempDir
    Path folder;

    /** Counts what is trained, and gives up after some batches. */
    private static final class Counter implements Watcher {
        private final List<String> begun = new ArrayList<>();
        private final int most;
        private int batches;

        Counter(int most) {
            this.most = most;
        }

        @Override
        public void begins(Run run, int iteration) {
            begun.add(run.name());
        }

        @Override
        public void batch() {
            if (batches++ == most) {
                throw new IllegalStateException("killed");
            }
        }
    }

    private List<Measurement> run(Path out, Counter counter) {
        StudyExperiment experiment = new StudyExperiment(Study.RATES, Optimizer.ADAM, 2);
        Runner runner = new Runner(new Setup(experiment, Length.FULL, DATA), SeedFolder.in(out, 1));
        runner.runAll(counter);
        return new Part(experiment, 1, new Setup(experiment, Length.FULL, DATA), runner).measurements();
    }

    private List<Measurement> run() {
        return run(folder, new Counter(-1));
    }

    @Test
    void study_measuresEveryRun_fromTheTeachersLossOn() {
        List<Measurement> all = run();
        assertThat(all).hasSize(RUNS * 3);
        double start = all.get(0).row().loss();
        assertThat(all)
                .filteredOn(measurement -> measurement.row().iteration() == 0)
                .hasSize(RUNS)
                .allSatisfy(measurement -> assertThat(measurement.row().loss()).isCloseTo(start, within(1e-5)));
        assertThat(all)
                .filteredOn(measurement -> measurement.row().iteration() == 2)
                .extracting(measurement -> measurement.row().loss())
                .hasSize(RUNS)
                .doesNotHaveDuplicates();
    }

    @Test
    void study_thatWasInterrupted_trainsOnlyWhatIsMissing() {
        String whole = Measurement.csv(run(folder.resolve("whole"), new Counter(-1)));
        Path killed = folder.resolve("killed");
        int inLastRun = 4 + 2 * (RUNS - 1) - 1;
        assertThatThrownBy(() -> run(killed, new Counter(inLastRun))).hasMessage("killed");
        Counter counter = new Counter(-1);
        String resumed = Measurement.csv(run(killed, counter));
        assertThat(counter.begun).containsExactly("keep, optimizer reset");
        assertThat(counter.batches).isEqualTo(1);
        assertThat(resumed).isEqualTo(whole);
    }

    @Test
    void csv_hasALineForEachMeasurement() {
        List<Measurement> all = run();

        assertThat(Measurement.csv(all).lines())
                .hasSize(1 + all.size())
                .startsWith("optimizer,arm,seed,iteration,accuracy,loss")
                .anyMatch(line -> line.matches("adam,\"keep, optimizer reset\",1,2,0\\.\\d{4},\\d\\.\\d{5}"));
    }

    @Test
    void table_hasARowForEachRun() {
        String table = new StudyTable(run()).markdown();
        assertThat(table.lines().filter(line -> line.startsWith("| ")).skip(1)).hasSize(RUNS);
        assertThat(table).contains("| loss at 0 | loss at 1 | loss at 2 | mean loss | accuracy at 2 | seeds |");
    }

    @Test
    void picture_isDrawn() throws IOException {
        var stream = new ByteArrayOutputStream();
        new StudyPicture(Study.RATES, "adam", "shapes", run()).writeTo(stream);
        assertThat(ImageIO.read(new ByteArrayInputStream(stream.toByteArray())).getWidth())
                .isEqualTo(1000);
    }
}
