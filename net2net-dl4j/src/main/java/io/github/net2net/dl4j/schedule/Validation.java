package io.github.net2net.dl4j.schedule;

import org.deeplearning4j.earlystopping.scorecalc.ClassificationScoreCalculator;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.evaluation.classification.Evaluation.Metric;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * DL4J's scores on the validation data.
 *
 * @param rewind puts the data back to its beginning
 */
record Validation(ScoreCalculator<Model> loss, ScoreCalculator<Model> accuracy, Runnable rewind) {

    static Validation on(DataSetIterator data) {
        return new Validation(
                new DataSetLossCalculator(data, true),
                new ClassificationScoreCalculator(Metric.ACCURACY, data),
                data::reset);
    }

    static Validation on(MultiDataSetIterator data) {
        return new Validation(
                new DataSetLossCalculator(data, true),
                new ClassificationScoreCalculator(Metric.ACCURACY, data),
                data::reset);
    }

    <N extends Model> Task.Score<N> byLoss() {
        return new Task.Score<>("validation loss", loss, rewind);
    }

    <N extends Model> Task.Score<N> byAccuracy() {
        return new Task.Score<>("validation accuracy", accuracy, rewind);
    }
}
