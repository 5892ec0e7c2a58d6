package io.github.net2net.dl4j.internal.adapter;

import io.github.net2net.rule.CalibrationData;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batches of features, an array for each input, on which statistics are measured. Can be iterated more than once. */
public interface FeatureBatches extends CalibrationData, Iterable<INDArray[]> {}
