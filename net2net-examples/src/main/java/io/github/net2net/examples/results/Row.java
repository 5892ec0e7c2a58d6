package io.github.net2net.examples.results;

/**
 * One measurement on the test examples, or on validation examples if the experiment has some.
 *
 * @param run which network
 * @param iteration batches since the run's start
 * @param examples examples it was trained on since the run's start
 * @param totalExamples the same, including its ancestors'
 * @param seconds spent training since the run's start
 * @param waiting seconds of these spent waiting for data
 * @param cpu processor seconds of the whole process in that time, affected least by other processes
 * @param multiplyAdds of training since the run's start; 0 if not known
 * @param accuracy share of the examples classified correctly, 0 to 1
 * @param loss mean cross-entropy on the examples, in nats
 * @param tested the accuracy on the test examples, where others are measured during training; else NaN
 */
public record Row(
        String run,
        int iteration,
        long examples,
        long totalExamples,
        double seconds,
        double waiting,
        double cpu,
        double multiplyAdds,
        double accuracy,
        double loss,
        double tested) {

    /** The same with iterations counted from another start. */
    public Row at(int otherIteration) {
        return new Row(
                run,
                otherIteration,
                examples,
                totalExamples,
                seconds,
                waiting,
                cpu,
                multiplyAdds,
                accuracy,
                loss,
                tested);
    }
}
