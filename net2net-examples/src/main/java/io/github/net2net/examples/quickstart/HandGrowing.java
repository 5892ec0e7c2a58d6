package io.github.net2net.examples.quickstart;

import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Doubles conv2 by hand: every channel twice, what reads it halved, with noise of sum zero to tell the copies apart. */
final class HandGrowing implements Growing {
    private static final int CONV2 = 4;
    private static final int BN2 = 5;
    private static final int CONV3 = 8;

    @Override
    public Offspring student(MultiLayerNetwork teacher, INDArray probe, long seed) {
        MultiLayerNetwork student = larger(teacher);
        pad(teacher, student);
        int n = (int) teacher.getLayer(CONV2).getParam("W").size(0);
        INDArray conv2 = student.getLayer(CONV2).getParam("W");
        put(conv2, 0, n, teacher.getLayer(CONV2).getParam("W"));
        for (Map.Entry<String, INDArray> entry :
                teacher.getLayer(BN2).paramTable().entrySet()) {
            put(student.getLayer(BN2).getParam(entry.getKey()), 0, n, entry.getValue());
        }
        INDArray conv3 = student.getLayer(CONV3).getParam("W");
        INDArray half = teacher.getLayer(CONV3).getParam("W").div(2);
        INDArray noise = noiseLike(half, seed);
        put(conv3, 1, 0, half.add(noise));
        put(conv3, 1, n, half.sub(noise));
        double deviation =
                teacher.output(probe).sub(student.output(probe)).amaxNumber().doubleValue();
        return new Offspring(
                student, "plan: widen conv2 " + n + " -> " + 2 * n, "outputs differ by at most " + deviation);
    }

    @Override
    public MultiLayerNetwork randomPad(MultiLayerNetwork teacher, long seed) {
        MultiLayerNetwork network = larger(teacher);
        pad(teacher, network);
        return network;
    }

    private static MultiLayerNetwork larger(MultiLayerNetwork teacher) {
        MultiLayerConfiguration configuration =
                teacher.getLayerWiseConfigurations().clone();
        var conv2 = (ConvolutionLayer) configuration.getConf(CONV2).getLayer();
        long width = 2 * conv2.getNOut();
        conv2.setNOut(width);
        var bn2 = (BatchNormalization) configuration.getConf(BN2).getLayer();
        bn2.setNIn(width);
        bn2.setNOut(width);
        ((ConvolutionLayer) configuration.getConf(CONV3).getLayer()).setNIn(width);
        var network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static void pad(MultiLayerNetwork teacher, MultiLayerNetwork student) {
        teacher.paramTable().forEach((name, value) -> {
            INDArray target = student.getParam(name);
            int axis = name.startsWith(CONV3 + "_") ? 1 : 0;
            put(target, axis, 0, value);
        });
    }

    private static void put(INDArray target, int axis, int from, INDArray value) {
        var range = NDArrayIndex.interval(from, from + value.size(axis));
        INDArray part = axis == 0 ? target.get(range) : target.get(NDArrayIndex.all(), range);
        part.assign(value);
    }

    private static INDArray noiseLike(INDArray value, long seed) {
        var random = new SplittableRandom(seed);
        INDArray noise = value.dup();
        double scale = 0.2 * value.norm2Number().doubleValue() / Math.sqrt((double) value.length());
        for (long i = 0; i < noise.length(); i++) {
            noise.putScalar(i, scale * (random.nextDouble() * 2 - 1));
        }
        return noise;
    }
}
