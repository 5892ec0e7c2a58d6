package io.github.net2net.examples.data;

import java.util.SplittableRandom;

/** Two colors that alternate in waves; waves longer than the image make a slow change of color. */
final class Texture {
    private final double[] first = new double[ImageSet.CHANNELS];
    private final double[] second = new double[ImageSet.CHANNELS];
    private final double waveX;
    private final double waveY;
    private final double phase;

    /** A random one with values from {@code darkest} to {@code brightest}. */
    Texture(SplittableRandom random, double darkest, double brightest) {
        for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
            first[channel] = darkest + (brightest - darkest) * random.nextDouble();
            second[channel] = darkest + (brightest - darkest) * random.nextDouble();
        }
        double angle = random.nextDouble() * 2 * Math.PI;
        double frequency = 0.1 + 1.4 * random.nextDouble();
        waveX = Math.cos(angle) * frequency;
        waveY = Math.sin(angle) * frequency;
        phase = random.nextDouble() * 2 * Math.PI;
    }

    double value(int channel, int x, int y) {
        double mix = 0.5 + 0.5 * Math.sin(waveX * x + waveY * y + phase);
        return first[channel] + mix * (second[channel] - first[channel]);
    }
}
