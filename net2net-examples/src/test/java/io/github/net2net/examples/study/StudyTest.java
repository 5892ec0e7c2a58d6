package io.github.net2net.examples.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.examples.data.GeneratedShapes;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
    private static final ImageData DATA = GeneratedShapes.create(100, 20, 1);

    @TempDir
    Path folder;

    /** Counts what is trained. */
    private static final class Counter implements StudyRunner.Watcher {
        private final List<String> begun = new ArrayList<>();
        private int batches;

        @Override
        public void begins(String what) {
            begun.add(what);
        }

        @Override
        public void batch() {
            batches++;
        }

        @Override
        public void ended(List<Measurement> run) {}
    }

    private Measurements run(Counter counter) {
        Measurements measurements = Measurements.in(folder.resolve("rates.csv"));
        new StudyRunner(DATA, new StudyRunner.Protocol(3, 2, 1, 10))
                .run(Study.RATES, Optimizer.ADAM, 1, measurements, counter);
        return measurements;
    }

    @Test
    void study_measuresEveryArm_fromTheTeachersLossOn() {
        List<Measurement> all = run(new Counter()).all();
        assertThat(all).hasSize(Study.RATES.arms().size() * 3);
        double start = all.get(0).loss();
        assertThat(all)
                .filteredOn(measurement -> measurement.iteration() == 0)
                .allSatisfy(measurement -> assertThat(measurement.loss()).isCloseTo(start, withinFloat()));
        assertThat(all)
                .filteredOn(measurement -> measurement.iteration() == 2)
                .extracting(Measurement::loss)
                .doesNotHaveDuplicates();
    }

    private static Offset<Double> withinFloat() {
        return within(1e-5);
    }

    @Test
    void study_thatWasInterrupted_trainsOnlyWhatIsMissing() throws IOException {
        List<Measurement> whole = run(new Counter()).all();
        Path file = folder.resolve("rates.csv");
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 3));
        Counter counter = new Counter();
        List<Measurement> resumed = run(counter).all();
        assertThat(counter.begun).containsExactly("adam, seed 1, teacher", "adam, seed 1, keep, optimizer reset");
        assertThat(counter.batches).isEqualTo(3 + 2);
        assertThat(resumed.get(resumed.size() - 1)).isEqualTo(whole.get(whole.size() - 1));
    }

    @Test
    void table_hasARowForEachArm() {
        String table = new StudyTable(run(new Counter()).all()).markdown();
        assertThat(table.lines().filter(line -> line.startsWith("| ")).skip(1))
                .hasSize(Study.RATES.arms().size());
        assertThat(table).contains("| loss at 0 | loss at 1 | loss at 2 | mean loss | accuracy at 2 | seeds |");
    }

    @Test
    void picture_isDrawn() throws IOException {
        var stream = new ByteArrayOutputStream();
        new StudyPicture(Study.RATES, "adam", "shapes", run(new Counter()).all()).writeTo(stream);
        assertThat(ImageIO.read(new ByteArrayInputStream(stream.toByteArray())).getWidth())
                .isEqualTo(1000);
    }

    @Test
    void otherFile_isRefused() throws IOException {
        Path file = folder.resolve("rates.csv");
        Files.writeString(file, "optimizer,arm,seed,iteration,accuracy,loss\nadam,keep,one,0,0.5,1.0\n");
        assertThatThrownBy(() -> Measurements.in(file))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": these are no measurements of a study (For input string: \"one\"). Give another"
                        + " folder with --out, or remove the file.");
    }
}
