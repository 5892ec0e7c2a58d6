package io.github.net2net.plan;

import io.github.net2net.spi.Deviation;

/**
 * Where a student computes its teacher's function.
 *
 * @param inference whether in inference
 * @param training whether in training mode too, dropout and other noise switched off
 * @param masks whether, as far as the other two promise, with masked input too
 */
public record Exactness(boolean inference, boolean training, boolean masks) {
    /** Everywhere. */
    public static final Exactness FULL = new Exactness(true, true, true);

    /** Nowhere. */
    public static final Exactness NONE = new Exactness(false, false, false);

    /** What holds after two steps. */
    public Exactness and(Exactness other) {
        return new Exactness(inference && other.inference, training && other.training, masks && other.masks);
    }

    /** Whether equal results are promised where the deviation was measured. */
    public boolean promises(Deviation place) {
        return (place.mode() == Deviation.Mode.INFERENCE ? inference : training) && (!place.masked() || masks);
    }

    @Override
    public String toString() {
        if (!inference) {
            return "approximate";
        }
        return (training ? "exact" : "exact in inference") + (masks ? "" : ", except with masks");
    }
}
