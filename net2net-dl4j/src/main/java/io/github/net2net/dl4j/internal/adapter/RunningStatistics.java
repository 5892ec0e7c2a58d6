package io.github.net2net.dl4j.internal.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The batch norms' running statistics, which a training pass of cuDNN or oneDNN moves. */
record RunningStatistics(List<Saved> arrays) {
    private static final List<String> NAMES = List.of(
            BatchNormalizationParamInitializer.GLOBAL_MEAN,
            BatchNormalizationParamInitializer.GLOBAL_VAR,
            BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

    /** One array of a network, and a copy of what it held. */
    record Saved(INDArray array, INDArray copy) {}

    static RunningStatistics of(Layer... layers) {
        List<Saved> saved = new ArrayList<>();
        for (Layer layer : layers) {
            Map<String, INDArray> params = layer.paramTable();
            if (params != null && params.containsKey(BatchNormalizationParamInitializer.GLOBAL_MEAN)) {
                for (String name : NAMES) {
                    INDArray array = params.get(name);
                    if (array != null) {
                        saved.add(new Saved(array, array.dup()));
                    }
                }
            }
        }
        return new RunningStatistics(saved);
    }

    void restore() {
        arrays.forEach(saved -> saved.array.assign(saved.copy));
    }
}
