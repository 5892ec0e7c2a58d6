package io.github.net2net.graph;

/** The order in which a channel's several entries stand on a spread axis of C channels with P entries each. */
public enum FlattenOrder {
    /** Channel c, entry p at index c·P + p: flattening channels-first (NCHW) images; depthwise multipliers. */
    CHANNEL_MAJOR,
    /** Channel c, entry p at index p·C + c: flattening channels-last (NHWC) images. */
    CHANNEL_MINOR
}
