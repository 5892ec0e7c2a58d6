package io.github.net2net.dl4j.schedule;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.dl4j.schedule.Schedule.Stage;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.spi.Probe;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Trains a network epoch by epoch and grows it on the way.
 *
 * <pre>{@code
 * Trained<MultiLayerNetwork> trained = GrowthTraining.of(network, train, validation)
 *         .when(Trigger.plateau(3)).then(widen, deepen)
 *         .upTo(Limit.parameters(5_000_000), Limit.epochs(200))
 *         .checkpointIn(folder)
 *         .run();
 * }</pre>
 *
 * <p>After every epoch the network is scored. When the trigger fires, the next growth is done and is on trial until the
 * score is as good as before it; if that takes longer than the patience, the network before the growth is taken again,
 * with its optimizer's state, and training ends or, if asked for, continues with the next growth. Training ends too when
 * the trigger fires and nothing is left to grow, and at the limits.
 *
 * <p>Where it is known beforehand how long each network is trained, {@link #phase} is simpler: (recipe, end, rates).
 *
 * <p>With a checkpoint folder, {@link #run()} continues where an earlier one was killed, with the same numbers, if an epoch
 * depends on its number and the network alone. So the generator of ND4J's random numbers (dropout) is set anew before
 * every epoch, for the thread that trains; and data is put back to its beginning. Iterators that shuffle when they are
 * reset don't remember across processes how often they were: give an iterator for each epoch, by {@link #trainOn}. One
 * thread count on one kind of machine is needed too, as always with DL4J.
 *
 * <p>Immutable: every prefix of the chain is a value. The given network is never changed; its listeners go along to all
 * students and to what is loaded from a checkpoint.
 *
 * @param <N> the network type
 * @param <D> the type of the data
 */
@CheckReturnValue
public final class GrowthTraining<N extends Model, D> {
    private static final int PATIENCE = 10;
    private static final long SEED = 42;

    private final Task<N, D> task;
    private final Validation validation;
    private final Schedule<N> schedule;
    private final CheckpointPolicy policy;

    private GrowthTraining(Task<N, D> task, Validation validation, Schedule<N> schedule, CheckpointPolicy policy) {
        this.task = task;
        this.validation = validation;
        this.schedule = schedule;
        this.policy = policy;
    }

    private static <N extends Model, D> GrowthTraining<N, D> of(Task<N, D> task, Validation validation) {
        Schedule<N> schedule = new Schedule<>(ImmutableList.of(), ImmutableList.of(), PATIENCE, false, null);
        return new GrowthTraining<>(task, validation, schedule, new CheckpointPolicy(null, 1, SEED, event -> {}));
    }

    /**
     * Training that is scored by the loss on the validation data.
     *
     * @param network a MultiLayerNetwork or ComputationGraph
     */
    public static <N extends Model> GrowthTraining<N, DataSetIterator> of(
            N network, DataSetIterator train, DataSetIterator validation) {
        return of(network, Task.every(train), (one, data) -> Dl4jNetwork.of(one).fit(data), Validation.on(validation));
    }

    /** As {@link #of(Model, DataSetIterator, DataSetIterator)}. */
    public static <N extends Model> GrowthTraining<N, MultiDataSetIterator> of(
            N network, MultiDataSetIterator train, MultiDataSetIterator validation) {
        return of(network, Task.every(train), (one, data) -> Dl4jNetwork.of(one).fit(data), Validation.on(validation));
    }

    private static <N extends Model, D> GrowthTraining<N, D> of(
            N network, IntFunction<D> data, BiConsumer<N, D> fit, Validation scores) {
        return of(new Task<>(LayerKinds.standard(), ImmutableList.of(), network, data, fit, scores.byLoss()), scores);
    }

    private GrowthTraining<N, D> with(Task<N, D> newTask) {
        return new GrowthTraining<>(newTask, validation, schedule, policy);
    }

    private GrowthTraining<N, D> with(Schedule<N> newSchedule) {
        return new GrowthTraining<>(task, validation, newSchedule, policy);
    }

    private GrowthTraining<N, D> with(CheckpointPolicy newKeeping) {
        return new GrowthTraining<>(task, validation, schedule, newKeeping);
    }

    /** Sets when the growths that follow are done; the next call sets what is grown. */
    public When when(Trigger trigger) {
        return new When(trigger);
    }

    /** Waits for what is to be grown. */
    @CheckReturnValue
    public final class When {
        private final Trigger trigger;

        private When(Trigger trigger) {
            this.trigger = trigger;
        }

        /**
         * The growths, one each time that the trigger fires.
         *
         * @throws IllegalStateException if a rule already decides about all later growths
         */
        public GrowthTraining<N, D> then(Recipe first, Recipe... more) {
            Schedule<N> longer = open().with(new Stage<>(trigger, first, null, null));
            for (Recipe recipe : more) {
                longer = longer.with(new Stage<>(trigger, recipe, null, null));
            }
            return with(longer);
        }

        /**
         * A rule that is asked for a growth each time that the trigger fires, until it gives none.
         *
         * @throws IllegalStateException if a rule already decides about all later growths
         */
        public GrowthTraining<N, D> then(GrowthRule<? super N> rule) {
            return with(open().with(new Stage<>(trigger, null, rule, null)));
        }

        private Schedule<N> open() {
            if (schedule.isOpen()) {
                throw new IllegalStateException(
                        "a rule already decides about all later growths; put other growths before it");
            }
            return schedule;
        }
    }

    /**
     * Grows and trains without a trial: the growth is kept whatever the score is, as the new rates may lower it for
     * a while. The first phase begins at once, with {@code Recipe.of()} if it is the given network's; each further
     * phase begins where the one before ends, and training ends with the last.
     *
     * @param recipe the growth at the beginning of the phase
     * @param until when the phase ends
     * @param rates of the phase: {@link LearningRates#cosine} for a schedule of its own, {@link LearningRates#keep} to
     *     continue the network's
     * @throws IllegalStateException if it would follow growths by {@link #when}
     */
    public GrowthTraining<N, D> phase(Recipe recipe, Trigger until, LearningRates rates) {
        if (!schedule.stages().isEmpty()
                && !schedule.beginsPhase(schedule.stages().size() - 1)) {
            throw new IllegalStateException("a phase follows growths that are on trial; put phases before them");
        }
        return with(schedule.with(new Stage<>(until, recipe.learningRate(rates), null, until)));
    }

    /** Where training ends, besides where nothing is left to grow. Of several limits of one kind the narrowest holds. */
    public GrowthTraining<N, D> upTo(Limit... limits) {
        return with(schedule.with(limits));
    }

    /**
     * For how many epochs a growth may be on trial, 10 by default.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public GrowthTraining<N, D> patience(int epochs) {
        checkArgument(epochs > 0, "a patience of %s epochs; give a number above 0", epochs);
        return with(schedule.withPatience(epochs));
    }

    /** Tries the next growth at once after one was rolled back, on the network before it. Without it training ends. */
    public GrowthTraining<N, D> continueAfterRollback() {
        return with(schedule.continuing());
    }

    /** Compares every student with its teacher, and refuses one that does not compute the same function. */
    public GrowthTraining<N, D> verifyOn(Probe<? super N> probe) {
        return with(schedule.with(probe));
    }

    /**
     * The sizes of the inputs, for networks whose layers don't state.
     *
     * @throws GrowthException if the network does not take them
     */
    public GrowthTraining<N, D> inputTypes(InputType... types) {
        Task<N, D> typed = task.with(types);
        Growth<N> unused = typed.growth(task.network());
        return with(typed);
    }

    /** The kinds of layers, for networks with layers of your own. */
    public GrowthTraining<N, D> layerKinds(LayerKinds kinds) {
        return with(task.with(kinds));
    }

    /** Scores by the accuracy on the validation data instead of the loss. */
    public GrowthTraining<N, D> scoreByAccuracy() {
        return with(task.with(validation.<N>byAccuracy()));
    }

    /** Scores by any of DL4J's calculators, or one's own. */
    public GrowthTraining<N, D> scoreBy(ScoreCalculator<? super N> calculator) {
        String name = calculator.getClass().getName();
        return with(task.with(new Task.Score<>(name, calculator, () -> {})));
    }

    /** Takes the data of an epoch from here instead, by its number from 1. It is not reset. */
    public GrowthTraining<N, D> trainOn(IntFunction<? extends D> data) {
        return with(task.with(data));
    }

    /**
     * Trains an epoch in another way than by the network's {@code fit}, as by a {@code ParallelWrapper}. The network's
     * count of epochs is taken as it is left.
     */
    public GrowthTraining<N, D> fitWith(BiConsumer<? super N, ? super D> fit) {
        return with(task.with(fit));
    }

    /** The seed of what is drawn while training, 42 by default. Growths have the seeds of their recipes. */
    public GrowthTraining<N, D> seed(long seed) {
        return with(policy.withSeed(seed));
    }

    /**
     * Writes {@code checkpoint.zip} there after every epoch and every growth, and resumes from it. It is a DL4J model with
     * its updater's state, and with the progress as JSON beside it; it is whole at any moment.
     *
     * @param folder of this training alone; made if it is not there
     */
    public GrowthTraining<N, D> checkpointIn(Path folder) {
        return with(policy.withFolder(folder));
    }

    /**
     * Writes a checkpoint after so many epochs only, and after every growth.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public GrowthTraining<N, D> checkpointEvery(int epochs) {
        checkArgument(epochs > 0, "a checkpoint every %s epochs; give a number above 0", epochs);
        return with(policy.withEvery(epochs));
    }

    /** Receives what happens, besides the log. An exception from there ends the run, which can be resumed. */
    public GrowthTraining<N, D> onEvent(Consumer<? super TrainingEvent> receiver) {
        return with(policy.withReceiver(receiver));
    }

    /**
     * Trains until the end, from the last checkpoint if there is one.
     *
     * @throws GrowthException if no trigger is set; if a growth can't be done; if the folder can't be used, or
     *     its checkpoint is of another training
     */
    @CanIgnoreReturnValue
    public Trained<N> run() {
        if (schedule.stages().isEmpty()) {
            throw new GrowthException(
                    "cannot train: no growth is set. Call for example when(Trigger.plateau(3)).then(recipe), or"
                            + " phase(..).");
        }
        checkRecipes();
        try (Checkpoints<N> checkpoints = Checkpoints.in(policy, Dl4jNetwork.of(task.network()))) {
            return new Run<>(task, schedule, policy, checkpoints).toTheEnd();
        }
    }

    /**
     * How far the training has come that keeps its checkpoints in a folder; empty if it has not begun. No network is read.
     *
     * @param folder of {@link #checkpointIn}
     * @throws GrowthException if the checkpoint can't be read
     */
    public static Optional<Progress> progress(Path folder) {
        return Checkpoints.find(folder).map(State::progress);
    }

    /** Mistakes should not surface after hours of training. What follows a growth that may be undone is not known yet. */
    private void checkRecipes() {
        Growth<N> growth = task.growth(task.network());
        for (Stage<N> stage : schedule.stages()) {
            if (stage.recipe() == null) {
                return;
            }
            growth = growth.apply(stage.recipe());
            if (schedule.continues()) {
                return;
            }
        }
    }
}
