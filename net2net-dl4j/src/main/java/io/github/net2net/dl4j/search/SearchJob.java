package io.github.net2net.dl4j.search;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.internal.tensor.Nd4jThreads;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.saving.Certificate;
import io.github.net2net.dl4j.schedule.GrowthTraining;
import io.github.net2net.dl4j.schedule.Limit;
import io.github.net2net.dl4j.schedule.Progress;
import io.github.net2net.dl4j.schedule.TrainingEvent.EpochEnded;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * What all trials of a round have in common: the teacher with its optimizer's state, the data, and the budget. It can be
 * sent to another process, once for all trials.
 *
 * @param <N> the network type
 * @param <D> the type of the data
 */
public final class SearchJob<N extends Model, D extends Iterator<?>> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] teacher;
    private final boolean graph;
    private final boolean oneDnn;
    private final SearchSettings<D> settings;
    private final Budget budget;

    SearchJob(N teacher, SearchSettings<D> settings, Budget budget) {
        this.teacher = bytes(teacher);
        this.graph = teacher instanceof ComputationGraph;
        this.oneDnn = OneDnn.isEnabled(teacher);
        this.settings = settings;
        this.budget = budget;
    }

    private static byte[] bytes(Model network) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ModelSerializer.writeModel(network, bytes, true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the teacher into memory", e);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked") // of the teacher's class
    private N teacher() {
        try {
            ByteArrayInputStream bytes = new ByteArrayInputStream(teacher);
            N network = (N)
                    (graph
                            ? ModelSerializer.restoreComputationGraph(bytes, true)
                            : ModelSerializer.restoreMultiLayerNetwork(bytes, true));
            if (oneDnn) {
                OneDnn.enable(network);
            }
            return network;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the teacher from memory", e);
        }
    }

    /** The size of the teacher with its optimizer's state, in bytes. */
    public long teacherBytes() {
        return teacher.length;
    }

    /**
     * Runs a trial to its cost, from what is in the folder. A trial that fails, because it runs out of memory or its numbers
     * are not finite, leaves that in the folder. It computes in one thread: ND4J's own threads are set to one, for the whole
     * process.
     *
     * @param folder for the trial's files; that of the trial, or a copy
     * @throws GrowthException if the folder can't be written to
     */
    public void run(Trial trial, Path folder) {
        TrialFolder files = new TrialFolder(folder);
        // By each thread that trains, since oneDNN keeps the number for each.
        Nd4jThreads.set(1);
        try {
            Grown<N> unused = train(trial, files);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (e.getCause() instanceof IOException) {
                throw e;
            }
            files.writeFailure(e instanceof GrowthException ? String.valueOf(e.getMessage()) : e.toString());
        }
    }

    /** The student as it is trained now. */
    Grown<N> train(Trial trial, TrialFolder files) {
        N start = teacher();
        Growth<N> growth = settings.growth(start).apply(settings.complete(Recipe.fromJson(trial.recipe())));
        Grown<N> grown = growth.verifyOn(settings.probe()).grow();
        files.write(Certificate.of(grown));
        BatchStream<D> data = new BatchStream<>(
                settings.data(),
                budget,
                growth.plan().studentMultiplyAdds().orElse(0),
                files.progress(!settings.byAccuracy()),
                Dl4jNetwork.of(start).epochCount());
        GrowthTraining<N, D> training = training(grown.network())
                .inputTypes(settings.types().toArray(InputType[]::new))
                .when(progress -> false)
                .then(Recipe.of())
                .trainOn(data::piece)
                .fitWith(data::fit)
                .upTo(Limit.epochs(trial.pieces()))
                .seed(settings.seed())
                .checkpointIn(files.training())
                .onEvent(event -> {
                    if (event instanceof EpochEnded ended) {
                        requireFinite(ended.trained());
                    }
                });
        return new Grown<>(
                (settings.byAccuracy() ? training.scoreByAccuracy() : training)
                        .run()
                        .network(),
                grown.report());
    }

    private static void requireFinite(Progress.Epoch piece) {
        if (!Double.isFinite(piece.score())) {
            throw new ArithmeticException("its score is " + piece.score() + " after piece " + piece.number());
        }
    }

    @SuppressWarnings("unchecked") // D is one of the two
    private GrowthTraining<N, D> training(N network) {
        D validation = settings.data().validation();
        if (validation instanceof DataSetIterator one) {
            return (GrowthTraining<N, D>) GrowthTraining.of(network, one, one);
        }
        MultiDataSetIterator several = (MultiDataSetIterator) validation;
        return (GrowthTraining<N, D>) GrowthTraining.of(network, several, several);
    }
}
