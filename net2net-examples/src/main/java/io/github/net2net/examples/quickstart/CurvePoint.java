package io.github.net2net.examples.quickstart;

/**
 * One measurement.
 *
 * @param images images seen so far by the network and the teacher it comes from
 * @param accuracy share of the test images classified correctly, 0 to 1
 * @param seconds time spent training this network so far, without measuring
 */
record CurvePoint(long images, double accuracy, double seconds) {}
