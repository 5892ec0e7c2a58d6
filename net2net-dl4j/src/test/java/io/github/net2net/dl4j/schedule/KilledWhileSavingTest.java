package io.github.net2net.dl4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.schedule.Checkpoints.Networks;
import io.github.net2net.dl4j.schedule.Progress.Attempt;
import io.github.net2net.dl4j.schedule.Progress.Fate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Nesterovs;

/** However often a process is killed while it saves, the files that stand there are whole and belong together. */
class KilledWhileSavingTest {
    @TempDir
    Path folder;

    /** What is killed: it saves and saves, each time other numbers throughout. */
    static final class Child {
        private Child() {}

        public static void main(String[] folder) {
            MultiLayerNetwork network = network();
            MultiLayerNetwork before = network();
            try (Checkpoints<MultiLayerNetwork> checkpoints = open(Path.of(folder[0]))) {
                int number =
                        checkpoints.find().map(KilledWhileSavingTest::numberOf).orElse(0);
                while (true) {
                    number++;
                    fill(network, number);
                    fill(before, -number);
                    checkpoints.save(network, before, state(number));
                    if (number % 3 == 0) {
                        System.out.println("SAVED " + number);
                    }
                }
            }
        }
    }

    private static Checkpoints<MultiLayerNetwork> open(Path folder) {
        return Checkpoints.in(new CheckpointPolicy(folder, 1, 0, event -> {}), Dl4jNetwork.of(network()));
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Nesterovs(0.1))
                .list()
                .layer(new OutputLayer.Builder()
                        .nIn(400)
                        .nOut(400)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static void fill(MultiLayerNetwork network, int number) {
        network.params().assign(number);
        network.getUpdater().getStateViewArray().assign(number);
    }

    /** Each state has a growth of its own, so that each is saved with another network before it. */
    private static State state(int number) {
        Attempt attempt = new Attempt(1, number, 1, 1, List.of(), "", Fate.ON_TRIAL, 0);
        Progress progress = new Progress(
                true,
                List.of(new Progress.Epoch(1, number, 1, 0, 1, 0)),
                java.util.Collections.nCopies(number, attempt));
        return State.of(new State.Origin("", "", 0), progress);
    }

    private static int numberOf(State state) {
        return state.progress().attempts().size();
    }

    private static void assertWhole(Checkpoints<MultiLayerNetwork> checkpoints, State state) {
        int number = numberOf(state);
        assertThat(state).isEqualTo(state(number));
        Networks<MultiLayerNetwork> found = checkpoints.load(state);
        assertAll(found.current(), number);
        assertThat(found.beforeGrowth()).isNotNull();
        assertAll(found.beforeGrowth(), -number);
    }

    private static void assertAll(MultiLayerNetwork network, int number) {
        for (INDArray array : List.of(network.params(), network.getUpdater().getStateViewArray())) {
            assertThat(array.minNumber().intValue()).isEqualTo(number);
            assertThat(array.maxNumber().intValue()).isEqualTo(number);
        }
    }

    @Test
    void files_areWholeAfterEveryKill() throws Exception {
        killWhileSaving(3);
    }

    @Test
    @Tag("long")
    void files_areWholeAfterManyKills() throws Exception {
        killWhileSaving(30);
    }

    private void killWhileSaving(int wanted) throws Exception {
        Path target = folder.resolve("saved");
        Random random = new Random(wanted);
        int kills = 0;
        int last = 0;
        while (kills < wanted) {
            try (ChildProcess child = ChildProcess.start(Child.class, folder.resolve("log"), target.toString())) {
                child.waitUntil(() -> child.hasPrinted("SAVED"));
                Thread.sleep(random.nextInt(200));
                assertThat(child.kill()).as(child::output).isTrue();
            }
            kills += hasPart(target) ? 1 : 0;
            try (Checkpoints<MultiLayerNetwork> checkpoints = open(target)) {
                State found = checkpoints.find().orElseThrow();
                assertWhole(checkpoints, found);
                assertThat(numberOf(found)).isGreaterThan(last);
                last = numberOf(found);
            }
            assertThat(hasPart(target)).as("what was left is cleared away").isFalse();
        }
    }

    /** Whether the process died between the beginning and the end of writing a file. */
    private static boolean hasPart(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(
                    file -> file.toString().endsWith(".part") || file.toString().endsWith(".tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
