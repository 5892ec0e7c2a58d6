package io.github.net2net.dl4j.saving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A student saved with its optimizer's state goes on in another process as if it had never been saved. */
class FreshProcessTest {
    private static final int FROM = 50;
    private static final int STEPS = 10;

    @TempDir
    Path folder;

    /** What the other process does: load, check, train on, store. */
    static final class Continuing {
        private Continuing() {}

        public static void main(String[] files) throws Exception {
            File zip = new File(files[0]);
            Model network = files[2].equals("chain")
                    ? ModelSerializer.restoreMultiLayerNetwork(zip, true)
                    : ModelSerializer.restoreComputationGraph(zip, true);
            System.out.println("standing " + Certificate.read(zip.toPath()).check(network));
            Trained.train(network, FROM, STEPS);
            Nd4j.saveBinary(network.params(), new File(files[1]));
        }
    }

    @Test
    void chain_trainsOnAsIfItHadNeverBeenSaved() throws Exception {
        assertGoesOn(Trained.grownChain(), "chain");
    }

    @Test
    void graph_trainsOnAsIfItHadNeverBeenSaved() throws Exception {
        assertGoesOn(Trained.grownGraph(), "graph");
    }

    private void assertGoesOn(Grown<? extends Model> grown, String kind) throws Exception {
        Path zip = folder.resolve("student.zip");
        Path after = folder.resolve("params.bin");
        GrownFile.of(grown).write(zip);
        INDArray before = grown.network().params().dup();
        Trained.train(grown.network(), FROM, STEPS);
        String log = runElsewhere(zip, after, kind);

        assertThat(log).contains("standing AS_GROWN");
        assertThat(Trained.numbers(Nd4j.readBinary(after.toFile())))
                .isEqualTo(Trained.numbers(grown.network().params()))
                .isNotEqualTo(Trained.numbers(before));
    }

    private String runElsewhere(Path zip, Path after, String kind) throws Exception {
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Continuing.class.getName(),
                        zip.toString(),
                        after.toString(),
                        kind)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(log);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
