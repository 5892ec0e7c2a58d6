package io.github.net2net.examples.quickstart;

import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.examples.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Prints a comparison and writes it to files. */
final class Results {
    static final String PICTURE = "curves.png";
    static final String NUMBERS = "curves.csv";
    static final String STUDENT = "student.zip";

    private final OutputFolder out;
    private final Console console;

    Results(OutputFolder out, Console console) {
        this.out = out;
        this.console = console;
    }

    /**
     * Prints and writes everything.
     *
     * @param student saved, loaded again and compared
     * @param probe the images [N, 3, 32, 32] it is compared on
     */
    void publish(Comparison comparison, MultiLayerNetwork student, INDArray probe) {
        var text = new ComparisonText(comparison);
        console.line("");
        console.line(text.table());
        console.line("");
        Path numbers = out.write(NUMBERS, stream -> stream.write(text.csv().getBytes(StandardCharsets.UTF_8)));
        Path picture = out.write(PICTURE, new CurvesPicture(comparison)::writeTo);
        Path saved = out.write(STUDENT, stream -> ModelSerializer.writeModel(student, stream, true));
        double deviation = deviationOfReloaded(saved, student, probe);
        console.line("curves:  " + picture);
        console.line("numbers: " + numbers);
        console.line("student: " + saved + " (loaded again: its outputs differ by at most " + deviation + ")");
        console.line("");
        console.line(text.summary());
    }

    private static double deviationOfReloaded(Path file, MultiLayerNetwork student, INDArray probe) {
        try {
            MultiLayerNetwork loaded = ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
            OneDnn.engage(loaded);
            double deviation =
                    loaded.output(probe).sub(student.output(probe)).amaxNumber().doubleValue();
            if (!(deviation <= 1e-5)) {
                throw new IllegalStateException(
                        file + ": the student loaded from it has outputs that differ by " + deviation);
            }
            return deviation;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load the student again from " + file, e);
        }
    }
}
