package io.github.net2net.plan;

import io.github.net2net.GrowthException;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.graph.Node;
import io.github.net2net.rule.Deepening;
import io.github.net2net.transform.BatchNormIdentity;
import java.util.List;
import java.util.Objects;

/** What becomes of the batch norm of a unit that is repeated as the identity. */
record NewBatchNorm(DeepenSite site) {

    private Deepening.BatchNorm rule() {
        return Objects.requireNonNull(site.deepening().batchNorm());
    }

    /** Whether the new unit has one. */
    boolean isCopied() {
        return site.template().batchNorm() != null && !(site.deepening().batchNorm() instanceof Deepening.Omitted);
    }

    /** What a plan says of new layers that get no batch norm where the one they are made like has one. */
    static List<String> omitted(DeepenSite site) {
        Node norm = site.template().batchNorm();
        return norm == null ? List.of() : List.of("without a batch norm like '" + norm.layer() + "'");
    }

    /**
     * Checks what was specified.
     *
     * @throws GrowthException if that contradicts the unit, or is missing
     */
    void check() {
        Node norm = site.template().batchNorm();
        Deepening.BatchNorm rule = site.deepening().batchNorm();
        if (norm == null) {
            if (rule != null && !(rule instanceof Deepening.Omitted)) {
                throw site.place().refused("the new layer has no batch norm to calibrate. Leave batchNorm(..) out.");
            }
            return;
        }
        if (rule == null) {
            throw site.place()
                    .refused(
                            "the new layer gets a batch norm, which is the identity only once it is calibrated on data. Use batchNorm(calibratedOn(data)), or"
                                    + " uncalibrated() for an identity in inference only, or withoutBatchNorm()"
                                    + (ResidualWay.ofTwoLayers(site).whyNot() == null
                                            ? ", or zeroResidual(), which needs no data."
                                            : "."));
        }
        if (rule instanceof Deepening.Calibrated awaited && awaited.awaitsData()) {
            throw site.place()
                    .refused("its batch norm '" + norm.layer() + "' was calibrated on data (" + awaited.data()
                            + "), which JSON does not hold. Give the data: withData(calibratedOn(data)).");
        }
        BatchNormTraits traits = norm.batchNorm();
        if (traits != null && traits.lock() != null) {
            checkLocked(norm, traits, traits.lock());
        }
    }

    private void checkLocked(Node norm, BatchNormTraits traits, BatchNormTraits.Locked lock) {
        if (rule() instanceof Deepening.Uncalibrated && !BatchNormIdentity.existsFor(lock.gamma(), traits.epsilon())) {
            throw site.place()
                    .refused("the batch norm '" + norm.layer() + "' has a constant gamma of " + lock.gamma()
                            + ", and only one above the root of its epsilon " + traits.epsilon()
                            + " can be the identity. Use withoutBatchNorm().");
        }
        if (rule() instanceof Deepening.Calibrated) {
            throw site.place()
                    .refused(
                            "the batch norm '" + norm.layer() + "' has a constant gamma and beta, so statistics of data"
                                    + " can't be undone. Use uncalibrated() for an identity in inference only, or"
                                    + " withoutBatchNorm().");
        }
    }

    /** Where the values of its copy come from. */
    ParamEdit.BatchNormSource source() {
        BatchNormTraits traits = Objects.requireNonNull(
                Objects.requireNonNull(site.template().batchNorm()).batchNorm());
        BatchNormTraits.Locked lock = traits.lock();
        if (lock != null) {
            return new BatchNormSources.Locked(site.channels(), lock, traits.epsilon());
        } else if (rule() instanceof Deepening.Calibrated calibrated) {
            Lineage.Origin origin = origin();
            return new BatchNormSources.Measured(
                    new ParamEdit.StatisticsRequest(origin.teacherNode(), origin.map(), calibrated.data()),
                    traits.epsilon());
        }
        return new BatchNormSources.Standard(site.channels(), traits.epsilon());
    }

    private Lineage.Origin origin() {
        PlanState state = site.state();
        String end = site.place().end().name();
        String begin = "cannot deepen after '" + site.place().layer() + "' with calibration: ";
        if (!state.lineage().hasOrigin(end)) {
            throw new GrowthException(
                    begin + "the teacher has no layer that outputs what it does. Deepen after another layer, or grow"
                            + " twice.");
        }
        Lineage.Origin origin = state.lineage().origin(state.graph(), end);
        if (origin.map().hasFresh()) {
            throw new GrowthException(
                    begin + "some of its channels are new and have no statistics in the teacher. Deepen before widening"
                            + " with fresh channels, or grow twice.");
        }
        if (origin.scaled()) {
            throw new GrowthException(begin
                    + "Shares.balanced() has scaled its channels, and the teacher's statistics are of the unscaled"
                    + " ones. Deepen before widening, or grow twice.");
        }
        return origin;
    }

    /** What a plan prints of its copy. */
    List<String> notes() {
        if (!isCopied()) {
            return List.of();
        }
        return List.of(
                rule() instanceof Deepening.Calibrated
                        ? "batch norm calibrated: exact in inference; in training mode exact on the calibration"
                                + " data as one batch"
                        : "batch norm not calibrated: exact in inference only");
    }
}
