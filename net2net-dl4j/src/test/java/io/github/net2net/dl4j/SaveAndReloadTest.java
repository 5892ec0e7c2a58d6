package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.SymmetryBreaking;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A student outlives the process that grew it. */
class SaveAndReloadTest {
    @TempDir
    Path folder;

    /** What the other process does: load, compute, store. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] files) throws Exception {
            MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(new File(files[0]));
            INDArray output = network.output(Nd4j.readBinary(new File(files[1])));
            Nd4j.saveBinary(output, new File(files[2]));
        }
    }

    @Test
    void student_savedAndLoadedElsewhere_putsOutTheSameBits() throws Exception {
        INDArray images = TestNetworks.images(2, CNN2DFormat.NHWC);
        MultiLayerNetwork student = Net2Net.from(TestNetworks.cnn(CNN2DFormat.NHWC, false, TestNetworks.settings()))
                .breakSymmetry(SymmetryBreaking.dropout(0.2))
                .widen("conv1")
                .to(7)
                .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Calibration.calibratedOn(images)))
                .enlargeKernel("conv2")
                .to(5, 5)
                .deepenAfter("fc")
                .grow()
                .network();
        File model = folder.resolve("student.zip").toFile();
        File features = folder.resolve("features.bin").toFile();
        File outputs = folder.resolve("outputs.bin").toFile();
        ModelSerializer.writeModel(student, model, true);
        Nd4j.saveBinary(images, features);
        runReader(model, features, outputs);
        assertThat(Nd4j.readBinary(outputs).data().asDouble())
                .isEqualTo(student.output(images).dup('c').data().asDouble());
    }

    private void runReader(File... files) throws Exception {
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        files[0].getPath(),
                        files[1].getPath(),
                        files[2].getPath())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(() -> read(log)).isZero();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
