package io.github.net2net.dl4j.schedule;

/**
 * What a growth training came to.
 *
 * @param network the last network; the one before the last growth if that was rolled back
 * @param progress every epoch and growth on the way, those of earlier processes included
 * @param ending why it ended
 * @param <N> the network type
 */
public record Trained<N>(N network, Progress progress, StopReason ending) {}
