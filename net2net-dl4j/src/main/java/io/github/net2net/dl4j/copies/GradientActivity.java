package io.github.net2net.dl4j.copies;

import io.github.net2net.graph.ChannelCopies;
import java.util.BitSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which channels have had a gradient since the last report. A channel that outputs nothing gives none to the weights
 * that read it, and one that nothing flows back to gets none for its own: a dead channel has neither.
 */
final class GradientActivity {
    private final ChannelCopies copies;
    private final BitSet alive = new BitSet();
    private boolean trained;

    GradientActivity(ChannelCopies copies) {
        this.copies = copies;
    }

    /** Looks at one iteration's gradients; only as long as a channel without signs is left. */
    void look(StudentArrays arrays) {
        for (ChannelCopies.Slices slices : copies.slices()) {
            INDArray gradient = alive.cardinality() < copies.channels() ? arrays.gradient(slices) : null;
            if (gradient != null) {
                trained = true;
                ChannelSlices slab = ChannelSlices.of(gradient, slices, copies.channels());
                for (int channel = 0; channel < copies.channels(); channel++) {
                    if (slab.squaredNorm(channel) != 0) {
                        alive.set(channel);
                    }
                }
            }
        }
    }

    /** The channels without a sign since the last call; none if their layers are not trained. */
    BitSet takeDead() {
        BitSet dead = new BitSet();
        if (trained) {
            dead.set(0, copies.channels());
            dead.andNot(alive);
        }
        alive.clear();
        trained = false;
        return dead;
    }
}
