package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.spi.Deviation;
import io.github.net2net.spi.Deviation.Mode;
import io.github.net2net.spi.Deviation.Stage;
import io.github.net2net.spi.Probe;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compares MultiLayerNetworks on one batch.
 *
 * @param features of the shape that the networks are trained on
 * @param mask the features mask, or null
 */
public record MultiLayerProbe(INDArray features, @Nullable INDArray mask) implements Probe<MultiLayerNetwork> {

    @Override
    public ImmutableList<Deviation> compare(MultiLayerNetwork teacher, MultiLayerNetwork student) {
        ImmutableList.Builder<Deviation> deviations = ImmutableList.builder();
        for (Mode mode : Mode.values()) {
            for (Stage stage : Stage.values()) {
                if (ProbeNetwork.has(teacher, stage) && ProbeNetwork.has(student, stage)) {
                    deviations.add(compare(teacher, student, mode, stage));
                }
            }
        }
        return deviations.build();
    }

    private Deviation compare(MultiLayerNetwork teacher, MultiLayerNetwork student, Mode mode, Stage stage) {
        int last = teacher.getnLayers() - 1;
        String output = MultiLayerReader.name(MultiLayerReader.layer(teacher, last), last);
        return between(output, mode, stage, run(teacher, mode, stage), run(student, mode, stage));
    }

    private INDArray run(MultiLayerNetwork network, Mode mode, Stage stage) {
        return ProbeNetwork.output(network, mode, stage, features, mask);
    }

    private static Deviation between(String output, Mode mode, Stage stage, INDArray teacher, INDArray student) {
        if (!Arrays.equals(teacher.shape(), student.shape())) {
            throw new GrowthException("cannot compare the networks: output '" + output + "' has shape "
                    + Arrays.toString(teacher.shape()) + " in the first and " + Arrays.toString(student.shape())
                    + " in the second.");
        }
        double[] before = teacher.dup('c').data().asDouble();
        double[] after = student.dup('c').data().asDouble();
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < before.length; i++) {
            difference = Math.max(difference, Math.abs(before[i] - after[i]));
            magnitude = Math.max(magnitude, Math.abs(before[i]));
        }
        return new Deviation(output, mode, stage, difference, magnitude);
    }

    @Override
    public double tolerance(MultiLayerNetwork teacher) {
        return teacher.getLayerWiseConfigurations().getDataType() == DataType.DOUBLE ? 1e-10 : 1e-5;
    }
}
