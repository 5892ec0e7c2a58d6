package io.github.net2net.examples.data;

import java.util.Arrays;

/** Maps the values 0 to 255 of each color channel to the inputs of networks. */
public final class ChannelScaling {
    private final float[][] tables;

    private ChannelScaling(float[][] tables) {
        this.tables = tables;
    }

    /** Leaves the values of a single channel as they are. */
    static ChannelScaling none() {
        return dividing(1, 1);
    }

    /** Scales to 0 to 1. */
    public static ChannelScaling unit(int channels) {
        return dividing(255, channels);
    }

    private static ChannelScaling dividing(float divisor, int channels) {
        float[] table = new float[256];
        for (int value = 0; value < table.length; value++) {
            table[value] = value / divisor;
        }
        float[][] tables = new float[channels][];
        Arrays.fill(tables, table);
        return new ChannelScaling(tables);
    }

    /** Scales to mean 0 and standard deviation 1 over the training images; test images must be scaled the same way. */
    public static ChannelScaling of(ImageSet training) {
        float[][] tables = new float[training.channels()][];
        for (int channel = 0; channel < tables.length; channel++) {
            tables[channel] = tableOf(training.histogram(channel));
        }
        return new ChannelScaling(tables);
    }

    private static float[] tableOf(long[] histogram) {
        double count = 0;
        double sum = 0;
        double squares = 0;
        for (int value = 0; value < histogram.length; value++) {
            count += histogram[value];
            sum += (double) histogram[value] * value;
            squares += (double) histogram[value] * value * value;
        }
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        float[] table = new float[histogram.length];
        for (int value = 0; value < table.length; value++) {
            table[value] = (float) ((value - mean) / Math.max(deviation, 1));
        }
        return table;
    }

    /** The scaled value of each of 0 to 255. Not to be modified. */
    float[] table(int channel) {
        return tables[channel];
    }
}
