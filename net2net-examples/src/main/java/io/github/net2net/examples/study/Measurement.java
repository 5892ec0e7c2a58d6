package io.github.net2net.examples.study;

/**
 * One measurement on the test images.
 *
 * @param optimizer the title of what the network trains with
 * @param arm the way it went on
 * @param seed of its teacher, its growth and its batches
 * @param iteration batches since the teacher was grown
 * @param accuracy share of the test images classified correctly, 0 to 1
 * @param loss mean cross-entropy on the test images, in nats
 */
record Measurement(String optimizer, String arm, long seed, int iteration, double accuracy, double loss) {

    /** What is trained in one go. */
    record Run(String optimizer, String arm, long seed) {}

    Run run() {
        return new Run(optimizer, arm, seed);
    }
}
