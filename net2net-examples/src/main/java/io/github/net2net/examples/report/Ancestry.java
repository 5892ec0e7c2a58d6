package io.github.net2net.examples.report;

import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import io.github.net2net.examples.results.Row;
import io.github.net2net.examples.results.Table;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds to what a run has spent what its ancestors had spent when it was grown from them. */
final class Ancestry {
    private static final Curve NONE = new Curve(0, List.of());

    private final Map<String, Curve> curves = new LinkedHashMap<>();

    private Ancestry() {}

    /**
     * The curves of a seed, by run.
     *
     * @throws InputException if a run is grown from none of those before it
     */
    static Map<String, Curve> curves(Path folder, ExperimentFile file, Table table) {
        Ancestry ancestry = new Ancestry();
        for (RunEntry run : file.runs()) {
            if (run.from() != null && !ancestry.curves.containsKey(run.from())) {
                throw new InputException(folder.resolve(ExperimentFile.NAME) + ": '" + run.name() + "' is grown from '"
                        + run.from() + "', which is no run before it. Give another folder.");
            }
            ancestry.add(run, file.seed(), table);
        }
        return ancestry.curves;
    }

    private void add(RunEntry run, long seed, Table table) {
        Curve parent = run.from() == null ? NONE : curves.getOrDefault(run.from(), NONE);
        double seconds = parent.costAt(run.at(), Axis.TOTAL_SECONDS);
        double cpu = parent.costAt(run.at(), Axis.TOTAL_CPU);
        curves.put(
                run.name(),
                new Curve(
                        seed,
                        table.of(run.name())
                                .map(row -> point(row, seconds, cpu))
                                .toList()));
    }

    private static Point point(Row row, double secondsBefore, double cpuBefore) {
        Map<Axis, Double> costs = Map.of(
                Axis.IMAGES,
                (double) row.images(),
                Axis.TOTAL_IMAGES,
                (double) row.totalImages(),
                Axis.SECONDS,
                row.seconds(),
                Axis.TOTAL_SECONDS,
                secondsBefore + row.seconds(),
                Axis.CPU,
                row.cpu(),
                Axis.TOTAL_CPU,
                cpuBefore + row.cpu());
        return new Point(row.iteration(), costs, row.waiting(), row.accuracy(), row.loss());
    }
}
