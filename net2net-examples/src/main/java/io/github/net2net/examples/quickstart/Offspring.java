package io.github.net2net.examples.quickstart;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A grown network.
 *
 * @param network the student
 * @param plan what was to be done, printed
 * @param report how well the teacher's function was kept, printed
 */
record Offspring(MultiLayerNetwork network, String plan, String report) {}
