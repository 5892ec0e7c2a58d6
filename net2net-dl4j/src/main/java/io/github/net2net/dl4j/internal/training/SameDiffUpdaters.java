package io.github.net2net.dl4j.internal.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/** The updaters of a layer or a vertex of SameDiff's: one for all weights, and perhaps one for biases. */
record SameDiffUpdaters(Updater weights, Updater biases) {

    /** Reads and writes one of them. */
    private record Updater(Supplier<@Nullable IUpdater> get, Consumer<@Nullable IUpdater> set) {}

    /** Those of a layer or a vertex; null if it is none of SameDiff's. */
    static @Nullable SameDiffUpdaters of(TrainingConfig configuration) {
        if (configuration instanceof AbstractSameDiffLayer layer) {
            return new SameDiffUpdaters(
                    new Updater(layer::getUpdater, layer::setUpdater),
                    new Updater(layer::getBiasUpdater, layer::setBiasUpdater));
        } else if (configuration instanceof SameDiffVertex vertex) {
            return new SameDiffUpdaters(
                    new Updater(vertex::getUpdater, vertex::setUpdater),
                    new Updater(vertex::getBiasUpdater, vertex::setBiasUpdater));
        }
        return null;
    }

    /** All that train something. */
    List<IUpdater> all() {
        List<IUpdater> all = new ArrayList<>();
        for (Updater updater : List.of(weights, biases)) {
            IUpdater own = updater.get.get();
            if (own != null && !(own instanceof NoOp)) {
                all.add(own);
            }
        }
        return all;
    }

    /** Replaces them. */
    void change(UnaryOperator<@Nullable IUpdater> change) {
        weights.set.accept(change.apply(weights.get.get()));
        biases.set.accept(change.apply(biases.get.get()));
    }
}
