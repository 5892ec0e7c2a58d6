package io.github.net2net.examples.experiment;

/**
 * One measurement on the test images.
 *
 * @param run which network
 * @param iteration batches since the run's start
 * @param images images it was trained on since the run's start
 * @param totalImages the same, its ancestors' included
 * @param seconds spent training since the run's start
 * @param waiting seconds of these spent waiting for data
 * @param accuracy share of the test images told right, 0 to 1
 * @param loss mean cross-entropy on the test images, in nats
 */
record Row(
        String run,
        int iteration,
        long images,
        long totalImages,
        double seconds,
        double waiting,
        double accuracy,
        double loss) {}
