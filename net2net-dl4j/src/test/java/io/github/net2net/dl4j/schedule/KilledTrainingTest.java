package io.github.net2net.dl4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training whose process is killed at random moments comes to the numbers of one that was left alone. */
class KilledTrainingTest {
    private static final int PAUSE = 30;

    @TempDir
    Path folder;

    /** What is killed: a training that takes its time. */
    static final class Child {
        private Child() {}

        public static void main(String[] folder) {
            Trainings.eventful(Path.of(folder[0])).onEvent(Child::tell).run();
        }

        private static void tell(TrainingEvent event) {
            System.out.println("EVENT " + event);
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void training_thatIsKilledAtRandomMoments_comesToTheSameNumbers() throws Exception {
        assertThat(killAndResume(1, 20)).as("kills").isPositive();
    }

    @Test
    @Tag("long")
    void training_thatIsKilledOverAndOver_comesToTheSameNumbers() throws Exception {
        int kills = 0;
        for (int seed = 2; kills < 40; seed++) {
            kills += killAndResume(seed, 6);
        }
    }

    /** Kills somewhere after up to so many events each time, until the training ends by itself. */
    private int killAndResume(int seed, int most) throws Exception {
        Path checkpoints = folder.resolve("killed" + seed);
        Random random = new Random(seed);
        int kills = 0;
        boolean killed = true;
        while (killed) {
            try (ChildProcess child = ChildProcess.start(Child.class, folder.resolve("log"), checkpoints.toString())) {
                int events = 1 + random.nextInt(most);
                child.waitUntil(() -> child.output().split("EVENT", -1).length > events);
                Thread.sleep(random.nextInt(2 * PAUSE));
                killed = child.kill();
            }
            kills += killed ? 1 : 0;
        }
        assertSameAsLeftAlone(checkpoints);
        return kills;
    }

    private static void assertSameAsLeftAlone(Path checkpoints) throws IOException {
        Trained<MultiLayerNetwork> alone = Trainings.eventful().run();
        Trained<MultiLayerNetwork> resumed = Trainings.eventful(checkpoints).run();
        List<double[]> numbers = Trainings.numbers(alone.network());

        assertThat(Trainings.numbers(resumed.network()))
                .usingRecursiveComparison()
                .isEqualTo(numbers);
        assertThat(Trainings.withoutTimes(resumed)).isEqualTo(Trainings.withoutTimes(alone));
        assertThat(Files.exists(checkpoints.resolve("checkpoint.zip"))).isTrue();
    }
}
