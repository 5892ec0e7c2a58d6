package io.github.net2net.examples.quickstart;

import io.github.net2net.examples.data.DataChoice;
import io.github.net2net.examples.data.InputException;
import java.nio.file.Path;

/**
 * What a run is to do.
 *
 * @param data the images
 * @param batches batches the teacher sees before growth, and every network again after it
 * @param batchSize images in a batch
 * @param seed of the data, the networks and the order of the images
 * @param out the folder for the results
 */
record Settings(DataChoice data, int batches, int batchSize, long seed, Path out) {
    private static final int MEASUREMENTS = 8;

    Settings {
        if (batches < 1) {
            throw new InputException("--batches " + batches + ": give a number from 1 on.");
        }
        if (batchSize < 2 || batchSize > data.trainingImages()) {
            throw new InputException("--batch-size " + batchSize + ": give a number from 2 to the number of images, "
                    + data.trainingImages() + " (--images).");
        }
    }

    /** Batches between two measurements. */
    int interval() {
        return Math.max(1, (batches + MEASUREMENTS - 1) / MEASUREMENTS);
    }

    /** Images seen before growth. */
    long growthPoint() {
        return (long) batches * batchSize;
    }
}
