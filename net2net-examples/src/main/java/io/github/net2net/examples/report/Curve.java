package io.github.net2net.examples.report;

import io.github.net2net.examples.results.Row;
import java.util.List;
import java.util.Optional;

/**
 * The measurements of a run for one seed, by iteration; empty before the run begins.
 *
 * @param secondsBefore wall time of its ancestors until they were grown
 * @param cpuBefore processor time of its ancestors until they were grown
 * @param multiplyAddsBefore multiply-adds of training its ancestors until they were grown
 */
record Curve(List<Row> rows, double secondsBefore, double cpuBefore, double multiplyAddsBefore) {
    static final Curve EMPTY = new Curve(List.of(), 0, 0, 0);

    Curve {
        rows = List.copyOf(rows);
    }

    double cost(Row row, Axis axis) {
        return switch (axis) {
            case EXAMPLES -> row.examples();
            case TOTAL_EXAMPLES -> row.totalExamples();
            case MULTIPLY_ADDS -> row.multiplyAdds();
            case TOTAL_MULTIPLY_ADDS -> multiplyAddsBefore + row.multiplyAdds();
            case SECONDS -> row.seconds();
            case TOTAL_SECONDS -> secondsBefore + row.seconds();
            case CPU -> row.cpu();
            case TOTAL_CPU -> cpuBefore + row.cpu();
        };
    }

    Optional<Row> at(int iteration) {
        return rows.stream().filter(row -> row.iteration() == iteration).findFirst();
    }

    /** The last measured iteration; 0 before the run begins. */
    int reached() {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).iteration();
    }

    /** The first measurement of at least this accuracy. */
    Optional<Row> reaching(double accuracy) {
        return rows.stream().filter(row -> row.accuracy() >= accuracy).findFirst();
    }

    /**
     * The cost up to an iteration, interpolated between the two measurements around it, or extrapolated from the last two.
     *
     * @return 0 before the run begins
     */
    double costAt(int iteration, Axis axis) {
        if (rows.isEmpty()) {
            return 0;
        }
        int next = 0;
        while (next < rows.size() - 1 && rows.get(next).iteration() < iteration) {
            next++;
        }
        Row after = rows.get(next);
        if (next == 0 || after.iteration() == iteration) {
            return cost(after, axis);
        }
        Row before = rows.get(next - 1);
        double share = (double) (iteration - before.iteration()) / (after.iteration() - before.iteration());
        return cost(before, axis) + share * (cost(after, axis) - cost(before, axis));
    }
}
