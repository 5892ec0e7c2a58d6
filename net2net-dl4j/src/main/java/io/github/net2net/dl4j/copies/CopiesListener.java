package io.github.net2net.dl4j.copies;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.github.net2net.Grown;
import io.github.net2net.GrowthPlan;
import io.github.net2net.graph.ChannelCopies;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a student's copied channels while it trains on: copies that stay equal are capacity that is paid for and not
 * used.
 *
 * <pre>{@code
 * student.addListeners(CopiesListener.of(grown).every(200));
 * }</pre>
 *
 * <p>Two copies' distance is ‖a − b‖ / √((‖a‖² + ‖b‖²) / 2), where a and b are all weights that lead to the one and the
 * other and all that read them, one after the other. So it is 0 for copies that nothing was done to, about the relative
 * noise for {@code zeroSumNoise}, and √2 for channels that have nothing to do with each other. Copies count as equal below
 * {@value #EQUAL_IN_DOUBLE} in double precision and {@value #EQUAL_IN_SINGLE} in single precision, where sums over a batch
 * are rounded differently for one copy and the other. Noise alone sets copies apart; they have diverged once training has
 * changed their distance by more than that.
 *
 * <p>A channel is dead if neither the weights that lead to it nor those that read it had a gradient other than zero in
 * any iteration since the last report. Weights of frozen layers don't count.
 *
 * <p>A listener belongs to one student. Reports come from the training thread; each copies the widened layers' weights to
 * the heap.
 */
public final class CopiesListener extends BaseTrainingListener {
    /** Copies closer than this are equal, in double precision. */
    public static final double EQUAL_IN_DOUBLE = 1e-6;

    /** Copies closer than this are equal, in single precision. */
    public static final double EQUAL_IN_SINGLE = 1e-4;

    private static final Logger LOG = LoggerFactory.getLogger(CopiesListener.class);
    private static final int EVERY = 100;

    private final GrowthPlan plan;
    private final int every;
    private final Consumer<? super CopiesReport> receiver;
    private final ImmutableList<Watched> watched;
    private int iterations;

    /** What is known of one group of channels. */
    private record Watched(ChannelCopies copies, double[] initial, GradientActivity life) {
        Watched anew() {
            return new Watched(copies, initial, new GradientActivity(copies));
        }
    }

    private CopiesListener(
            GrowthPlan plan, int every, Consumer<? super CopiesReport> receiver, ImmutableList<Watched> watched) {
        this.plan = plan;
        this.every = every;
        this.receiver = receiver;
        this.watched = watched.stream().map(Watched::anew).collect(ImmutableList.toImmutableList());
    }

    /**
     * A listener for the student of the given growth, which logs a report every 100 iterations. How far copies are apart
     * now is taken for their initial distance: make it before the student is trained.
     *
     * @throws IllegalArgumentException if the growth copied no channels
     */
    public static CopiesListener of(Grown<? extends Model> grown) {
        StudentArrays arrays = new StudentArrays(grown.network());
        ImmutableList<Watched> watched = grown.plan().copies().stream()
                .map(copies ->
                        new Watched(copies, new Distances(copies, arrays).closest(), new GradientActivity(copies)))
                .collect(ImmutableList.toImmutableList());
        checkArgument(
                !watched.isEmpty(),
                "there are no copies to watch: this growth copied no channels. It widened nothing, or with fresh ones.");
        return new CopiesListener(grown.plan(), EVERY, CopiesListener::log, watched);
    }

    /**
     * A new listener that reports after this many iterations, and again after as many.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public CopiesListener every(int newEvery) {
        checkArgument(newEvery > 0, "a report every %s iterations; give a number above 0", newEvery);
        return new CopiesListener(plan, newEvery, receiver, watched);
    }

    /** A new listener whose reports go to the given place instead of the log. */
    public CopiesListener to(Consumer<? super CopiesReport> newReceiver) {
        return new CopiesListener(plan, every, newReceiver, watched);
    }

    private static void log(CopiesReport report) {
        if (report.needsAttention()) {
            LOG.warn("{}", report);
        } else {
            LOG.info("{}", report);
        }
    }

    /** Looks at the gradients, before the updater changes them. */
    @Override
    public void onGradientCalculation(Model model) {
        StudentArrays arrays = new StudentArrays(model);
        watched.forEach(one -> one.life.look(arrays));
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        iterations++;
        if (iterations % every == 0) {
            StudentArrays arrays = new StudentArrays(model);
            ImmutableList<LayerCopies> layers =
                    watched.stream().map(one -> describe(one, arrays)).collect(ImmutableList.toImmutableList());
            receiver.accept(new CopiesReport(iterations, plan.symmetryBreaking(), layers));
        }
    }

    private static LayerCopies describe(Watched one, StudentArrays arrays) {
        double[] now = new Distances(one.copies, arrays).closest();
        double equal = arrays.dataType() == DataType.DOUBLE ? EQUAL_IN_DOUBLE : EQUAL_IN_SINGLE;
        IntPredicate isEqual = set -> now[set] < equal;
        IntPredicate isUnchanged = set -> Math.abs(now[set] - one.initial[set]) < equal;
        return new LayerCopies(
                String.join(", ", one.copies.layers()),
                one.copies.channels(),
                now.length,
                count(now.length, isEqual),
                count(now.length, isEqual.negate().and(isUnchanged)),
                LayerCopies.Apart.of(now),
                LayerCopies.Apart.of(one.initial),
                one.life.takeDead().stream().boxed().collect(ImmutableList.toImmutableList()));
    }

    private static int count(int sets, IntPredicate condition) {
        return (int) IntStream.range(0, sets).filter(condition).count();
    }
}
