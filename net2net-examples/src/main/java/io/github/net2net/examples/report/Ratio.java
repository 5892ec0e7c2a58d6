package io.github.net2net.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run spent until it was as accurate as the baseline in the end, over what the baseline spent until its end.
 *
 * @param ofMeans of the means over seeds; empty if it never got there
 * @param bySeed each seed against its own baseline; empty unless each of them got there
 */
record Ratio(Optional<Double> ofMeans, Optional<Spread> bySeed) {

    /** Of a baseline that is finished. */
    static Ratio of(RunResults run, RunResults baseline, Axis axis) {
        MeanPoint end = baseline.end().orElseThrow();
        Optional<Double> ofMeans = run.reaching(end.accuracy().mean())
                .map(point -> point.cost(axis) / end.cost(axis))
                .filter(Double::isFinite);
        return new Ratio(ofMeans, bySeed(run, baseline, axis));
    }

    private static Optional<Spread> bySeed(RunResults run, RunResults baseline, Axis axis) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < run.seeds(); i++) {
            Point end =
                    baseline.curves().get(i).at(baseline.entry().iterations()).orElseThrow();
            run.curves()
                    .get(i)
                    .reaching(end.accuracy())
                    .map(point -> point.cost(axis) / end.cost(axis))
                    .filter(Double::isFinite)
                    .ifPresent(ratios::add);
        }
        return ratios.size() == run.seeds() ? Optional.of(Spread.of(ratios)) : Optional.empty();
    }
}
